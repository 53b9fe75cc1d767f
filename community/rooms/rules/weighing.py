"""Criteria with their weights, and each one's scores of the products by them."""

from collections.abc import Mapping

import sqlalchemy as sa

from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Conflict, Invalid
from community.rooms import queries
from community.rooms.kinds import CRITERION_LENGTH, MOST_CRITERIA, MOST_SCORE
from community.rooms.models import Room, RoomCriterion, RoomScore
from community.rooms.rules.holding import hold, note_step, require_version
from community.rooms.words import NOT_SAVED, checked_line


def add_criterion(actor: Actor, room: Room, name: str, weight: int) -> RoomCriterion:
    """Have a room go by something more."""
    member = hold(actor, room)
    line = checked_line("name", name, CRITERION_LENGTH)
    others = queries.list_criteria(room)
    _require_new(line, others)
    if len(others) >= MOST_CRITERIA:
        raise Conflict(
            f"A room goes by {MOST_CRITERIA} criteria at most. Delete one first."
        )
    criterion = RoomCriterion(room_id=room.id, name=line, weight=weight, version=1)
    db.session.add(criterion)
    note_step(room, member.user_id, f"added “{line}” with the weight {weight}")
    return criterion


def edit_criterion(
    actor: Actor,
    room: Room,
    public_id: str,
    name: str,
    weight: int,
    *,
    version: int,
) -> None:
    """Change a criterion that is still at `version`; raise StaleEdit otherwise."""
    member = hold(actor, room)
    line = checked_line("name", name, CRITERION_LENGTH)
    criterion = queries.get_criterion(room, public_id)
    before = (criterion.name, criterion.weight)
    if before == (line, weight):
        return
    require_version(criterion.version, version)
    others = [one for one in queries.list_criteria(room) if one.id != criterion.id]
    _require_new(line, others)
    criterion.name, criterion.weight = line, weight
    criterion.version += 1
    note_step(
        room,
        member.user_id,
        f"changed “{before[0]}” (weight {before[1]}) to “{line}” (weight {weight})",
    )


def drop_criterion(actor: Actor, room: Room, public_id: str) -> None:
    """Have a room go by something no more; its scores go with it."""
    member = hold(actor, room)
    criterion = queries.get_criterion(room, public_id)
    note_step(room, member.user_id, f"deleted the criterion “{criterion.name}”")
    changed(sa.delete(RoomCriterion).where(RoomCriterion.id == criterion.id))


def score(
    actor: Actor, room: Room, values: Mapping[tuple[int, int], int | None]
) -> None:
    """Save the actor's scores, by ids of criterion and choice; None takes one back.

    What was deleted from the room meanwhile is left out.
    """
    member = hold(actor, room)
    criteria = {one.id for one in queries.list_criteria(room)}
    choices = {one.id for one, _ in queries.list_choices(room)}
    own = {
        (one.criterion_id, one.choice_id): one
        for one in db.session.scalars(
            sa.select(RoomScore).where(RoomScore.member_id == member.id)
        )
    }
    is_changed = False
    for (criterion, choice), value in values.items():
        if criterion not in criteria or choice not in choices:
            continue
        is_changed |= _set(
            member.id, own.get((criterion, choice)), criterion, choice, value
        )
    if is_changed:
        note_step(room, member.user_id, "scored")


def _set(
    member_id: int,
    old: RoomScore | None,
    criterion: int,
    choice: int,
    value: int | None,
) -> bool:
    """Write one score; return whether it is another than before."""
    if value == (None if old is None else old.value):
        return False
    if value is not None and not 1 <= value <= MOST_SCORE:
        raise Invalid(f"Scores go from 1 to {MOST_SCORE}.")
    if old is None:
        db.session.add(
            RoomScore(
                criterion_id=criterion,
                choice_id=choice,
                member_id=member_id,
                value=value,
            )
        )
    elif value is None:
        db.session.delete(old)
    else:
        old.value = value
    return True


def _require_new(name: str, others: list[RoomCriterion]) -> None:
    if name.casefold() in {one.name.casefold() for one in others}:
        raise Invalid(NOT_SAVED, fields={"name": "There is one of that name already."})
