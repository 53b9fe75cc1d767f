"""How logins are found: each request asks for one, its member for all."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from community.accounts.access import own_sessions
from community.accounts.models import (
    AccountState,
    LoginSession,
    User,
)
from community.accounts.tokens import digest
from community.core import clock
from community.core.actors import Actor
from community.core.db import ask, db
from community.core.errors import NotFound
from community.core.publicversion import PublicVersion

IDLE = timedelta(days=7)


@dataclass(frozen=True)
class LiveLogin:
    """A device that is logged in, and as whom."""

    id: int
    public_id: str
    last_seen_at: datetime
    actor: Actor
    public_version: int
    """Of what is public, at the moment at which the login was found."""


def find_waiting_login(token: str) -> int | None:
    """Return the account whose log-in still waits for a code."""
    return db.session.scalar(
        sa.select(LoginSession.user_id)
        .join(User, User.id == LoginSession.user_id)
        .where(
            LoginSession.token_hash == digest(token),
            LoginSession.awaits_code,
            LoginSession.expires_at > clock.now(),
            User.state == AccountState.ACTIVE,
        )
    )


def find_live_login(token: str) -> LiveLogin | None:
    """Return the login that the cookie's `token` stands for: one query for a request."""
    row = ask(live_logins(), **live_login_values(token)).one_or_none()
    return None if row is None else live_login_of(row)


def live_login_values(token: str) -> dict[str, Any]:
    """Return what live_logins() asks for, now."""
    now = clock.now()
    return {"token_hash": digest(token), "now": now, "idle_since": now - IDLE}


def live_login_of(row: sa.Row[Any]) -> LiveLogin:
    actor = Actor(
        user_id=row.user_id,
        handle=row.handle,
        role=row.role,
        proven=row.email_proven_at is not None,
        two_factors=row.two_factors_since is not None,
        trusted=row.is_trusted,
        time_zone=row.time_zone,
    )
    return LiveLogin(
        row.id, row.public_id, row.last_seen_at, actor, row.public_version or 0
    )


@cache
def live_logins() -> sa.Select[Any]:
    """Return what each request asks, put together once."""
    columns: list[Any] = [
        LoginSession.id,
        LoginSession.public_id,
        LoginSession.last_seen_at,
        LoginSession.user_id,
        User.handle,
        User.role,
        User.email_proven_at,
        User.two_factors_since,
        User.is_trusted,
        User.time_zone,
        sa.select(PublicVersion.version).scalar_subquery().label("public_version"),
    ]
    return (
        sa.select(*columns)
        .join(User, User.id == LoginSession.user_id)
        .where(
            LoginSession.token_hash == sa.bindparam("token_hash"),
            LoginSession.awaits_code.is_(False),
            LoginSession.expires_at > sa.bindparam("now"),
            LoginSession.last_seen_at > sa.bindparam("idle_since"),
            User.state == AccountState.ACTIVE,
        )
    )


def list_sessions(actor: Actor) -> list[LoginSession]:
    """Return the devices that `actor` is logged in on, the last seen first."""
    now = clock.now()
    return list(
        db.session.scalars(
            sa.select(LoginSession)
            .where(
                own_sessions(actor),
                LoginSession.awaits_code.is_(False),
                LoginSession.expires_at > now,
                LoginSession.last_seen_at > now - IDLE,
            )
            .order_by(LoginSession.last_seen_at.desc(), LoginSession.id.desc())
        )
    )


def get_session_for(actor: Actor, public_id: str) -> LoginSession:
    session = db.session.scalar(
        sa.select(LoginSession).where(
            own_sessions(actor), LoginSession.public_id == public_id
        )
    )
    if session is None:
        raise NotFound("You are not logged in on that device.")
    return session
