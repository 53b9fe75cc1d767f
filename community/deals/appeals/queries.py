"""What of a deal was rejected, for its author; which appeals wait, for moderators."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.deals.access import decidable_deals
from community.deals.kinds import AppealState, DealState
from community.deals.models import Deal, DealLine, LineHold
from community.deals.notes.models import DealNote
from community.deals.owners import decider_key

MOST = 50
"""Appeals of each kind on the desk, the oldest first; the next come when these are judged."""

Rejected = LineHold | DealNote


def list_rejected(deal: Deal) -> list[Rejected]:
    """Return what moderators rejected of `deal`, also where an appeal was granted."""
    holds = _holds().where(DealLine.deal_id == deal.id, LineHold.ground.is_not(None))
    notes = _notes().where(DealNote.deal_id == deal.id, DealNote.ground.is_not(None))
    return [
        *db.session.scalars(holds.order_by(DealLine.position)),
        *db.session.scalars(notes),
    ]


def get_rejected(deal: Deal, public_id: str) -> Rejected:
    """Return what was rejected of `deal` under this id; raise NotFound."""
    for one in list_rejected(deal):
        if one.public_id == public_id:
            return one
    raise NotFound("Nothing of this price was rejected under this id.")


def list_appeals(actor: Actor) -> list[Rejected]:
    """Return what `actor` may judge: not where the first decision was theirs."""
    return [
        *db.session.scalars(
            _appealed(_holds(), LineHold, actor).order_by(LineHold.id).limit(MOST)
        ),
        *db.session.scalars(
            _appealed(_notes(), DealNote, actor).order_by(DealNote.id).limit(MOST)
        ),
    ]


def get_appealed(public_id: str) -> Rejected:
    """Return what an author ever appealed about, under this id; raise NotFound."""
    for statement, model in ((_holds(), LineHold), (_notes(), DealNote)):
        one: Rejected | None = db.session.scalar(
            statement.where(
                model.public_id == public_id,
                model.appeal_state.is_not(None),
                Deal.state == DealState.SUBMITTED,
            )
        )
        if one is not None:
            return one
    raise NotFound("There is no such appeal any more.", code="no-such-appeal")


def _appealed(statement: sa.Select[Any], model: Any, actor: Actor) -> sa.Select[Any]:
    return statement.where(
        model.appeal_state == AppealState.OPEN,
        Deal.state == DealState.SUBMITTED,
        decidable_deals(actor),
        sa.or_(
            model.rejected_by == "", model.rejected_by != decider_key(actor.user_id)
        ),
    )


def _holds() -> sa.Select[Any]:
    line = contains_eager(LineHold.line)
    return (
        sa.select(LineHold)
        .join(LineHold.line)
        .join(DealLine.deal)
        .options(line.joinedload(DealLine.product), line.contains_eager(DealLine.deal))
    )


def _notes() -> sa.Select[Any]:
    product = selectinload(Deal.lines).options(joinedload(DealLine.product))
    return (
        sa.select(DealNote)
        .join(DealNote.deal)
        .options(contains_eager(DealNote.deal).options(product))
    )
