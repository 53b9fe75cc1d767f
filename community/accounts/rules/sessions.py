"""Devices that are logged in: how a login begins, is kept alive, and ends."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from community.accounts import logins
from community.accounts.devices import device_label
from community.accounts.events import DevicesLoggedOut
from community.accounts.models import LoginSession
from community.accounts.tokens import digest, new_token
from community.core import clock, events
from community.core.actors import Actor
from community.core.db import db
from community.core.sqlite import write_if_free

LONGEST = timedelta(days=30)
_NOTED_EVERY = timedelta(minutes=10)
_MOST_DEVICES = 20
_MOST_WAITING = 2
"""For a code: who knows a password only must not log anybody's devices out."""
_WAITS_FOR_CODE = timedelta(minutes=10)


def start_session(user_id: int, *, user_agent: str, awaits_code: bool = False) -> str:
    """Log `user_id` in on one more device; return what its cookie shall hold.

    With `awaits_code` it logs nobody in yet, and ends soon; see factors.enter_with_code.
    """
    token = new_token()
    _end_oldest(user_id, awaits_code=awaits_code)
    now = clock.now()
    db.session.add(
        LoginSession(
            token_hash=digest(token),
            user_id=user_id,
            label=device_label(user_agent),
            created_at=now,
            last_seen_at=now,
            awaits_code=awaits_code,
            expires_at=now + (_WAITS_FOR_CODE if awaits_code else LONGEST),
        )
    )
    return token


def note_use(login_id: int, *, last_seen_at: datetime) -> None:
    """Keep a login from going idle; rarely, and never waiting for another writer."""
    now = clock.now()
    if now - last_seen_at < _NOTED_EVERY:
        return
    write_if_free(
        sa.update(LoginSession)
        .where(LoginSession.id == login_id)
        .values(last_seen_at=now)
    )


def end_session(actor: Actor, public_id: str) -> None:
    """Log one of the actor's own devices out."""
    db.session.delete(logins.get_session_for(actor, public_id))


def end_login(token: str) -> None:
    """Log out the device whose cookie holds `token`."""
    _delete(LoginSession.token_hash == digest(token))


def end_all_sessions(user_id: int) -> None:
    _delete(LoginSession.user_id == user_id)
    events.publish(DevicesLoggedOut(user_id))


def end_other_sessions(user_id: int, *, keep: str | None) -> None:
    """Log `user_id` out everywhere but on the device whose cookie holds `keep`."""
    kept = digest(keep) if keep is not None else ""
    _delete(LoginSession.user_id == user_id, LoginSession.token_hash != kept)
    events.publish(DevicesLoggedOut(user_id))


def forget_ended_sessions() -> None:
    """Delete logins that nobody can use any more."""
    now = clock.now()
    _delete(
        sa.or_(
            LoginSession.expires_at <= now,
            LoginSession.last_seen_at <= now - logins.IDLE,
        )
    )


def _end_oldest(user_id: int, *, awaits_code: bool) -> None:
    """Make room for one more, among its like."""
    most = _MOST_WAITING if awaits_code else _MOST_DEVICES
    alike = (
        LoginSession.user_id == user_id,
        LoginSession.awaits_code.is_(awaits_code),
    )
    newest = (
        sa.select(LoginSession.id)
        .where(*alike)
        .order_by(LoginSession.last_seen_at.desc(), LoginSession.id.desc())
        .limit(most - 1)
    )
    kept = list(db.session.scalars(newest))
    if len(kept) == most - 1:
        _delete(*alike, LoginSession.id.not_in(kept))


def _delete(*which: sa.ColumnElement[bool]) -> None:
    db.session.execute(sa.delete(LoginSession).where(*which))
