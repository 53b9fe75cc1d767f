"""Every error as a page in the site's look, or as problem+json for programs."""

import json

import structlog
from flask import Flask, g, render_template, request
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response

from community.core import stash
from community.core.db import begin_clean
from community.core.errors import (
    AppError,
    BadRequest,
    Conflict,
    Displaced,
    Forbidden,
    Invalid,
    StorageFull,
    TooMany,
    Unauthorised,
    Unavailable,
)
from community.core.factors import NEEDED
from community.core.refusals import audit_conflict
from community.core.text import safe
from community.core.web import wants_json

log = structlog.get_logger()

_SENTENCES = {
    400: ("That request makes no sense here", "Please go back and try again."),
    404: ("There is nothing here", "The page may have moved, or never was."),
    405: ("Not in this way", "This address does not take that kind of request."),
    408: ("That took too long", "Please try again."),
    413: ("That is too large", "Please send less at once."),
    415: ("Wrong kind of content", "This address does not take that format."),
    422: ("Please correct what is marked", "Something in the form is not right."),
    429: ("Too many requests", "Please wait a little and try again."),
    500: ("Something went wrong", "It is not your fault. We have written it down."),
    503: ("Not right now", "Please try again in a few seconds."),
}

_WORDS = ("title", "heading", "body", "text", "good", "bad", "reason")
"""Fields in which one writes: a refusal gives back what stands in them."""

_LAST_RESORT = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>Something went wrong</title>"
    "<h1>Something went wrong</h1><p>It is not your fault. Please try again later.</p>"
)


def init_app(app: Flask) -> None:
    app.register_error_handler(AppError, _on_app_error)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(IntegrityError, _on_integrity_error)
    app.register_error_handler(DataError, _on_data_error)
    app.register_error_handler(OperationalError, _on_operational_error)
    app.register_error_handler(PoolTimeoutError, _on_pool_timeout)
    app.register_error_handler(InternalServerError, _on_crash)


def _on_app_error(error: AppError) -> Response:
    try:
        _keep_what_refusal_leaves(error)
    except TooMany as too_many:
        error = too_many
    except OperationalError as busy:
        # Nothing catches what an error's own handler raises.
        return _on_operational_error(busy)
    response = _answer(error.status, error.title, error.message, error)
    if isinstance(error, TooMany | Unavailable):
        response.headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, Unauthorised):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _keep_what_refusal_leaves(error: AppError) -> None:
    """Write the row of a refused power; keep the form that is to come back elsewhere."""
    if isinstance(error, Forbidden) and error.audited:
        audit_conflict(error.audited)
    if _is_from_our_form() and isinstance(error, Displaced):
        begin_clean()
        stash.keep_form(error.leads_to)
    elif _is_from_our_form() and error.code == NEEDED:
        begin_clean()
        stash.keep_form(stash.page_of_form())


def _on_http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return Response.force_type(error.get_response())
    title, message = _SENTENCES.get(status, (error.name, error.description or ""))
    response = _answer(status, title, message)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After", "WWW-Authenticate"}:
            response.headers[name] = value
    return response


def _on_integrity_error(error: IntegrityError) -> Response:
    # The rules check first; whoever loses the race meets the constraint.
    log.warning("constraint", error=type(error.orig).__name__)
    begin_clean()
    return _on_app_error(
        Conflict(
            "Somebody changed the same thing at the same moment. Please try again."
        )
    )


def _on_data_error(error: DataError) -> Response:
    # PostgreSQL keeps no NUL in a text and no number that its column is too small for;
    # what asks by such a value asks for nothing that there is.
    log.warning("data", error=type(error.orig).__name__)
    begin_clean()
    return _on_app_error(BadRequest("Something in that request is no value we know."))


def _on_operational_error(error: OperationalError) -> Response:
    text = str(error.orig)
    log.error("database", error=type(error.orig).__name__)
    try:
        begin_clean()
    except SQLAlchemyError:
        log.warning("rollback_failed")
    if "disk is full" in text or "No space left" in text or "disk I/O" in text:
        return _on_app_error(
            StorageFull(
                "The disk of this site is full, so nothing can be saved. Reading works; "
                "what you typed was not kept, please copy it before you leave."
            )
        )
    return _on_app_error(Unavailable("The database is busy. Please try again."))


def _on_pool_timeout(_error: PoolTimeoutError) -> Response:
    # All connections wait for a database that hangs: no crash, and over with it.
    log.error("no_connection_free")
    return _on_app_error(Unavailable("The database is busy. Please try again."))


def _on_crash(error: InternalServerError) -> Response:
    original = error.original_exception or error
    log.error("crash", error=type(original).__name__, exc_info=original)
    title, message = _SENTENCES[500]
    return _answer(500, title, message)


def _answer(
    status: int, title: str, message: str, error: AppError | None = None
) -> Response:
    request_id = g.get("request_id", "-")
    if wants_json():
        body = json.dumps(_problem(status, title, message, error))
        response = Response(body, mimetype="application/problem+json")
    else:
        response = Response(_page(status, title, message, error), mimetype="text/html")
    response.status_code = status
    response.headers["X-Request-Id"] = request_id
    return response


def _problem(
    status: int, title: str, message: str, error: AppError | None
) -> dict[str, object]:
    """Return the body of RFC 9457."""
    problem: dict[str, object] = {"status": status, "title": title, "detail": message}
    if error is not None:
        problem["code"] = error.code
    if isinstance(error, Invalid) and error.fields:
        problem["fields"] = error.fields
        problem["errors"] = [
            {"pointer": f"#/{name.replace('-', '/')}", "detail": sentence}
            for name, sentence in error.fields.items()
        ]
    if status >= 500:
        problem["request_id"] = g.get("request_id", "-")
    return problem


def _page(status: int, title: str, message: str, error: AppError | None) -> str:
    context = {
        "status": status,
        "title": title,
        "message": message,
        "code": "" if error is None else error.code,
        "leads_to": getattr(error, "leads_to", ""),
        "way": getattr(error, "way", "Read why, and what you can do"),
        "request_id": g.get("request_id", "-"),
        "typed": _typed(),
        "page": stash.page_of_form() if _is_from_our_form() else "",
    }
    template = "errors/error.html" if status < 500 else "errors/crash.html"
    try:
        return render_template(template, **context)
    except Exception as failed:
        log.exception("error_page_failed", error=type(failed).__name__)
        return safe(_LAST_RESORT)


def _is_from_our_form() -> bool:
    return bool(g.get("csrf_valid_token")) and not wants_json()


def _typed() -> list[str]:
    """Return what somebody wrote in the form that is refused with this page.

    Only of a form on a page of ours: no other site puts words into this one.
    """
    if not _is_from_our_form():
        return []
    try:
        found = [text for name in _WORDS for text in request.form.getlist(name)]
    except HTTPException:  # too large, or cut off
        return []
    return [text for text in found if text.strip()]
