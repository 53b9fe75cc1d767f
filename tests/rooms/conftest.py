"""Ada's room, with Ben in it as well, two products on its shortlist and one criterion."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
import time_machine

from community.catalog.rules import ensure_product, ensure_vendor
from community.core.db import db, transaction
from community.core.mail import Mail
from community.rooms.kinds import RoomRole
from community.rooms.models import Room, RoomMember
from community.rooms.rules import opening, shortlisting, weighing
from tests.cast import Cast
from tests.remembering import remembered

NOON = datetime(2027, 1, 20, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Scene:
    """Public ids, and addresses."""

    room: str
    url: str
    desk: str
    board: str
    criterion: str
    room_id: int


@pytest.fixture(autouse=True)
def _still():
    """Stop the clock: no limit's window and no invitation ends within a test."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def scene(app, cast) -> Scene:
    return remembered(app, "rooms", lambda: _room(cast))


def _room(cast: Cast) -> Scene:
    desk = ensure_product(ensure_vendor("Arbor"), "Arbor Desk")
    board = ensure_product(ensure_vendor("Birch"), "Birch Board")
    ensure_product(ensure_vendor("Cedar"), "Cedar Mill")
    ada = cast.actor("ada")
    room = opening.open_room(ada, "Help desk")
    choices = [shortlisting.add_product(ada, room, one) for one in (desk, board)]
    criterion = weighing.add_criterion(ada, room, "Price", 5)
    member = RoomMember(room_id=room.id, user_id=cast.ben.id, role=RoomRole.MEMBER)
    db.session.add(member)
    db.session.flush()
    return Scene(
        room=room.public_id,
        url=f"/rooms/{room.public_id}",
        desk=choices[0].public_id,
        board=choices[1].public_id,
        criterion=criterion.public_id,
        room_id=room.id,
    )


def invited(app, ada, url: str, address: str) -> str:
    """Have a room's owner invite an address; return the path that was mailed there."""
    people = ada.get(f"{url}/people")
    ada.send(people, {"email": address}, having="email", status=303)
    with app.app_context():
        mails = db.session.scalars(
            sa.select(Mail.text)
            .where(Mail.recipient == address.lower())
            .order_by(Mail.id)
        ).all()
    return "/rooms/join/" + mails[-1].partition("/rooms/join/")[2].split()[0]


def joined(app, cast, ada, url: str, handle: str) -> None:
    """Have somebody join a room by invitation."""
    address = getattr(cast, handle).email
    path = invited(app, ada, url, address)
    page = cast.page(handle)
    page.send(page.get(path), {}, having="submission_key", status=303)


def person(app, scene: Scene, user_id: int) -> str | None:
    """Return the public id of one of the room's people, None for anybody else."""
    with app.app_context():
        return db.session.scalar(
            sa.select(RoomMember.public_id)
            .join(Room, Room.id == RoomMember.room_id)
            .where(Room.public_id == scene.room, RoomMember.user_id == user_id)
        )


def write(app, deed) -> None:
    """Do something in a transaction of its own."""
    with app.app_context(), transaction():
        deed()
