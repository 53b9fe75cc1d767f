"""What rooms hold of a person: their own words and scores go, the committee's stays."""

import re

import sqlalchemy as sa

from community.core.db import changed, db
from community.core.personal import (
    ANYBODY,
    Fate,
    Held,
    Kept,
    Leaver,
    Part,
    Person,
    nobodys,
)
from community.core.settings import Settings
from community.rooms.filing import RoomFile
from community.rooms.kinds import INVITED_FOR
from community.rooms.models import (
    Room,
    RoomChoice,
    RoomComment,
    RoomCriterion,
    RoomDecision,
    RoomGuest,
    RoomInvitation,
    RoomMember,
    RoomQuote,
    RoomScore,
    RoomStep,
    RoomVote,
)
from community.rooms.rules.filing import drop_all_of
from community.rooms.rules.forgetting import forget_typed_by
from community.rooms.rules.people import leave_all


def _seats(person: Person) -> sa.Select[int]:
    return sa.select(RoomMember.id).where(RoomMember.user_id == person.user_id)


def _rooms(person: Person) -> sa.Select[int]:
    return sa.select(RoomMember.room_id).where(RoomMember.user_id == person.user_id)


HELD = (
    Held(
        Room,
        Fate.KEPT,
        "Rooms that you are in",
        lambda person: Room.id.in_(_rooms(person)),
        why="It belongs to all who are in it: it goes with the last of them.",
        without=frozenset({"notes_source", "version", "reached_three"}),
    ),
    Held(
        RoomMember,
        Fate.ERASED,
        "What you are in them",
        lambda person: RoomMember.user_id == person.user_id,
    ),
    Held(
        RoomInvitation,
        Fate.ERASED,
        "Rooms that you are invited to",
        lambda person: RoomInvitation.address == person.email,
        without=frozenset({"room_id"}),
    ),
    Held(
        RoomScore,
        Fate.ERASED,
        "Scores that you gave",
        lambda person: RoomScore.member_id.in_(_seats(person)),
        without=frozenset({"member_id"}),
    ),
    Held(
        RoomVote,
        Fate.ERASED,
        "Your votes in rooms",
        lambda person: RoomVote.member_id.in_(_seats(person)),
        without=frozenset({"member_id"}),
    ),
    Held(
        RoomQuote,
        Fate.ERASED,
        "Quotes that you entered",
        lambda person: RoomQuote.author_id == person.user_id,
    ),
    Held(
        RoomFile,
        Fate.ERASED,
        "Files that you put into rooms",
        lambda person: RoomFile.author_id == person.user_id,
        without=frozenset({"file_name"}),
    ),
    Held(
        RoomComment,
        Fate.ERASED,
        "Comments that you wrote in rooms",
        lambda person: RoomComment.author_id == person.user_id,
    ),
    Held(
        RoomStep,
        Fate.NAMELESS,
        "What you did in rooms",
        lambda person: RoomStep.actor_id == person.user_id,
        why="It is the room’s history; your name and what you typed go from it.",
    ),
    *nobodys(RoomChoice, RoomCriterion, RoomDecision, RoomGuest),
)


def erase(leaver: Leaver) -> None:
    """Take somebody out of all rooms; the history goes on without them and their words."""
    name = re.compile(rf"(?<![\w-]){re.escape(leaver.handle)}(?![\w-])", re.IGNORECASE)
    steps = sa.select(RoomStep).where(
        RoomStep.words.icontains(leaver.handle, autoescape=True)
    )
    for step in db.session.scalars(steps):
        step.words = name.sub(ANYBODY, step.words)
    forget_typed_by(leaver.user_id)
    changed(
        sa.update(RoomStep)
        .where(RoomStep.actor_id == leaver.user_id)
        .values(actor_id=None)
    )
    drop_all_of(leaver.user_id)
    leave_all(leaver.user_id)


def retention(_settings: Settings) -> tuple[Kept, ...]:
    return (
        Kept(
            "A buying committee’s room: its name, notes, criteria, what links for guests "
            "are called, and its decision",
            "until an owner deletes it, or nobody is left in it",
            "It is the committee’s own, whoever of them wrote it; nobody else reads it. "
            "Comments, scores, votes, quotes and files go with who put them there, and "
            "what the history quotes of them.",
        ),
        Kept(
            "Who is invited to one",
            f"until they came, {INVITED_FOR.days} days at most",
            "So that the link leads in.",
        ),
    )


PART = Part("rooms", "Rooms", HELD, retention, erase)
