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

from community.core import pagebudget
from community.core.db import db
from community.core.publicversion import PublicVersion, watch_writes
from community.core.settings import Settings

_MOST_BYTES = 64 * 1024 * 1024
_MOST_BODY = 1024 * 1024
# Pages say "3 minutes ago"; this is how far that may lag for a reader without scripts.
_MOST_SECONDS = 60.0
_ASK_VERSION_SECONDS = 1.0
_ENCODINGS = ("zstd", "br", "gzip")

Environ = dict[str, Any]
StartResponse = Callable[..., Any]


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


def init_app(app: Flask) -> None:
    """Put the cache in front of the application, and have writes raise the version."""
    settings: Settings = app.extensions["fairquote.settings"]
    if settings.cache_pages:
        app.wsgi_app = PageCache(app, app.wsgi_app)  # type: ignore[method-assign, assignment]
    with app.app_context():
        watch_writes()
