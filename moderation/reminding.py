"""Moderators are reminded of cases and appeals that are late: once a day, of their own."""

from datetime import timedelta

import sqlalchemy as sa

from community.accounts.models import AccountState, User
from community.accounts.post import site
from community.core import clock
from community.core.actors import Role
from community.core.db import db
from community.core.jobs import JobRegistry, enqueue
from community.core.repeating import Repeated, send_repeated
from moderation import scopes
from moderation.appeals.kinds import AppealState
from moderation.appeals.models import Appeal
from moderation.kinds import CaseState
from moderation.models import Action, Case

LOOK_JOB, REMIND_JOB = "moderation.look-for-late", "moderation.remind"
_HOUR = timedelta(hours=1)


def look_for_late() -> None:
    """Have each moderator reminded who may decide something late, once on a day (UTC)."""
    for user_id in db.session.scalars(
        sa.select(User.id).where(
            User.role == Role.MODERATOR, User.state == AccountState.ACTIVE
        )
    ):
        if late_for(user_id):
            key = f"{REMIND_JOB}:{user_id}@{clock.now():%Y-%m-%d}"
            enqueue(REMIND_JOB, unique_key=key, user_id=user_id)


def remind(user_id: int) -> None:
    """Mail somebody what is late, as reminders are mailed; nothing where nothing is.

    Who ended these gets none, and whose day has no room left for it hears the next day
    of what is late then. The subject says nothing: anybody may see it on a screen.
    """
    place, late = site(), late_for(user_id)
    if not late:
        return
    told = "".join(f"{words}: {place.link(path)}\n\n" for words, path in late)
    send_repeated(
        Repeated.LATE,
        user_id,
        f"Something waits for you at {place.name}",
        f"This waits longer than it should for a moderator of {place.name}:\n\n{told}"
        "You get this once a day at most, because you moderate here.\n",
    )


def late_for(user_id: int) -> list[tuple[str, str]]:
    """Return what is late of all that somebody may decide about: in words, and where."""
    own = scopes.decidable(user_id)
    cases = _count(
        sa.select(Case.id).where(
            Case.state == CaseState.OPEN, Case.due_at < clock.now(), *own
        )
    )
    appeals = _count(
        sa.select(Appeal.id)
        .join(Action, Action.id == Appeal.action_id)
        .join(Case, Case.id == Action.case_id)
        .where(
            Appeal.state == AppealState.OPEN,
            Appeal.due_at < clock.now(),
            Appeal.appellant_id.is_distinct_from(user_id),
            Action.undone_at.is_(None),
            Action.moderator_id.is_distinct_from(user_id),
            *own,
        )
    )
    told = [
        (cases, "case", "/moderation/?show=overdue"),
        (appeals, "appeal", "/moderation/appeals/"),
    ]
    return [
        (f"{number:,} {what}{' is' if number == 1 else 's are'} late", path)
        for number, what, path in told
        if number
    ]


def _count(which: sa.Select[int]) -> int:
    return (
        db.session.scalar(sa.select(sa.func.count()).select_from(which.subquery())) or 0
    )


def register(registry: JobRegistry) -> None:
    registry.handler(LOOK_JOB, look_for_late)
    registry.handler(REMIND_JOB, remind)
    registry.periodic(LOOK_JOB, every=_HOUR)
