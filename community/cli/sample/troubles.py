"""Lets a few of the sample's people write what others object to, for moderators to see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from community.accounts.models import User
from community.catalog.models import Product, Vendor
from community.cli.sample.reps import VENDOR
from community.core import clock
from community.core.db import db
from community.core.sampling import Trouble, Troubling, tell_cases
from community.core.visibility import State
from community.reviews.models import Review
from community.threads.models import Place, Post, Thread
from community.threads.queries import get_question_post
from community.threads.rules import asking


@dataclass(frozen=True)
class _Said:
    """An answer that somebody minds: how many hours ago it came, and the words meant."""

    hours: int
    text: str
    words: str
    vendor: str = ""
    """About whom a question is answered, if there is one."""


_OFFER = (
    "We resell every edition below the list price and ship keys the same day: "
    "https://discount-seats.example. Mention this forum for another 5 %."
)
_ANSWERS = {
    Trouble.ADVERT: _Said(45 * 24, _OFFER, "https://discount-seats.example"),
    Trouble.NAME: _Said(
        30 * 24,
        "Our contact for this was Peter Lindqvist, who gave us 14 % when we showed him "
        "a dated offer of a competitor. Two calls, no drama.",
        "Peter Lindqvist, who",
    ),
    Trouble.INSULT: _Said(
        15 * 24,
        "Whoever pays list price here is an idiot, and so is the one who asked. Learn to "
        "negotiate, or let somebody do it who can.",
        "is an idiot",
    ),
    Trouble.CONTRACT: _Said(
        12 * 24,
        "The uplift is capped in section 4 of their standard terms. It says: *fees for a "
        "renewal term rise by five per cent at most*. Hold them to it.",
        "fees for a renewal term rise by five per cent at most",
    ),
    Trouble.DIRECT_LINE: _Said(
        5,
        "Skip the chat and call the account manager at home, I have the number from a "
        "colleague. She, Marta Okonjo, answers in the evening as well.",
        "Marta Okonjo",
    ),
    Trouble.ACCUSATION: _Said(
        9,
        "They bill seats that nobody ordered, on purpose. That is fraud, and everybody "
        "in procurement knows it.",
        "That is fraud",
        vendor=VENDOR,
    ),
    Trouble.COPIED: _Said(
        50,
        "Ask for the volume step above yours and a written price hold for the whole "
        "term; whoever signs before the end of their quarter gets both, in our experience.",
        "",
    ),
    Trouble.COPY: _Said(
        26,
        "Ask for the volume step above yours and a written price hold for the whole "
        "term; whoever signs before the end of their quarter gets both, in our experience. "
        "We always do.",
        "",
    ),
}


def add_troubles(people: Sequence[User]) -> None:
    """Write it, and have moderation tell what became of it."""
    authors = people[-len(_ANSWERS) :]
    troubles = {}
    for (trouble, said), author in zip(_ANSWERS.items(), authors, strict=True):
        # One and the same person copies.
        who = authors[0] if trouble in {Trouble.COPIED, Trouble.COPY} else author
        at = clock.now() - timedelta(hours=said.hours)
        post, thread = _answer(who, said, at)
        troubles[trouble] = Troubling("post", post.id, at, said.words)
        if trouble is Trouble.INSULT:
            question = get_question_post(thread)
            troubles[Trouble.HEATED] = Troubling("post", question.id, at)
    troubles[Trouble.OLD_ANSWER] = _old_answer()
    harsh, other = _reviews()
    troubles |= {Trouble.HARSH_REVIEW: harsh, Trouble.OTHER_REVIEW: other}
    tell_cases(troubles)


def _answer(author: User, said: _Said, at: datetime) -> tuple[Post, Thread]:
    """Answer the newest question of somebody else that there was then."""
    vendor = sa.select(Vendor.id).where(Vendor.name == said.vendor).scalar_subquery()
    thread = db.session.scalars(
        sa.select(Thread)
        .where(
            Thread.state == State.PUBLIC,
            Thread.duplicate_of_id.is_(None),
            Thread.created_at < at,
            Thread.author_id != author.id,
        )
        .order_by(
            sa.case((Thread.vendor_id == vendor, 0), else_=1),
            Thread.created_at.desc(),
            Thread.id.desc(),
        )
        .limit(1)
    ).one()
    return asking.answer(author.actor, thread, said.text, at=at), thread


def _old_answer() -> Troubling:
    post = db.session.scalars(
        sa.select(Post)
        .where(
            Post.place != Place.QUESTION,
            Post.state == State.PUBLIC,
            Post.author_id.is_not(None),
        )
        .order_by(Post.created_at, Post.id)
        .limit(1)
    ).one()
    return Troubling("post", post.id, post.created_at)


def _reviews() -> tuple[Troubling, Troubling]:
    """Return the two reviews with the fewest stars of the vendor that Rae speaks for."""
    rows = db.session.scalars(
        sa.select(Review)
        .join(Product, Product.id == Review.product_id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(Vendor.name == VENDOR, Review.state == State.PUBLIC)
        .order_by(Review.overall, Review.id)
        .limit(2)
    )
    first, second = (Troubling("review", one.id, one.created_at) for one in rows)
    return first, second
