"""What moderators see of a person: measures, decisions, flags, notes; never aliases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from community.accounts.models import User
from community.accounts.queries import find_profile
from community.core import clock
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.rights import RIGHT_LABELS, Right
from moderation.kinds import ACTION_LABELS, Outcome
from moderation.letters import reason_label
from moderation.models import Action, Case, Flag
from moderation.people.models import Measure, MeasureKind, PersonNote
from moderation.people.standing import in_force, until_words

_MOST = 20


@dataclass(frozen=True)
class Taken:
    """A measure, and what became of it."""

    action_id: str
    words: str
    reason: str
    facts: str
    moderator: str
    at: datetime
    state: str
    can_lift: bool


@dataclass(frozen=True)
class Decided:
    """What was decided about something that a person wrote under their name."""

    words: str
    title: str
    url: str
    reason: str
    at: datetime
    undone: bool


@dataclass(frozen=True)
class Tally:
    """Flags: how many, how many were upheld, how many dismissed."""

    all: int
    upheld: int
    dismissed: int

    @property
    def accuracy(self) -> str:
        decided = self.upheld + self.dismissed
        return f"{self.upheld * 100 // decided} %" if decided else "none decided yet"


@dataclass(frozen=True)
class Note:
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class PersonView:
    """All that moderators have about a person, in seven queries."""

    user: User
    measures: list[Taken]
    decided: list[Decided]
    made: Tally
    received: Tally
    notes: list[Note]


def get_person(handle: str) -> User:
    """Return who has a handle; raise NotFound when nobody has."""
    user = find_profile(handle)
    if user is None:
        raise NotFound("Nobody here has that handle.")
    return user


def view_person(actor: Actor, user: User) -> PersonView:
    """Return what a moderator sees of a person: of themselves no notes."""
    return PersonView(
        user=user,
        measures=_list_measures(user.id),
        decided=_list_decided(user.id),
        made=_tally(Flag.reporter_id == user.id),
        received=_tally(
            Flag.case_id.in_(sa.select(Case.id).where(Case.author_id == user.id))
        ),
        notes=[] if actor.user_id == user.id else _list_notes(user.id),
    )


def get_measure(action_public_id: str) -> Measure:
    """Return the measure that an action took; raise NotFound when it took none."""
    found = db.session.scalar(
        sa.select(Measure)
        .join(Action, Action.id == Measure.action_id)
        .where(Action.public_id == action_public_id)
    )
    if found is None:
        raise NotFound("There is no such measure.")
    return found


def awaits_confirmation(action: Action, user_id: int | None) -> bool:
    """Whether an action is a warning that its reader has still to confirm."""
    unread = sa.select(Measure.id).where(
        Measure.action_id == action.id,
        Measure.kind == MeasureKind.WARNED,
        Measure.user_id == user_id,
        in_force(clock.now()),
    )
    return db.session.scalar(unread) is not None


def _list_measures(user_id: int) -> list[Taken]:
    rows = db.session.execute(
        sa.select(Measure, Action, User.handle)
        .join(Action, Action.id == Measure.action_id)
        .outerjoin(User, User.id == Action.moderator_id)
        .where(Measure.user_id == user_id)
        .order_by(Measure.id.desc())
        .limit(_MOST)
    )
    return [_taken(*one) for one in rows]


def _taken(measure: Measure, action: Action, moderator: str | None) -> Taken:
    words = ACTION_LABELS[action.kind]
    if measure.rights:
        labels = ", ".join(RIGHT_LABELS[Right(one)] for one in measure.rights)
        words = f"May not {labels}"
    if measure.kind is not MeasureKind.WARNED:
        words = f"{words}, {until_words(measure.until)}"
    return Taken(
        action_id=action.public_id,
        words=words,
        reason=reason_label(action.reason),
        facts=action.facts,
        moderator=moderator or "",
        at=action.created_at,
        state=_state(measure),
        can_lift=_state(measure) in {"In force", "Not read yet"},
    )


def _state(measure: Measure) -> str:
    if measure.lifted_at is not None:
        return "Lifted"
    if measure.kind is MeasureKind.WARNED:
        return "Read" if measure.confirmed_at else "Not read yet"
    is_over = measure.until is not None and measure.until <= clock.now()
    return "Over" if is_over else "In force"


def _list_decided(user_id: int) -> list[Decided]:
    rows: Sequence[tuple[Action, Case]] = [
        (action, case)
        for action, case in db.session.execute(
            sa.select(Action, Case)
            .join(Case, Case.id == Action.case_id)
            .where(Case.author_id == user_id, Case.kind != "member")
            .order_by(Action.id.desc())
            .limit(_MOST)
        )
    ]
    return [
        Decided(
            words=ACTION_LABELS[action.kind],
            title=case.title,
            url=f"/moderation/cases/{case.public_id}",
            reason=reason_label(action.reason),
            at=action.created_at,
            undone=action.undone_at is not None,
        )
        for action, case in rows
    ]


def _tally(which: sa.ColumnElement[bool]) -> Tally:
    counts: dict[Outcome, int] = dict(
        db.session.execute(
            sa.select(Flag.outcome, sa.func.count()).where(which).group_by(Flag.outcome)
        ).all()
    )
    return Tally(
        all=sum(counts.values()),
        upheld=counts.get(Outcome.UPHELD, 0),
        dismissed=counts.get(Outcome.DISMISSED, 0),
    )


def _list_notes(user_id: int) -> list[Note]:
    rows = db.session.execute(
        sa.select(PersonNote, User.handle)
        .join(User, User.id == PersonNote.author_id)
        .where(PersonNote.user_id == user_id)
        .order_by(PersonNote.id.desc())
        .limit(_MOST)
    )
    return [Note(note.text, by, note.created_at) for note, by in rows]
