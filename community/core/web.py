"""What every view uses: who may enter, who is asking, and how an answer is made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import (
    Flask,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from community.core import addresses
from community.core.actors import VISITOR, Actor, Role
from community.core.errors import BadRequest
from community.core.rights import Right
from community.core.settings import get_settings
from community.core.standin import stand_in_actor

View = TypeVar("View", bound=Callable[..., Any])

DEFAULT_BODY = 1_000_000


@dataclass(frozen=True)
class Policy:
    """Which roles may enter a route; `proven` asks for a proven e-mail address."""

    name: str
    roles: frozenset[Role]
    proven: bool = False

    def admits(self, actor: Actor) -> bool:
        return actor.role in self.roles and (actor.proven or not self.proven)

    @property
    def needs_account(self) -> bool:
        return Role.VISITOR not in self.roles


_BUYER_ROLES = frozenset({Role.MEMBER, Role.MODERATOR, Role.HOST})

ANYONE = Policy("anyone", frozenset(Role))
SIGNED_IN = Policy("signed in", frozenset(Role) - {Role.VISITOR})
BUYERS = Policy("buyers", _BUYER_ROLES)
CONTRIBUTORS = Policy("contributors", _BUYER_ROLES, proven=True)
MEMBERS = Policy("members", frozenset({Role.MEMBER}), proven=True)
REPS = Policy("reps", frozenset({Role.REP}), proven=True)
CLAIMANTS = Policy(
    "who may claim a vendor", frozenset({Role.MEMBER, Role.REP}), proven=True
)
MODERATORS = Policy("moderators", frozenset({Role.MODERATOR}), proven=True)
HOSTS = Policy("hosts", frozenset({Role.HOST}), proven=True)
ORGANISERS = Policy("who announces", frozenset({Role.REP, Role.HOST}), proven=True)
STAFF = Policy("staff", frozenset({Role.MODERATOR, Role.HOST}), proven=True)


@dataclass(frozen=True)
class Access:
    """What a route says of itself; core.lifecycle enforces it before the view runs."""

    policy: Policy
    max_body: int
    changes_nothing: bool = False
    by_link: bool = False
    audited: str = ""
    right: Right | None = None
    by_token: bool = False
    why: str = ""


def access(
    policy: Policy,
    *,
    max_body: int = DEFAULT_BODY,
    changes_nothing: bool = False,
    by_link: bool = False,
    audited: str = "",
    right: Right | None = None,
    by_token: bool = False,
    why: str = "",
) -> Callable[[View], View]:
    """Say who may use a route, and how many bytes a body may have.

    Stands directly under the route decorator; a route without it cannot be reached.
    A route that `changes_nothing` is a read, even by POST: what is asked stays out of
    addresses, no token is needed, and nothing that the view did is ever committed.
    One that is used `by_link` has a secret in its address, and needs no other token: mail
    programs post there (RFC 8058), and who is logged in must not matter to it.
    Whoever is refused a route that is `audited`, an action such as "deal.read", leaves
    a row. A `right` is what it takes; a moderator's measure may have taken that away.
    One that is used `by_token` is for programs: they say who they are in each request, no
    cookie tells it, so no other site can make somebody's browser ask for it.
    `why` tells those whose role it is not for what that is good for.
    """

    def mark(view: View) -> View:
        said = Access(
            policy, max_body, changes_nothing, by_link, audited, right, by_token, why
        )
        view.__access__ = said  # type: ignore[attr-defined]
        return view

    return mark


def set_actor_loader(app: Flask, load: Callable[[], Actor]) -> None:
    """Have `load` tell who sends the current request; called once a request at most."""
    app.extensions["fairquote.actor_loader"] = load


def current_actor() -> Actor:
    """Return who sends this request."""
    actor: Actor | None = g.get("fairquote_actor")
    if actor is None:
        load = current_app.extensions.get("fairquote.actor_loader")
        actor = stand_in_actor() or (load() if load else VISITOR)
        g.fairquote_actor = actor
    return actor


def forget_actor() -> None:
    """Ask the loader again: the request has just logged somebody in or out."""
    g.pop("fairquote_actor", None)


def render(template: str, **context: object) -> str:
    return render_template(template, **context)


def redirect_to(endpoint: str, **values: Any) -> Response:
    """Redirect to one of our pages after a change (303)."""
    return redirect(url_for(endpoint, **values), code=303)


def redirect_path(path: str) -> Response:
    """Redirect to `path` if it is one of our own, to the home page otherwise (303)."""
    return redirect(path if is_own_path(path) else "/", code=303)


def is_own_path(path: str) -> bool:
    """Whether `path` stays on this site in every browser."""
    return (
        path.startswith("/")
        and not path.startswith(("//", "/\\"))
        and path.isprintable()
        and "\\" not in path
    )


def after_cursor() -> str | None:
    """Return the page marker of the address, if there is one."""
    return request.args.get("after") or None


def only_known_args(*names: str) -> None:
    """Raise BadRequest when the query holds a parameter that the page does not know."""
    unknown = sorted(set(request.args) - set(names))
    if unknown:
        raise BadRequest(f"This page knows no parameter “{unknown[0][:40]}”.")


def wants_json() -> bool:
    """Whether the client is a program: an API path, or JSON preferred to HTML."""
    if request.path.startswith("/api/"):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def notice(message: str, kind: str = "good") -> None:
    """Show `message` on the next page; `kind` is good or warn."""
    flash(message, kind)


def client_address() -> str:
    """Return what stands for the client in limits: its address, of IPv6 the /64."""
    found = addresses.client_of(
        request.remote_addr or "",
        request.headers.get("X-Forwarded-For", ""),
        get_settings().trusted_proxies,
    )
    return addresses.household(found)
