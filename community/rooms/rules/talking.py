"""What people say to each other in a room."""

import sqlalchemy as sa

from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Forbidden
from community.core.ratelimit import Limit, hit_if_done
from community.core.text import RENDERER_VERSION
from community.rooms import queries
from community.rooms.kinds import COMMENTS_A_DAY
from community.rooms.models import Room, RoomComment
from community.rooms.rules.holding import hold
from community.rooms.words import checked_text


def comment(actor: Actor, room: Room, body: str) -> RoomComment:
    """Say something in a room."""
    member = hold(actor, room)
    source, html = checked_text("body", body)
    hit_if_done("rooms.comment", str(member.user_id), Limit(COMMENTS_A_DAY, 86_400))
    said = RoomComment(
        room_id=room.id,
        author_id=member.user_id,
        source=source,
        html=html,
        renderer_version=RENDERER_VERSION,
    )
    db.session.add(said)
    db.session.flush()  # the address names it
    return said


def delete_comment(actor: Actor, room: Room, public_id: str) -> None:
    """Delete a comment of one's own, for good."""
    member = hold(actor, room)
    said = queries.get_comment(room, public_id)
    if said.author_id != member.user_id:
        raise Forbidden("Who wrote it deletes it.")
    changed(sa.delete(RoomComment).where(RoomComment.id == said.id))
