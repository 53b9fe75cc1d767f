"""Searches that found nothing, for the host: what people want and we don't have.

No actor is kept, and no words that one person alone typed: what several look for is a
gap, what one looks for may be a secret.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from community.core import clock
from community.core.db import changed, db, ignoring_insert
from community.core.sealing import pseudonym
from community.core.sqlite import write_if_free
from search.models import SearchGap, SearchGapAsker
from search.query import Query

LEAST_ASKERS = 3
KEPT = timedelta(days=90)
MOST_SHOWN = 100
_WORDS = "search.gap"
_ASKER = "search.gap.asker"
_LONGEST = 200


@dataclass(frozen=True)
class Gap:
    """Words that at least LEAST_ASKERS people looked for in vain."""

    words: str
    askers: int
    last_on: date


def words_of(query: Query) -> str:
    """Return what was looked for, in one form and without what may point at somebody.

    "" when nothing is left: numbers, and whatever stands in a mail address, go.
    """
    if "@" in query.text:
        return ""
    names = (*query.filters.vendors, *query.filters.products)
    words = sorted({*query.terms, *(word for name in names for word in name.split())})
    return " ".join(word for word in words if word.isalpha())[:_LONGEST]


def note(query: Query, asker: str) -> None:
    """Count a search in vain, unless others are writing: a search waits for nobody.

    `asker` is who it was for this process; what is kept of it fits no other search.
    """
    words = words_of(query)
    if not words:
        return
    today = clock.now().date()
    key = pseudonym(_WORDS, words)
    name = pseudonym(_ASKER, f"{today:%Y-%m} {key} {asker}")
    here = SearchGap.words_key == key
    askers = (
        sa.select(sa.func.count())
        .where(SearchGapAsker.gap_id == SearchGap.id)
        .scalar_subquery()
    )
    row = {"words_key": key, "words": "", "askers": 0, "last_on": today}
    named = sa.select(SearchGap.id, sa.literal(name)).where(here)
    write_if_free(
        ignoring_insert(SearchGap).values(row),
        ignoring_insert(SearchGapAsker).from_select(["gap_id", "asker_key"], named),
        sa.update(SearchGap)
        .where(here)
        .values(
            askers=askers,
            last_on=today,
            words=sa.case((askers >= LEAST_ASKERS, words), else_=SearchGap.words),
        ),
    )


def list_gaps() -> list[Gap]:
    """Return what most people looked for in vain in the last 90 days."""
    rows = db.session.scalars(
        sa.select(SearchGap)
        .where(
            SearchGap.askers >= LEAST_ASKERS,
            SearchGap.last_on > clock.now().date() - KEPT,
        )
        .order_by(SearchGap.askers.desc(), SearchGap.last_on.desc(), SearchGap.id)
        .limit(MOST_SHOWN)
    )
    return [Gap(row.words, row.askers, row.last_on) for row in rows]


def forget_old() -> None:
    """Delete what nobody looked for in 90 days."""
    oldest = clock.now().date() - KEPT
    changed(sa.delete(SearchGap).where(SearchGap.last_on <= oldest))
