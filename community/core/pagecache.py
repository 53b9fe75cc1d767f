"""Visitors' pages, kept whole in front of Flask until something public is written."""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from community.core import pagebudget
from community.core.db import WRITTEN, Base, IntPk, db, note_written
from community.core.settings import Settings

_MOST_BYTES = 64 * 1024 * 1024
_MOST_BODY = 1024 * 1024
# Pages say "3 minutes ago"; this is how far that may lag for a reader without scripts.
_MOST_SECONDS = 60.0
_ASK_VERSION_SECONDS = 1.0
_ENCODINGS = ("zstd", "br", "gzip")

Environ = dict[str, Any]
StartResponse = Callable[..., Any]


class PublicVersion(Base):
    """One row: raised in each transaction that may change what a visitor sees."""

    __tablename__ = "public_version"

    id: Mapped[IntPk]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


@dataclass(frozen=True)
class _Kept:
    headers: tuple[tuple[str, str], ...]
    body: bytes
    etag: str
    version: int
    until: float


class PageCache:
    """WSGI middleware that answers visitors' GETs from memory where it can."""

    def __init__(self, app: Flask, wsgi: Callable[..., Iterable[bytes]]) -> None:
        self._app = app
        self._wsgi = wsgi
        self._cookie = f"{app.config['SESSION_COOKIE_NAME']}="
        self._pages: OrderedDict[tuple[str, ...], _Kept] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        self._version = 0
        self._asked = float("-inf")

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        if not self._is_visitors_get(environ):
            return self._wsgi(environ, start)
        version = self._current_version()
        if version is None:
            return self._wsgi(environ, start)
        key = _key(environ)
        kept = self._find(key, version)
        if kept is None:
            return self._ask_flask(environ, start, key, version)
        return _answer(kept, environ, start)

    def _is_visitors_get(self, environ: Environ) -> bool:
        return (
            environ["REQUEST_METHOD"] in {"GET", "HEAD"}
            and self._cookie not in environ.get("HTTP_COOKIE", "")
            and "HTTP_AUTHORIZATION" not in environ
            and "HTTP_RANGE" not in environ
            and pagebudget.WAIT not in environ
        )

    def _current_version(self) -> int | None:
        """Return the version of what is public, at most a second old; None in trouble."""
        if time.monotonic() - self._asked < _ASK_VERSION_SECONDS:
            return self._version
        with self._app.app_context():
            try:
                with db.engine.connect().execution_options(
                    fairquote_reads=True
                ) as connection:
                    found = connection.scalar(sa.select(PublicVersion.version))
            except SQLAlchemyError:
                return None
        self._version = found or 0
        self._asked = time.monotonic()
        return self._version

    def _find(self, key: tuple[str, ...], version: int) -> _Kept | None:
        kept = self._pages.get(key)
        if kept is None or kept.version != version or kept.until < time.monotonic():
            return None
        return kept

    def _ask_flask(
        self, environ: Environ, start: StartResponse, key: tuple[str, ...], version: int
    ) -> Iterable[bytes]:
        said: list[Any] = []

        def note(status: str, headers: list[tuple[str, str]], *rest: object) -> object:
            said[:] = [status, headers]
            return start(status, headers, *rest)

        parts = self._wsgi(environ, note)
        if not said or not _may_keep(said[0], said[1], environ):
            return parts
        body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        if len(body) <= _MOST_BODY:
            self._keep(key, _Kept(*_whole(said[1], body), version, _soon()))
        return [body]

    def _keep(self, key: tuple[str, ...], page: _Kept) -> None:
        with self._lock:
            old = self._pages.pop(key, None)
            self._bytes += len(page.body) - (len(old.body) if old else 0)
            self._pages[key] = page
            while self._bytes > _MOST_BYTES:
                _, dropped = self._pages.popitem(last=False)
                self._bytes -= len(dropped.body)


def _soon() -> float:
    return time.monotonic() + _MOST_SECONDS


def _key(environ: Environ) -> tuple[str, ...]:
    accepts = environ.get("HTTP_ACCEPT_ENCODING", "")
    encodings = "".join(name for name in _ENCODINGS if name in accepts)
    if "*" in accepts or ";" in accepts:
        # What such a wish gets is Flask's to say, and for nobody who wishes otherwise.
        encodings = accepts
    wants = "json" if "application/json" in environ.get("HTTP_ACCEPT", "") else "html"
    return (
        environ.get("HTTP_HOST", ""),
        environ["PATH_INFO"],
        environ.get("QUERY_STRING", ""),
        encodings,
        wants,
    )


