"""Reading the session cookie in front of Flask, as Flask would: signed by us, not too old."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.http import parse_cookie

from community.core import clock

_MOST_HEADERS = 4_096
_LONGEST_HEADER = 4_096
_NEEDED = frozenset({"_user_id", "csrf_token"})
_USUAL = _NEEDED | {"_permanent"}


@dataclass(frozen=True)
class PlainSession:
    """A login's cookie that holds no more than that: no notice, no form that came back."""

    cookie: str
    token: str
    csrf: str
    """What CSRF tokens of this session sign."""
    signed_at: datetime


class SessionCookies:
    """The session cookies of one application."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._name = str(app.config["SESSION_COOKIE_NAME"])
        self._lives = app.permanent_session_lifetime
        self._parse = lru_cache(_MOST_HEADERS)(self._parse_header)

    def find_plain(self, header: str) -> PlainSession | None:
        """Return the login in a Cookie header, if that is all that its session holds."""
        if self._name not in header or len(header) > _LONGEST_HEADER:
            return None
        found = self._parse(header)
        if found is None or clock.now() - found.signed_at > self._lives:
            return None
        return found

    def csrf_token(self, session: PlainSession) -> str:
        """Return a token that flask_wtf takes from this session."""
        signer = URLSafeTimedSerializer(
            str(self._app.secret_key), salt="wtf-csrf-token"
        )
        return str(signer.dumps(session.csrf))

    def _parse_header(self, header: str) -> PlainSession | None:
        # A signature that is good stays so: what is read once need not be read again.
        cookie = parse_cookie(header).get(self._name, "")
        interface: Any = self._app.session_interface
        if not isinstance(interface, SecureCookieSessionInterface):
            return None
        signer: Any = interface.get_signing_serializer(self._app)
        try:
            session, signed_at = signer.loads(
                cookie,
                max_age=int(self._lives.total_seconds()),
                return_timestamp=True,
            )
        except BadSignature:
            return None
        if not _NEEDED <= session.keys() <= _USUAL:
            return None
        return PlainSession(
            cookie, str(session["_user_id"]), str(session["csrf_token"]), signed_at
        )
