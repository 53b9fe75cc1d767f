"""Has some of the sample's buyers ask Arbor privately, and Rae answer most of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from community.accounts.models import User
from community.accounts.traits import PublicSize, Region
from community.catalog.models import Vendor
from community.cli.sample.catalogue import Sold
from community.core import clock
from community.core.actors import Actor
from community.core.db import db
from community.notifications.kinds import News
from community.notifications.models import InboxEntry
from community.requests.aliases import new_alias
from community.requests.drafts import Draft, Told
from community.requests.kinds import Meeting, Reveals
from community.requests.rules import asking, meeting, rating, saying
from community.requests.rules.counting import refresh_records

_VENDOR = "Arbor"
_ASKED = (
    (
        "Seats for a second site",
        (
            "We would add 80 seats at another site next year. Does the price of the first "
            "year hold for them, and until when can we decide?"
        ),
    ),
    (
        "Leaving early",
        (
            "Our group may be sold within the term. What does it take to end the contract "
            "then, and is that in your standard terms?"
        ),
    ),
    (
        "Data in the Union",
        (
            "Where is our data kept, who may reach it from elsewhere, and does that cost "
            "extra in the small edition?"
        ),
    ),
    (
        "A year at once",
        "What do we gain by paying the whole year in January, compared with months?",
    ),
)
_ANSWERS = (
    "It holds until the first anniversary, in writing: section 4 of the order form.",
    "It is in the standard terms since June, at no charge. Ask for the current version.",
    "That depends on the edition; the list on our page is complete, and dated.",
)
_BUYERS = 8
_TOLD = (
    Told(Reveals.NOTHING),
    Told(Reveals.TRAITS, PublicSize.TO_1000, Region.EMEA),
    Told(Reveals.NOTHING),
)
_DAY = timedelta(days=1)


def add_requests(buyers: Sequence[User], sold: Sequence[Sold]) -> None:
    """Let the first buyers ask, the oldest first; the last two wait for an answer."""
    product = next(one.product for one in sold if one.sample.vendor == _VENDOR)
    vendor = db.session.get_one(Vendor, product.vendor_id)
    rae = db.session.scalars(sa.select(User).where(User.handle == "rae")).one()
    answering = replace(rae.actor, two_factors=True)  # no mark says sample yet
    now = clock.now()
    for number, buyer in enumerate(reversed(buyers[:_BUYERS])):
        subject, body = _ASKED[number % len(_ASKED)]
        at = now - (_BUYERS - number) * 5 * _DAY
        draft = Draft(
            subject=subject,
            body=body,
            told=_TOLD[number % len(_TOLD)],
            last_day=(now + (20 + number) * _DAY).date(),
        )
        request = asking.ask(
            buyer.actor, vendor, product, draft, alias=new_alias(), at=at
        )
        if number < _BUYERS - 2:
            words = _ANSWERS[number % len(_ANSWERS)]
            answered = at + timedelta(hours=2 + 5 * number)
            saying.answer(answering, request, words, at=answered)
            rating.rate(buyer.actor, request, 3 + number % 3)
        if number == _BUYERS - 3:
            meeting.propose(answering, request, _proposal(answering))
    refresh_records()
    # Old news to all of them: mails would go out as soon as the sample is served.
    told = (News.REQUEST, News.REQUEST_ANSWER)
    db.session.execute(sa.delete(InboxEntry).where(InboxEntry.news.in_(told)))


def _proposal(rep: Actor) -> meeting.Proposal:
    shown = (clock.now() + 6 * _DAY).replace(hour=14, minute=0, second=0, microsecond=0)
    return meeting.Proposal(
        meeting=Meeting.DEMO,
        shown=shown.replace(tzinfo=None),
        zone=rep.time_zone,
        minutes=45,
        place="https://meet.arbor.example/second-site",
    )
