"""Light, dark or as the system says: a choice that a cookie holds and one stylesheet reads.

Pages are the same bytes for all, so that they can be kept: only /theme.css differs.
"""

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_cookie
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from community.core.errors import Invalid
from community.core.settings import get_settings
from community.core.web import ANYONE, access, only_known_args, redirect_path

blueprint = Blueprint("theme", __name__)

Wsgi = Callable[..., Iterable[bytes]]

_PATH = "/theme.css"
_COOKIE = "theme"
SAID_COOKIE = "announcement-read"
"""Which announcement its reader put away: it is hidden here, as pages are alike for all."""
_SAID_ID = re.compile("[A-Za-z0-9]{1,24}")
_READS = frozenset({"GET", "HEAD"})
_A_YEAR = 365 * 86_400
_SMALL_BODY = 1_000


class Theme(StrEnum):
    """What somebody can choose; `SYSTEM` is no choice, and no cookie."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.wsgi_app = ThemeSheet(app.wsgi_app)  # type: ignore[method-assign, assignment]


class ThemeSheet:
    """WSGI middleware that answers GETs of the stylesheet: every page asks for it.

    Browsers ask each time whether theirs still holds. They would not do so for `Vary:
    Cookie`: what Chromium has in memory is taken whatever the cookies are.
    """

    def __init__(self, wsgi: Wsgi) -> None:
        self._wsgi = wsgi
        self._sheets = {one: _sheet(one) for one in Theme}

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] != _PATH or environ["REQUEST_METHOD"] not in _READS:
            return self._wsgi(environ, start)
        cookies = parse_cookie(environ.get("HTTP_COOKIE", ""))
        chosen = _read(cookies.get(_COOKIE, "")) or Theme.SYSTEM
        read = cookies.get(SAID_COOKIE, "")
        read = read if is_said_id(read) else ""
        tag = f'"{chosen}-{read}"' if read else f'"{chosen}"'
        headers = [
            ("ETag", tag),
            ("Cache-Control", "private, no-cache"),
            ("Content-Type", "text/css; charset=utf-8"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        if tag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start("304 NOT MODIFIED", headers[:2])
            return []
        sheet = self._sheets[chosen]
        if read:
            sheet += f'[data-said="{read}"] {{ display: none !important; }}\n'.encode()
        start("200 OK", [*headers, ("Content-Length", str(len(sheet)))])
        return [sheet] if environ["REQUEST_METHOD"] == "GET" else []


def is_said_id(text: str) -> bool:
    """Whether this can name an announcement: it goes into a stylesheet."""
    return _SAID_ID.fullmatch(text) is not None


def _sheet(chosen: Theme) -> bytes:
    """Return the colours of a choice, with the mark at the button that it was made by."""
    scheme = "light dark" if chosen is Theme.SYSTEM else chosen
    return (
        f"@media screen {{ :root {{ color-scheme: {scheme}; }} }}\n"
        f'.theme [value="{chosen}"]::before {{ content: "✓"; }}\n'
    ).encode()


@blueprint.post("/theme")
@access(ANYONE, max_body=_SMALL_BODY, changes_nothing=True)
def choose() -> Response:
    """Keep the choice in the browser alone, and lead back to where its button was."""
    only_known_args()
    chosen = _read(request.form.get(_COOKIE, ""))
    if chosen is None:
        raise Invalid("Choose light, dark, or what your system says.")
    response = redirect_path(where_from())
    if chosen is Theme.SYSTEM:
        response.delete_cookie(_COOKIE)
    else:
        response.set_cookie(
            _COOKIE,
            chosen,
            max_age=_A_YEAR,
            secure=get_settings().is_secure,
            httponly=True,
            samesite="Lax",
        )
    return response


def _read(text: str) -> Theme | None:
    return Theme(text) if text in set(Theme) else None


def where_from() -> str:
    """Return the page of ours that has the button; home for one that only answers forms."""
    try:
        came = urlsplit(request.referrer or "")
        if came.netloc != urlsplit(request.host_url).netloc:
            return "/"
        current_app.url_map.bind("localhost").match(came.path, method="GET")
    except (ValueError, HTTPException, RequestRedirect):
        return "/"
    return f"{came.path}?{came.query}" if came.query else came.path
