"""The moderators: what they decided, hold, and had undone, and where; and the hosts."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app

from community.accounts.models import AccountState, User
from community.core import clock
from community.core.actors import Role
from community.core.db import db
from community.core.errors import NotFound
from community.core.moderating import KnowsCategories
from moderation.kinds import ActionKind, CaseState
from moderation.models import Action, Case, ModeratorScope
from moderation.people.models import Measure, MeasureKind
from moderation.people.standing import in_force

CATEGORIES = "fairquote.moderation_categories"
"""`app.extensions[CATEGORIES]` is a KnowsCategories."""
_WEEK, _MONTH = timedelta(days=7), timedelta(days=30)
_NO_DECISION = (ActionKind.PROPOSED, ActionKind.UNDONE)


@dataclass(frozen=True)
class OnDuty:
    """One moderator."""

    handle: str
    this_week: int
    this_month: int
    undone: int
    """Of those of the month."""
    holds: int
    scope: str
    """The categories that they work in; all, where none is named."""
    decides_everywhere: bool
    """Whether no category and no measure about them keeps them from any case."""

    @property
    def overturned(self) -> str:
        if not self.this_month:
            return "–"
        return f"{self.undone * 100 // self.this_month} %"


def list_moderators() -> list[OnDuty]:
    """Return all moderators by their handles; six queries, however many there are."""
    users = db.session.scalars(
        sa.select(User).where(User.role == Role.MODERATOR).order_by(User.handle)
    ).all()
    decided = {row.moderator_id: row for row in db.session.execute(_decided()).all()}
    holds: dict[int, int] = dict(db.session.execute(_holds()).all())
    scopes, everywhere = _scopes(), set(db.session.scalars(_everywhere()))
    return [
        OnDuty(
            handle=one.handle,
            this_week=decided[one.id].week if one.id in decided else 0,
            this_month=decided[one.id].month if one.id in decided else 0,
            undone=decided[one.id].undone if one.id in decided else 0,
            holds=holds.get(one.id, 0),
            scope=", ".join(scopes.get(one.id, ())) or "All categories",
            decides_everywhere=one.id in everywhere,
        )
        for one in users
    ]


class Roster:
    """The core.moderating.KnowsRoster of the application."""

    def count_deciding(self) -> int:
        return len(db.session.scalars(_everywhere()).all())


def _everywhere() -> sa.Select[int]:
    """Select those who may decide about whatever comes: it takes two of them."""
    return sa.select(User.id).where(
        User.role == Role.MODERATOR,
        User.state == AccountState.ACTIVE,
        User.email_proven_at.is_not(None),
        ~sa.exists().where(ModeratorScope.user_id == User.id),
        ~sa.exists().where(
            Measure.user_id == User.id,
            Measure.kind != MeasureKind.LIMITED,
            in_force(clock.now()),
        ),
    )


def list_hosts() -> list[str]:
    """Return the handles of all hosts."""
    of_hosts = sa.select(User.handle).where(User.role == Role.HOST)
    return list(db.session.scalars(of_hosts.order_by(User.handle)))


def get_moderator(handle: str) -> User:
    """Return a moderator; raise NotFound for anybody else."""
    return _get(handle, Role.MODERATOR)


def get_host(handle: str) -> User:
    """Return a host; raise NotFound for anybody else."""
    return _get(handle, Role.HOST)


def _get(handle: str, role: Role) -> User:
    user = db.session.scalar(
        sa.select(User).where(User.handle == handle, User.role == role)
    )
    if user is None:
        raise NotFound(f"There is no such {role}.")
    return user


def categories() -> dict[int, str]:
    known: KnowsCategories = current_app.extensions[CATEGORIES]
    return known.categories()


def _decided() -> sa.Select[Any]:
    now = clock.now()
    is_of_week = Action.created_at > now - _WEEK
    columns: list[Any] = [
        Action.moderator_id,
        sa.func.count().filter(is_of_week).label("week"),
        sa.func.count().label("month"),
        sa.func.count(Action.undone_at).label("undone"),
    ]
    return (
        sa.select(*columns)
        .where(
            Action.created_at > now - _MONTH,
            Action.moderator_id.is_not(None),
            Action.kind.not_in(_NO_DECISION),
        )
        .group_by(Action.moderator_id)
    )


def _holds() -> sa.Select[Any]:
    columns: list[Any] = [Case.claimed_by_id, sa.func.count()]
    return (
        sa.select(*columns)
        .where(Case.state == CaseState.OPEN, Case.claimed_until > clock.now())
        .group_by(Case.claimed_by_id)
    )


def _scopes() -> dict[int, list[str]]:
    names = categories()
    found: dict[int, list[str]] = {}
    for one in db.session.scalars(sa.select(ModeratorScope)):
        found.setdefault(one.user_id, []).append(names[one.category_id])
    return {user_id: sorted(of) for user_id, of in found.items()}
