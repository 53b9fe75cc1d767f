"""How notes are found: what waits, by moderators; a deal's own; what a release may show."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.paging import Page, keyset_page
from community.deals.access import decidable_deals
from community.deals.kinds import DealState, ReviewState
from community.deals.models import Deal, DealLine
from community.deals.notes.kinds import NoteState
from community.deals.notes.models import DealNote
from community.deals.owners import owner_key

PAGE_SIZE = 20
MOST_AT_ONCE = 200
"""Deals that one job looks at."""


def find_of_deal(deal: Deal) -> DealNote | None:
    return db.session.scalar(sa.select(DealNote).where(DealNote.deal_id == deal.id))


def note_ids_of(deal_id: int) -> sa.Select[Any]:
    """Return the statement of the ids of a deal's note, for what stands on it."""
    return sa.select(DealNote.id).where(DealNote.deal_id == deal_id)


def notes_of(user_id: int) -> sa.Select[Any]:
    """Return the statement of the ids of all notes of somebody, for what stands on them."""
    return (
        sa.select(DealNote.id)
        .join(DealNote.deal)
        .where(Deal.owner_key == owner_key(user_id))
    )


def list_waiting(actor: Actor, *, after: str | None) -> Page[DealNote]:
    """Return a page of what `actor` may decide on, the longest waiting first."""
    waiting = (
        sa.select(DealNote)
        .join(DealNote.deal)
        .where(
            DealNote.state == NoteState.WAITING,
            Deal.state == DealState.SUBMITTED,
            decidable_deals(actor),
        )
        .options(
            contains_eager(DealNote.deal)
            .selectinload(Deal.lines)
            .joinedload(DealLine.product)
        )
    )
    order = (DealNote.id.asc(),)
    return keyset_page(waiting, order=order, after=after, size=PAGE_SIZE)


def list_without_note(*, after: int) -> list[Deal]:
    """Return the next deals whose note nobody was given to read, by their ids."""
    taken = sa.exists().where(DealNote.deal_id == Deal.id)
    return list(
        db.session.scalars(
            sa.select(Deal)
            .where(Deal.note != "", Deal.id > after, ~taken)
            .order_by(Deal.id)
            .limit(MOST_AT_ONCE)
        )
    )


def get_note(public_id: str) -> DealNote:
    """Return the note under this id, of a deal that is there; raise NotFound."""
    note = db.session.scalar(
        sa.select(DealNote)
        .join(DealNote.deal)
        .where(DealNote.public_id == public_id, Deal.state == DealState.SUBMITTED)
    )
    if note is None:
        raise NotFound("There is no such note any more.", code="no-such-note")
    return note


def list_accepted() -> list[tuple[DealNote, int, str]]:
    """Return accepted notes of accepted deals, each with its line and its organisation.

    The line is the deal's first: beside two products one text would tell that the same
    organisation bought both.
    """
    rows = db.session.execute(
        sa.select(DealNote, DealLine.id, Deal.org_key)
        .join(Deal, Deal.id == DealNote.deal_id)
        .join(DealLine, DealLine.deal_id == Deal.id)
        .where(
            DealNote.state == NoteState.ACCEPTED,
            Deal.state == DealState.SUBMITTED,
            Deal.org_key.is_not(None),
            DealLine.position == 0,
            DealLine.review == ReviewState.ACCEPTED,
        )
        .order_by(DealNote.public_id)
    )
    return [(note, line_id, org_key or "") for note, line_id, org_key in rows]
