"""What published prices hold of a person: cards and notes, which go with their prices."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from community.core.db import db
from community.core.personal import Fate, Held, Kept, Part, nobodys
from community.core.settings import Settings
from community.deals.notes.queries import notes_of
from community.deals.queries import lines_of
from community.prices.models import (
    CellBasis,
    PriceCard,
    PriceCell,
    PriceChoice,
    PriceNote,
    PriceWithheld,
    Release,
    Series,
)
from community.prices.moderated import CARDS

HELD = (
    Held(
        PriceCard,
        Fate.ERASED,
        "Cards of your prices",
        lambda person: PriceCard.line_id.in_(lines_of(person.user_id)),
        without=frozenset({"number", "form", "line_id", "series_id", "hidden_in_id"}),
    ),
    Held(
        PriceNote,
        Fate.ERASED,
        "Notes of yours beside published prices",
        lambda person: PriceNote.note_id.in_(notes_of(person.user_id)),
        without=frozenset({"note_id", "series_id"}),
    ),
    Held(
        CellBasis,
        Fate.KEPT,
        why="Which organisations, by keyed names, stand behind a published figure: it "
        "changes with the next release alone, because a figure that changed when one "
        "member went would tell what they paid. One that would rest on too few goes at "
        "once.",
    ),
    *nobodys(PriceCell, PriceChoice, PriceWithheld, Release, Series),
)


def retention(_settings: Settings) -> tuple[Kept, ...]:
    return (
        Kept(
            "Published figures and their history",
            "for good; nobody can tell whose prices are in one",
            "They are what the site is for, and a trend needs the past.",
        ),
        Kept(
            "Which organisations stand behind a figure, by keyed names",
            "until the next release replaces the figure",
            "To keep figures still, and to withhold one that rests on too few.",
        ),
    )


def _cards_of(user_id: int) -> Mapping[str, Collection[int]]:
    own = PriceCard.line_id.in_(lines_of(user_id))
    return {CARDS: db.session.scalars(sa.select(PriceCard.number).where(own)).all()}


PART = Part("published", "Published prices", HELD, retention, items=_cards_of)