def _may_keep(status: str, headers: list[tuple[str, str]], environ: Environ) -> bool:
    if not status.startswith("200") or environ["REQUEST_METHOD"] != "GET":
        return False
    given = {name.lower(): value for name, value in headers}
    return "set-cookie" not in given and given.get("cache-control", "").startswith(
        "public"
    )


def _whole(
    headers: list[tuple[str, str]], body: bytes
) -> tuple[tuple[tuple[str, str], ...], bytes, str]:
    given = {name.lower(): value for name, value in headers}
    etag = given.get("etag") or f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    kept = [
        (name, value)
        for name, value in headers
        if name.lower() not in {"x-request-id", "etag", "content-length"}
    ]
    kept += [("ETag", etag), ("Content-Length", str(len(body)))]
    return tuple(kept), body, etag


def _answer(kept: _Kept, environ: Environ, start: StartResponse) -> Iterable[bytes]:
    if kept.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        unsized = [
            h for h in kept.headers if h[0] not in {"Content-Length", "Content-Type"}
        ]
        start("304 NOT MODIFIED", unsized)
        return []
    start("200 OK", list(kept.headers))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [kept.body]


_PRIVATE_TABLES = frozenset(
    [
        "job",
        "mail",
        "rate_count",
        "audit_row",
        # What rules say of texts, and the host's patterns.
        "screening_finding",
        "spam_lesson",
        "text_band",
        "watched_pattern",
        # The raw store: visitors see what a release made of it, and no page may tell
        # by its age that somebody reported a price (P13).
        "deal",
        "deal_alternative",
        "deal_evidence",
        "deal_line",
        "deal_line_add_on",
        "deal_note",
        "deal_notice",
        "defamation_complaint",
        "deal_revision",
        "line_hold",
        "measure",
        "notice_sender",
        # What is counted for the host.
        "measured_fact",
        "organisation_week",
        # Where events go, and who asked the host to write to them.
        "offer_ask",
        "member_run",
        "archive_run",
        "member_invitation",
        "webhook",
        "webhook_attempt",
        "webhook_delivery",
        "webhook_event",
        "lead",
        "person_note",
        "price_cell_basis",
        "stashed_form",
        # What somebody follows, reads and saves is seen by nobody else.
        "follow",
        "inbox_entry",
        "inbox_item",
        "reader",
        "retired_handle",
        "saved_draft",
        "saved_item",
        "thread_read",
        "reading_count",
        # What buyers ask vendors privately; the record made of it is public.
        "buyer_request",
        "request_message",
        "proposed_time",
        # Who comes to what; what is announced is public.
        "demo_registration",
        "demo_change",
        # What a buying committee weighs among itself.
        "room",
        "room_choice",
        "room_comment",
        "room_criterion",
        "room_decision",
        "room_file",
        "room_guest",
        "room_invitation",
        "room_member",
        "room_quote",
        "room_score",
        "room_step",
        "room_vote",
        # How somebody logs in, and what programs of theirs ask with.
        "api_token",
        "second_factor",
        "recovery_code",
        "submission",
        "login_session",
        "email_token",
        "registration",
        # What people asked for about their own data.
        "account_export",
        "account_erasure",
        "search_outbox",
        "search_state",
        "public_version",
    ]
)


def init_app(app: Flask) -> None:
    """Put the cache in front of the application, and have writes raise the version."""
    settings: Settings = app.extensions["fairquote.settings"]
    if settings.cache_pages:
        app.wsgi_app = PageCache(app, app.wsgi_app)  # type: ignore[method-assign, assignment]
    with app.app_context():
        _watch_writes()


def _watch_writes() -> None:
    if not sa.event.contains(db.session, "after_flush", _note_flush):
        sa.event.listen(db.session, "after_flush", _note_flush)
        sa.event.listen(db.session, "do_orm_execute", _note_statement)
        sa.event.listen(db.session, "before_commit", _raise_version)
        sa.event.listen(db.session, "after_rollback", _forget_note)


def _note_flush(session: Any, _context: object) -> None:
    for one in (*session.new, *session.dirty, *session.deleted):
        note_written(session.info, one.__tablename__)


def _note_statement(state: Any) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        mapper = state.bind_mapper
        table = "" if mapper is None else mapper.local_table.name
        note_written(state.session.info, table)


def _forget_note(session: Any) -> None:
    session.info.pop(WRITTEN, None)


def _raise_version(session: Any) -> None:
    if session.info.pop(WRITTEN, frozenset()) - _PRIVATE_TABLES:
        session.flush()  # what is pending belongs to this version
        session.info.pop(WRITTEN, None)
        raised = sa.update(PublicVersion).values(version=PublicVersion.version + 1)
        if not session.connection().execute(raised).rowcount:
            session.connection().execute(
                sa.insert(PublicVersion).values(id=1, version=1)
            )
