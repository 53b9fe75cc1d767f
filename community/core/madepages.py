"""Pages made for a stand-in: cut at their marks, filled in for each reader, kept bounded."""

import re
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from community.core.packing import pack
from community.core.standin import ENVIRON, StandIn

# Pages say "3 minutes ago"; this is how far that may lag for a reader without scripts.
_MOST_SECONDS = 60.0
_PASSED_ON = (
    *("SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "SERVER_NAME", "SERVER_PORT"),
    *("SERVER_PROTOCOL", "HTTP_HOST", "wsgi.version", "wsgi.url_scheme"),
    *("wsgi.input", "wsgi.errors", "wsgi.multithread", "wsgi.multiprocess"),
    "wsgi.run_once",
)
"""All that a shared page may know of the request that had it made."""
_OF_ONE_ANSWER = frozenset({"x-request-id", "etag", "content-length", "vary"})
_NEVER_SHARED = frozenset({"set-cookie", "content-encoding"})

Wsgi = Callable[..., Iterable[bytes]]
Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class MadePage:
    """A page with holes."""

    headers: tuple[tuple[str, str], ...]
    parts: tuple[bytes, ...]
    """What is shared; every second part is the name of a hole."""
    shown: Mapping[str, Any]
    until: float

    @property
    def size(self) -> int:
        return sum(map(len, self.parts))

    @property
    def is_fresh(self) -> bool:
        return time.monotonic() < self.until


@dataclass(frozen=True)
class Fillings:
    """What one reader's login puts into the holes of every page."""

    csrf: bytes
    account: bytes


class Shelf:
    """Pages by what they depend on: those that were used last, up to so many bytes."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._pages: OrderedDict[Hashable, MadePage] = OrderedDict()
        self._lock = threading.Lock()
        self.bytes = 0

    def find(self, key: Hashable) -> MadePage | None:
        with self._lock:
            page = self._pages.get(key)
            if page is None or not page.is_fresh:
                return None
            self._pages.move_to_end(key)
            return page

    def pages(self) -> list[MadePage]:
        with self._lock:
            return list(self._pages.values())

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self.bytes = 0

    def put(self, key: Hashable, page: MadePage) -> None:
        with self._lock:
            old = self._pages.pop(key, None)
            self.bytes += page.size - (old.size if old else 0)
            self._pages[key] = page
            while self.bytes > self._most or not self._is_first_fresh():
                _, dropped = self._pages.popitem(last=False)
                self.bytes -= dropped.size

    def _is_first_fresh(self) -> bool:
        # What somebody keeps for themselves stays no longer than it is of use.
        return not self._pages or next(iter(self._pages.values())).is_fresh


def make_page(
    wsgi: Wsgi, environ: Mapping[str, Any], stand_in: StandIn
) -> MadePage | None:
    """Have `wsgi` make the page for `stand_in`; None where it is not for sharing."""
    said: list[Any] = []

    def note(status: str, headers: Headers, *_rest: object) -> object:
        said[:] = [status, headers]
        return lambda _written: None

    asked = {name: environ[name] for name in _PASSED_ON if name in environ}
    parts = wsgi({**asked, "REQUEST_METHOD": "GET", ENVIRON: stand_in}, note)
    body = b"".join(parts)
    if hasattr(parts, "close"):
        parts.close()
    status, headers = said
    is_ours = _NEVER_SHARED.isdisjoint(name.lower() for name, _ in headers)
    if (
        not status.startswith("200")
        or not is_ours
        or stand_in.marks.handle.encode() in body
    ):
        return None
    return MadePage(
        headers=tuple(one for one in headers if one[0].lower() not in _OF_ONE_ANSWER),
        parts=_cut(body, stand_in),
        shown=stand_in.shown,
        until=time.monotonic() + _MOST_SECONDS,
    )


def _cut(body: bytes, stand_in: StandIn) -> tuple[bytes, ...]:
    marks = stand_in.marks
    names = {
        marks.csrf.encode(): b"csrf",
        marks.submission.encode(): b"submission",
        marks.account.encode(): b"account",
    }
    cut = re.split(b"(" + b"|".join(names) + b")", body)
    return tuple(names[one] if number % 2 else one for number, one in enumerate(cut))


def fill_in(
    page: MadePage, own: Fillings, packing: str, *, form_key: str
) -> tuple[Headers, bytes]:
    """Return the page as one reader gets it, this time: its headers and its bytes."""
    holes = {
        b"csrf": own.csrf,
        b"account": own.account,
        b"submission": form_key.encode(),
    }
    body = b"".join(
        holes[one] if number % 2 else one for number, one in enumerate(page.parts)
    )
    packed, about = pack(body, packing)
    told = [
        ("X-Request-Id", secrets.token_hex(8)),
        ("Vary", "Accept-Encoding, Cookie"),
    ]
    return [*page.headers, *told, *about], packed
