"""What rooms do when products are merged, and when a buyer becomes a rep."""

import sqlalchemy as sa

from community.catalog.events import ProductsMerged
from community.core.db import changed, db
from community.core.events import Bus
from community.reps.events import ClaimDecided
from community.rooms.models import (
    RoomChoice,
    RoomDecision,
    RoomQuote,
    RoomScore,
    RoomVote,
)
from community.rooms.rules.people import leave_all


def subscribe(bus: Bus) -> None:
    bus.subscribe(ProductsMerged, follow_product)
    bus.subscribe(ClaimDecided, leave_side)


def follow_product(event: ProductsMerged) -> None:
    """Let shortlists hold the target; where both stood, the source's entry goes into it."""
    merged = db.session.execute(
        sa.select(RoomChoice.id, _twin(event.target_id))
        .where(RoomChoice.product_id == event.source_id)
        .with_for_update()
    ).all()
    for choice_id, twin_id in merged:
        if twin_id is not None:
            _move_scores(choice_id, twin_id)
            for table in (RoomQuote, RoomVote, RoomDecision):
                pointing = sa.update(table).where(table.choice_id == choice_id)
                changed(pointing.values(choice_id=twin_id))
            changed(sa.delete(RoomChoice).where(RoomChoice.id == choice_id))
    changed(
        sa.update(RoomChoice)
        .where(RoomChoice.product_id == event.source_id)
        .values(product_id=event.target_id)
    )
    db.session.expire_all()


def _twin(target_id: int) -> sa.ScalarSelect[int]:
    """Return the id of a room's entry for the target, beside one for the source."""
    twin = sa.alias(RoomChoice.__table__)
    return (
        sa.select(twin.c.id)
        .where(twin.c.room_id == RoomChoice.room_id, twin.c.product_id == target_id)
        .correlate(RoomChoice)
        .scalar_subquery()
    )


def _move_scores(choice_id: int, twin_id: int) -> None:
    """Keep what somebody scored of the source alone; of both, the target's counts."""
    twin = sa.alias(RoomScore.__table__)
    has_twin = sa.exists().where(
        twin.c.choice_id == twin_id,
        twin.c.criterion_id == RoomScore.criterion_id,
        twin.c.member_id == RoomScore.member_id,
    )
    changed(
        sa.update(RoomScore)
        .where(RoomScore.choice_id == choice_id, ~has_twin)
        .values(choice_id=twin_id)
    )


def leave_side(event: ClaimDecided) -> None:
    """Take who speaks for a vendor now out of all rooms."""
    if event.approved:
        leave_all(event.user_id)
