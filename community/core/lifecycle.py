"""The life of a request: id, access, CSRF, one transaction, headers, one log line."""

import secrets
import time
from typing import cast
from urllib.parse import urlsplit

import structlog
from flask import Flask, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_wtf.csrf import generate_csrf, validate_csrf
from werkzeug.wrappers import Response
from wtforms import ValidationError

from community.core import gates, pagebudget, standin, stash
from community.core.actors import VISITOR, Actor
from community.core.bodies import SMALL_BODY, FormRequest
from community.core.db import begin_clean, commit_request
from community.core.errors import (
    BadRequest,
    Forbidden,
    NotFound,
    Unauthorised,
)
from community.core.factors import require_two_factors
from community.core.refusals import audit_refusal, said_of_route
from community.core.rights import require_may
from community.core.settings import Settings, get_settings
from community.core.sqlite import expect_reads_only, expect_writes
from community.core.web import Access, current_actor

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_FIRST_ERROR = 400
_CSP = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
_PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

log = structlog.get_logger()


class FairquoteFlask(Flask):
    """Flask, with one transaction around each view."""

    request_class = FormRequest

    def dispatch_request(self) -> Response:
        """Run the view; commit when it answers well, change nothing otherwise."""
        cookie = None if _only_reads() else dict(session)
        response = self.make_response(super().dispatch_request())
        if response.status_code >= _FIRST_ERROR or _only_reads():
            begin_clean()
        elif g.csrf_valid_token:
            commit_request()
        else:
            begin_clean()
            # Nor does the cookie change: another site's page could log somebody out.
            session.clear()
            session.update(cookie or {})
            raise BadRequest(
                "This page was open for too long. Go back, reload it and try again."
            )
        return response


class QuietSessions(SecureCookieSessionInterface):
    """Signed cookies; who has none and needs none gets none, nor a Vary header."""

    def save_session(
        self, app: Flask, session: SessionMixin, response: Response
    ) -> None:
        has_cookie = self.get_cookie_name(app) in request.cookies
        if has_cookie or session.modified:
            super().save_session(app, session, response)  # type: ignore[arg-type]


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["fairquote.settings"]
    app.session_interface = QuietSessions()
    gates.init_app(app, settings.threads)
    app.before_request(_begin)
    app.before_request(_enforce_access)
    app.after_request(_finish)
    app.teardown_request(_leave_gate)
    app.jinja_env.globals["csrf_token"] = generate_csrf
    app.jinja_env.globals["account_mark"] = standin.account_mark


def _begin() -> None:
    g.request_id = secrets.token_hex(8)
    g.began = time.perf_counter()
    g.csrf_valid_token = False
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=g.request_id)
    standin.begin()
    if _only_reads():
        expect_reads_only()
        if request.method not in _SAFE_METHODS:
            _receive_question()
        return
    expect_writes()
    gates.enter(gates.WRITERS)
    g.in_gate = True
    _body().receive(min(SMALL_BODY, _most_bytes()))


def _most_bytes() -> int:
    said = said_of_route()
    return said.max_body if said else 0


def _receive_question() -> None:
    """Wait for all that is asked; what is too long for that is refused later."""
    gates.enter(gates.ASKERS)
    try:
        _body().receive(_most_bytes())
        _body().discard_rest()
    finally:
        gates.leave(gates.ASKERS)


def _only_reads() -> bool:
    """Whether this request changes nothing: by its method, or because its route says so."""
    if request.method in _SAFE_METHODS:
        return True
    said = said_of_route()
    return said is not None and said.changes_nothing


def _body() -> FormRequest:
    return cast("FormRequest", request)


def _leave_gate(_error: BaseException | None) -> None:
    if g.pop("in_gate", False):
        # Who reads the answer only once all is sent gets it, and who is slow at that
        # takes the place of a writer, not of a reader.
        if _body().arriving.left:
            begin_clean()
            _body().discard_rest()
        gates.leave(gates.WRITERS)


def _enforce_access() -> Response | None:
    pagebudget.refuse_if_over(request.environ)
    if request.endpoint is None:
        return None  # Flask answers with 404 or 405 itself
    if "\x00" in request.path:
        # No address of ours has one, and PostgreSQL would refuse to look for it.
        raise NotFound("There is nothing at this address.")
    said = said_of_route()
    if said is None:
        raise Forbidden("Nobody has said who may use this page.")
    request.max_content_length = said.max_body
    request.max_form_memory_size = said.max_body
    actor = current_actor()
    if not said.policy.admits(actor):
        if actor.is_visitor and said.policy.needs_account:
            return _ask_who(said)
        audit_refusal("Not for this role.")
        raise Forbidden(_why_not(said, actor))
    if not _only_reads():
        if request.content_length is None or request.content_length > SMALL_BODY:
            begin_clean()  # it takes its time to arrive: others write meanwhile
        g.csrf_valid_token = said.by_link or said.by_token or _is_from_our_pages()
        if said.policy.proven and actor.is_staff:
            require_two_factors(actor)
    _require_standing(said, actor)
    return None


def _ask_who(said: Access) -> Response:
    """Lead a visitor to the log-in; a program can't follow, and is refused."""
    if said.by_token:
        raise Unauthorised("Send a token: Authorization: Bearer …")
    return stash.send_to_login()


def _require_standing(said: Access, actor: Actor) -> None:
    # What asks for no proven address is one's own account, and redress.
    if said.right is not None or (said.policy.proven and not _only_reads()):
        require_may(actor, said.right)


def _why_not(said: Access, actor: Actor) -> str:
    if actor.role in said.policy.roles:
        return (
            "Please prove your e-mail address first: the link is in the mail that we "
            "sent you, and your account page sends a new one."
        )
    return said.why or f"This is not for your role ({actor.role})."


def _is_from_our_pages() -> bool:
    """Whether the Origin is ours and the CSRF token is this session's."""
    origin = request.headers.get("Origin")
    if origin is not None and not _is_ours(origin):
        return False
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True


def _is_ours(origin: str) -> bool:
    try:
        return urlsplit(origin).netloc == urlsplit(_own_origin()).netloc
    except ValueError:  # what nobody can read is foreign
        return False


def _own_origin() -> str:
    # Behind a proxy the Host header is the proxy's; the setting knows better.
    settings = get_settings()
    return settings.base_url if settings.is_secure else request.host_url


def _finish(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _CSP)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", _PERMISSIONS)
    headers.setdefault("X-Request-Id", g.get("request_id", "-"))
    if get_settings().is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = _cache_control(response)
    _log(response)
    return response


def _cache_control(response: Response) -> str:
    actor: Actor = g.get("fairquote_actor", VISITOR)
    if not actor.is_visitor or session.modified or _has_session_cookie():
        return "no-store"
    if request.method in _SAFE_METHODS and response.status_code < _FIRST_ERROR:
        return "public, max-age=0, must-revalidate"
    return "no-store"


def _has_session_cookie() -> bool:
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies


def _log(response: Response) -> None:
    began = g.get("began", time.perf_counter())
    rule = request.url_rule.rule if request.url_rule else "-"
    if request.endpoint in {"core.healthz", "core.readyz"}:
        return
    # The rule, not the path: paths hold titles, queries hold what people look for.
    log.info(
        "request",
        method=request.method,
        route=rule,
        status=response.status_code,
        ms=round((time.perf_counter() - began) * 1000, 1),
        role=str(g.get("fairquote_actor", VISITOR).role),
    )
