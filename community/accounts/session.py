"""The browser's side of a login, through Flask-Login: its user id is our session id.

The cookie holds a random token and nothing about the person; the row that the token's
hash leads to says who it is, and ends with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app, request
from flask import session as browser
from flask_login import LoginManager, current_user, login_user, logout_user

from community.accounts import logins
from community.accounts.logins import LiveLogin
from community.accounts.rules.sessions import LONGEST, note_use
from community.core.actors import VISITOR, Actor
from community.core.sharing import Reader
from community.core.web import forget_actor, set_actor_loader

_WAITING = "login_waiting"


@dataclass(frozen=True)
class _Device:
    """What Flask-Login takes for a user."""

    token: str
    login: LiveLogin | None = None
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        return self.token


@dataclass(frozen=True)
class Waiting:
    """A login whose password was right, and where it leads to."""

    token: str
    remember: bool
    target: str


def init_app(app: Flask) -> None:
    manager = LoginManager()
    # A row decides, not the browser's name and address: those change while travelling.
    manager.session_protection = None
    manager.user_loader(_find_device)
    # As its init_app would, but for the remember-me cookie: ours is the session's own,
    # and theirs would touch the session of every visitor.
    app.login_manager = manager  # type: ignore[attr-defined]
    app.config["PERMANENT_SESSION_LIFETIME"] = LONGEST
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    set_actor_loader(app, load_actor)


def load_actor() -> Actor:
    """Return who sends this request; costs one query, and none for most visitors."""
    login = current_login()
    if login is None:
        return VISITOR
    note_use(login.id, last_seen_at=login.last_seen_at)
    return login.actor


class CookieLogins:
    """Who a cookie logs in, for core.sharedpages: the same that load_actor() does."""

    def question(self) -> sa.Select[Any]:
        return logins.live_logins()

    def values(self, token: str) -> Mapping[str, Any]:
        return logins.live_login_values(token)

    def reader(self, row: sa.Row[Any]) -> Reader:
        login = logins.live_login_of(row)
        note_use(login.id, last_seen_at=login.last_seen_at)
        return Reader(login.actor, login.public_version)


def current_login() -> LiveLogin | None:
    """Return the login of the browser that sends this request."""
    device = _current_device()
    return None if device is None else device.login


def current_token() -> str | None:
    """Return what this browser's cookie holds, if it is logged in."""
    device = _current_device()
    return None if device is None else device.token


def wait(token: str, *, remember: bool, target: str) -> None:
    """Have this browser's next page ask for the code that a login waits for."""
    browser[_WAITING] = [token, remember, target]


def waiting() -> Waiting | None:
    """Return the login of this browser that waits for a code."""
    found = browser.get(_WAITING) if _cookie_name() in request.cookies else None
    return None if found is None else Waiting(*found)


def stop_waiting() -> None:
    browser.pop(_WAITING, None)


def begin(token: str, *, remember: bool) -> None:
    """Log this browser in: `token` is of a login that a rule has just begun."""
    browser.pop(_WAITING, None)
    # Forms opened before were a visitor's: their CSRF token ends here.
    browser.pop("csrf_token", None)
    renew(token)
    browser.permanent = remember


def renew(token: str) -> None:
    """Give this browser the token of its new login, remembered as long as before."""
    login_user(_Device(token))
    for name in ("_fresh", "_id"):
        browser.pop(name, None)
    forget_actor()


def end() -> None:
    """Log this browser out; the rule that ended the row is the caller's."""
    logout_user()
    browser.clear()
    forget_actor()


def _find_device(token: str) -> _Device | None:
    login = logins.find_live_login(token)
    return None if login is None else _Device(token, login)


def _current_device() -> _Device | None:
    # Who sends no cookie is a visitor: the session stays untouched, and the page can
    # be cached for everybody.
    if _cookie_name() not in request.cookies or not current_user.is_authenticated:
        return None
    device: _Device = current_user._get_current_object()  # noqa: SLF001
    return device


def _cookie_name() -> str:
    return str(current_app.config["SESSION_COOKIE_NAME"])
