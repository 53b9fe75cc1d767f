"""What reviews hold of a person, and what becomes of it when they go."""

from collections.abc import Sequence

import sqlalchemy as sa

from community.core.db import db
from community.core.personal import Fate, Held, Kept, Part, Person, nobodys
from community.core.settings import Settings
from community.reviews.events import KIND
from community.reviews.models import (
    HelpfulVote,
    ProductScore,
    ResponseRevision,
    Review,
    ReviewResponse,
    ReviewRevision,
)
from community.reviews.rules.erasing import erase


def _own(person: Person) -> sa.Select[int]:
    return sa.select(Review.id).where(Review.author_id == person.user_id)


def _of_responses(ids: Sequence[int]) -> dict[str, set[int]]:
    reviews = sa.select(ReviewResponse.review_id).where(ReviewResponse.id.in_(ids))
    return {KIND: set(db.session.scalars(reviews))}


HELD = (
    Held(
        Review,
        Fate.NAMELESS,
        "Reviews",
        lambda person: Review.author_id == person.user_id,
        why="Buyers rely on them: they stay without you and your organisation, or go "
        "with their words and stars if you wish.",
        without=frozenset({"weight"}),
        indexed=lambda ids: {KIND: ids},
    ),
    Held(
        ReviewRevision,
        Fate.NAMELESS,
        "Versions of your reviews",
        lambda person: ReviewRevision.review_id.in_(_own(person)),
        why="That there was a version stays; what earlier ones said goes.",
    ),
    Held(
        HelpfulVote,
        Fate.ERASED,
        "Reviews that you found helpful",
        lambda person: HelpfulVote.user_id == person.user_id,
    ),
    Held(
        ReviewResponse,
        Fate.NAMELESS,
        "Responses that you wrote for a vendor",
        lambda person: ReviewResponse.author_id == person.user_id,
        why="They are the vendor’s word; your name goes from under them.",
        indexed=_of_responses,
    ),
    Held(
        ResponseRevision,
        Fate.NAMELESS,
        "Versions of these responses",
        lambda person: ResponseRevision.author_id == person.user_id,
        why="They are the vendor’s word; your name goes from under them.",
    ),
    *nobodys(ProductScore),
)


def retention(_settings: Settings) -> tuple[Kept, ...]:
    return (
        Kept(
            "Reviews and their history",
            "until their author or a moderator takes them away",
            "Buyers go by them; an edit is shown.",
        ),
    )


PART = Part(
    "reviews",
    "Reviews",
    HELD,
    retention,
    erase,
    items=lambda user_id: {
        "review": set(
            db.session.scalars(sa.select(Review.id).where(Review.author_id == user_id))
        )
    },
)
