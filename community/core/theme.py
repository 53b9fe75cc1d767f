"""Light, dark or as the system says: a choice that a cookie holds and one stylesheet reads.

Pages are the same bytes for all, so that they can be kept: only /theme.css differs.
"""

from enum import StrEnum
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from community.core.errors import Invalid
from community.core.settings import get_settings
from community.core.web import ANYONE, access, only_known_args, redirect_path

blueprint = Blueprint("theme", __name__)

_COOKIE = "theme"
_A_YEAR = 365 * 86_400
_SMALL_BODY = 1_000


class Theme(StrEnum):
    """What somebody can choose; `SYSTEM` is no choice, and no cookie."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/theme.css")
@access(ANYONE)
def stylesheet() -> Response:
    """Return the colours that the cookie asks for, and mark the button that chose them."""
    only_known_args()
    chosen = _read(request.cookies.get(_COOKIE, "")) or Theme.SYSTEM
    scheme = "light dark" if chosen is Theme.SYSTEM else chosen
    css = (
        f"@media screen {{ :root {{ color-scheme: {scheme}; }} }}\n"
        f'.theme [value="{chosen}"]::before {{ content: "✓ "; }}\n'
    )
    response = Response(css, content_type="text/css; charset=utf-8")
    # Other cookies, another answer: a browser that keeps it asks again by itself.
    response.headers["Cache-Control"] = f"private, max-age={_A_YEAR}"
    response.headers["Vary"] = "Cookie"
    return response


@blueprint.post("/theme")
@access(ANYONE, max_body=_SMALL_BODY, changes_nothing=True)
def choose() -> Response:
    """Keep the choice in the browser alone, and lead back to where its button was."""
    only_known_args()
    chosen = _read(request.form.get(_COOKIE, ""))
    if chosen is None:
        raise Invalid("Choose light, dark, or what your system says.")
    response = redirect_path(_where_from())
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


def _where_from() -> str:
    """Return the page of ours that has the button; home for one that only answers forms."""
    try:
        came = urlsplit(request.referrer or "")
        if came.netloc != urlsplit(request.host_url).netloc:
            return "/"
        current_app.url_map.bind("localhost").match(came.path, method="GET")
    except (ValueError, HTTPException, RequestRedirect):
        return "/"
    return f"{came.path}?{came.query}" if came.query else came.path
