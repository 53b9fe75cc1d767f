"""How many price pages one person may ask for in a minute (P18): scrapers get 429.

Counted in memory, in each web process: a limit on reading that costs a write would be
an attack of its own. Who is logged in is counted by the login, others by their address;
an address that tells nobody apart, such as that of an unnamed proxy, is not counted.
"""

import hashlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

from community.core import addresses
from community.core.errors import TooMany
from community.core.settings import Settings

WAIT = "fairquote.wait_seconds"
"""In the environment of a request that is over budget: how long to wait."""

_PATHS = ("/prices", "/compare", "/search", "/api/")
_WINDOW_SECONDS = 60
_MEMBER = 2.5
_MANY_MEMBERS = 10.0
_MOST_KEYS = 100_000

Environ = dict[str, Any]


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
        if environ["PATH_INFO"].startswith(_PATHS):
            wait = self._wait(environ)
            if wait:
                environ[WAIT] = wait
        return self._wsgi(environ, start)

    def _wait(self, environ: Environ) -> int:
        """Count the request; return the seconds to wait when it is one too many."""
        now = time.time()
        window = int(now // _WINDOW_SECONDS)
        is_over = False
        with self._lock:
            if window != self._window or len(self._counts) > _MOST_KEYS:
                self._window = window
                self._counts.clear()
            for key, factor in self._keys(environ):
                self._counts[key] += 1
                is_over = is_over or self._counts[key] > self._budget * factor
        return int((window + 1) * _WINDOW_SECONDS - now) + 1 if is_over else 0

    def _keys(self, environ: Environ) -> list[tuple[str, float]]:
        """Return what the request counts for, each with its share of the budget."""
        cookies = environ.get("HTTP_COOKIE", "")
        address = addresses.client_of(
            environ.get("REMOTE_ADDR", ""),
            environ.get("HTTP_X_FORWARDED_FOR", ""),
            self._trusted,
        )
        household = addresses.household(address)
        if self._cookie not in cookies:
            return [(household, 1.0)] if addresses.is_somebody(address) else []
        login = cookies.partition(self._cookie)[2].partition(";")[0]
        keys = [(hashlib.sha256(login.encode()).hexdigest(), _MEMBER)]
        if addresses.is_somebody(address):
            # A cookie is easily made up: those of one address count together as well.
            keys.append((f"{household} with cookies", _MANY_MEMBERS))
        return keys


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
