"""Who asks, by the token in the Authorization header and by nothing else."""

from collections.abc import Callable

from flask import Flask, g, request

from community.api.queries import LiveToken, find_live_token
from community.api.rules import note_use
from community.api.scopes import Scope
from community.core.actors import VISITOR, Actor
from community.core.errors import Forbidden, Unauthorised
from community.core.web import set_actor_loader

ROOT = "/api/v1"
_GONE = (
    "This token is not ours, has ended or was revoked. You make one on your account’s "
    "page of tokens."
)


def init_app(app: Flask) -> None:
    """Have the API's requests tell who asks by their tokens, all others by the cookie."""
    by_cookie: Callable[[], Actor] = app.extensions["fairquote.actor_loader"]

    def load() -> Actor:
        if request.path.startswith(f"{ROOT}/"):
            return _by_token()
        return by_cookie()

    set_actor_loader(app, load)


def _by_token() -> Actor:
    said = request.headers.get("Authorization")
    if said is None:
        return VISITOR
    scheme, _, sent = said.partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthorised("Say who asks by “Authorization: Bearer …”.")
    found = find_live_token(sent.strip())
    if found is None:
        raise Unauthorised(_GONE)
    g.api_token = found
    note_use(found)
    return found.actor


def has_token() -> bool:
    return "api_token" in g


def require_scope(scope: Scope) -> None:
    """Raise Forbidden when the request's token may not be used for this."""
    token: LiveToken | None = g.get("api_token")
    if token is not None and scope not in token.scopes:
        raise Forbidden(
            f"This token lacks the scope {scope}.", code="insufficient-scope"
        )
