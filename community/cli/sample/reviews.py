"""Lets the sample's people review what they bought: 200 reviews, some of them edited."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from community.accounts.models import User
from community.catalog.disclosure import Incentive, IncentiveSource, Relationship
from community.cli.sample.catalogue import Sold
from community.core import clock
from community.reviews.dimensions import MOST, Dimension
from community.reviews.drafts import Draft
from community.reviews.rules import voting, writing

REVIEWS = 200
_OLDEST = timedelta(days=640)

_GOOD = (
    (
        "The order form had every line of the price in it, set-up and overage as well. "
        "Nothing came later."
    ),
    "We reach a person within the hour, and the second answer is the same as the first.",
    "It does the one thing that we bought it for, and finance stopped asking why.",
    "They put a cap on the uplift into the contract when we asked, without a fight.",
    "Three months before the renewal they sent the new price, in writing.",
    "Migration took **two weeks**, as promised; they paid for the overlap.",
    "The export is complete and documented. We tried it before we signed.",
    "Unused seats went back at the anniversary, one mail, no call.",
)
_BAD = (
    "Single sign-on costs extra, which nobody said before the second quote.",
    "Support is good until the first year is over; then every answer is a link.",
    "The renewal came {up} % higher, four days before the notice period ended.",
    "Below a certain size one gets no discount at all, and they say so late.",
    "The price page shows a plan that sales no longer sells.",
    "Getting our data out took a ticket, a call and an invoice.",
    "Usage is measured their way: we pay for {up} % more than we count.",
    "Reports are slow in the morning, and the status page never says so.",
)


def add_reviews(random: Random, people: Sequence[User], sold: Sequence[Sold]) -> None:
    """Write the reviews, the oldest first; nobody reviews a product twice."""
    pairs = [(author, one) for author in people for one in sold]
    chosen = random.sample(pairs, REVIEWS)
    now = clock.now()
    for number, (author, one) in enumerate(chosen):
        age = _OLDEST * (1 - (number + 1) / REVIEWS) ** 1.3
        at = now - age - timedelta(minutes=random.randint(30, 900))
        _review(random, author, one, people, at)


def _review(
    random: Random, author: User, one: Sold, people: Sequence[User], at: datetime
) -> None:
    draft = _draft(random)
    review = writing.write_review(author.actor, one.product, draft, at=at)
    for voter in random.sample(people, random.randint(0, 3)):
        if voter is not author:
            voting.find_helpful(voter.actor, review, at=at)
    if random.random() < 0.1:
        added = "\n\nA year on: still true, and the second renewal went the same way."
        words = replace(draft, bad=draft.bad + added)
        later = at + (clock.now() - at) * random.uniform(0.3, 0.8)
        writing.edit_review(author.actor, review, words, version=1, at=later)


def _draft(random: Random) -> Draft:
    mood = random.choices((1, 2, 3, 4, 5), (1, 2, 4, 6, 3))[0]
    ratings: dict[Dimension, int | None] = {
        one: _stars(random, mood) for one in Dimension
    }
    if random.random() < 0.3:
        ratings[Dimension.RENEWAL] = None
    if random.random() < 0.7:
        ratings[Dimension.EXIT] = None
    gift = random.random() < 0.08
    return Draft(
        relationship=random.choices(
            (Relationship.BUYER, Relationship.EX_BUYER, Relationship.CONSULTANT),
            (16, 3, 1),
        )[0],
        incentive=Incentive.GIFT if gift else Incentive.NONE,
        incentive_from=IncentiveSource.HOST if gift else None,
        ratings=ratings,
        good="\n\n".join(random.sample(_GOOD, 2 if mood > 3 else 1)),
        bad="\n\n".join(random.sample(_BAD, 1 if mood > 3 else 2)).format(
            up=random.choice((8, 12, 18, 25))
        ),
    )


def _stars(random: Random, mood: int) -> int:
    return min(MOST, max(1, mood + random.choice((-1, 0, 0, 1))))
