"""How many price pages one person may ask for in a minute (P18): scrapers get 429.

Counted in memory, in each web process: a limit on reading that costs a write would be
an attack of its own. Who is logged in is counted by the login, a program by its token,
others by their address; an address that tells nobody apart, such as that of an unnamed
proxy, is not counted.
"""

import hashlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask

from community.core import addresses
from community.core.errors import TooMany
from community.core.settings import Settings

WAIT = "fairquote.wait_seconds"
"""In the environment of a request that is over budget: how long to wait."""

_PROGRAMS = "/api/"
_PATHS = ("/prices", "/compare", "/search", _PROGRAMS)
_WINDOW_SECONDS = 60
_MEMBER = 2.5
_MANY_MEMBERS = 10.0
_MOST_KEYS = 100_000
_TOKEN = "bearer "  # noqa: S105 - the scheme

Environ = dict[str, Any]


@dataclass(frozen=True)
class Spent:
    """What is left of the budget that a request counts for, and until when, in seconds."""

    most: int
    left: int
    reset: int
    is_over: bool

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The fields of the IETF's draft on rate limits, for programs."""
        return [
            ("RateLimit-Policy", f'"minute";q={self.most};w={_WINDOW_SECONDS}'),
            ("RateLimit", f'"minute";r={self.left};t={self.reset}'),
        ]


class PageBudget:
    """WSGI middleware that marks requests beyond the budget; the application refuses them."""

    def __init__(self, app: Flask, wsgi: Callable[..., Iterable[bytes]]) -> None:
        settings: Settings = app.extensions["fairquote.settings"]
        self._wsgi = wsgi
        self._trusted = settings.trusted_proxies
        self._budget = settings.page_budget
        self._cookie = f"{app.config['SESSION_COOKIE_NAME']}="
        self._window = 0
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith(_PATHS):
            return self._wsgi(environ, start)
        spent = self._count(environ)
        if spent is None:
            return self._wsgi(environ, start)
        if spent.is_over:
            environ[WAIT] = spent.reset
        if not environ["PATH_INFO"].startswith(_PROGRAMS):
            return self._wsgi(environ, start)
        limits = spent.headers

        # Told here, in front of the page cache: what it keeps is the same for all.
        def told(status: str, headers: list[tuple[str, str]], *rest: object) -> object:
            return start(status, [*headers, *limits], *rest)

        return self._wsgi(environ, told)

    def _count(self, environ: Environ) -> Spent | None:
        """Count the request; None for one that is nobody's."""
        keys = self._keys(environ)
        if not keys:
            return None
        now = time.time()
        window = int(now // _WINDOW_SECONDS)
        with self._lock:
            if window != self._window or len(self._counts) > _MOST_KEYS:
                self._window = window
                self._counts.clear()
            left = []
            for key, factor in keys:
                self._counts[key] += 1
                most = int(self._budget * factor)
                left.append((most - self._counts[key], most))
        least, most = min(left)
        reset = int((window + 1) * _WINDOW_SECONDS - now) + 1
        return Spent(most, max(least, 0), reset, is_over=least < 0)

    def _keys(self, environ: Environ) -> list[tuple[str, float]]:
        """Return what the request counts for, each with its share of the budget."""
        address = addresses.client_of(
            environ.get("REMOTE_ADDR", ""),
            environ.get("HTTP_X_FORWARDED_FOR", ""),
            self._trusted,
        )
        household = addresses.household(address)
        login = self._login(environ)
        if not login:
            return [(household, 1.0)] if addresses.is_somebody(address) else []
        keys = [(hashlib.sha256(login.encode()).hexdigest(), _MEMBER)]
        if addresses.is_somebody(address):
            # A cookie is easily made up: those of one address count together as well.
            keys.append((f"{household} with cookies", _MANY_MEMBERS))
        return keys

    def _login(self, environ: Environ) -> str:
        """Return what says who asks: for the API a token, elsewhere the cookie."""
        if environ["PATH_INFO"].startswith(_PROGRAMS):
            said: str = environ.get("HTTP_AUTHORIZATION", "")
            return said if said.lower().startswith(_TOKEN) else ""
        cookies: str = environ.get("HTTP_COOKIE", "")
        return cookies.partition(self._cookie)[2].partition(";")[0]


def init_app(app: Flask) -> None:
    """Put the budget in front of everything else, the page cache included."""
    settings: Settings = app.extensions["fairquote.settings"]
    if settings.page_budget:
        app.wsgi_app = PageBudget(app, app.wsgi_app)  # type: ignore[method-assign, assignment]


def refuse_if_over(environ: Environ) -> None:
    """Raise TooMany for a request that PageBudget marked."""
    wait = environ.get(WAIT)
    if wait:
        raise TooMany(
            "You asked for very many price pages. Please wait a little; if you need "
            "figures in bulk, ask the host.",
            retry_after=int(wait),
        )
