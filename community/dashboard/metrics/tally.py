"""Counting what is read: visits, price pages, checked quotes; in front of the page cache.

What is kept are numbers. No cookie, no address and no name of a browser is looked at
twice: a visit is a page that somebody comes to from elsewhere.
"""

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from multiprocessing.util import Finalize
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Flask

from community.catalog.kinds import MARKET_SLUG
from community.catalog.models import Product, Vendor
from community.core import clock
from community.core.db import db
from community.core.measuring import Fact
from community.core.settings import Settings
from community.core.sqlite import write_if_free
from community.dashboard.models import MeasuredFact
from community.prices.snapshot import has_figure

EXTENSION = "fairquote.tally"
_WAIT_SECONDS = 10.0
_MOST_PATHS = 5_000
_PRICE_PAGE = re.compile(r"/prices/([a-z0-9-]+)/([a-z0-9-]+)/(quote)?")
_OFFER_PAGE = re.compile(r"/guides/[A-Za-z0-9]{16}")
_ROBOT = re.compile("bot|crawl|spider|slurp|preview|monitor", re.IGNORECASE)
_NO_PAGE = ("/static/", "/api/", "/healthz", "/readyz", "/metrics", "/search/suggest")
_ANSWERED = ("200", "304")

Environ = dict[str, Any]
Seen = tuple[date, Fact, str]


class Tally:
    """WSGI middleware that counts pages and writes the numbers down every few seconds."""

    def __init__(self, app: Flask, wsgi: Callable[..., Iterable[bytes]]) -> None:
        settings: Settings = app.extensions["fairquote.settings"]
        self._app = app
        self._wsgi = wsgi
        self._host = urlsplit(settings.base_url).netloc
        self._writes_by_itself = not settings.testing
        self._seen: Counter[Seen] = Counter()
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def __call__(self, environ: Environ, start: Any) -> Iterable[bytes]:
        if not _may_count(environ):
            return self._wsgi(environ, start)

        def note(status: str, headers: list[tuple[str, str]], *rest: object) -> object:
            if status[:3] in _ANSWERED and _is_page(status, headers):
                self._note(environ)
            return start(status, headers, *rest)

        return self._wsgi(environ, note)

    def _note(self, environ: Environ) -> None:
        path, today = environ.get("PATH_INFO", ""), clock.now().date()
        price = _PRICE_PAGE.fullmatch(path)
        with self._lock:
            if environ["REQUEST_METHOD"] == "GET":
                if self._comes_from_elsewhere(environ):
                    self._count((today, Fact.VISIT, ""))
                if _OFFER_PAGE.fullmatch(path):
                    self._count((today, Fact.OFFER_SHOWN, ""))
                if price and not price[3]:
                    self._count((today, Fact.PRICE_VIEWED, path))
            elif price and price[3]:
                self._count((today, Fact.QUOTE_CHECKED, ""))
            if self._seen and self._timer is None and self._writes_by_itself:
                self._timer = threading.Timer(_WAIT_SECONDS, self.write)
                self._timer.daemon = True
                self._timer.start()

    def _count(self, seen: Seen) -> None:
        if seen in self._seen or len(self._seen) < _MOST_PATHS:
            self._seen[seen] += 1

    def _comes_from_elsewhere(self, environ: Environ) -> bool:
        came_from = urlsplit(environ.get("HTTP_REFERER", "")).netloc
        return came_from not in {self._host, environ.get("HTTP_HOST", "")} or not (
            came_from
        )

    def write(self) -> None:
        """Write down what was counted since the last time; again later if others write."""
        with self._lock:
            taken, self._seen, self._timer = self._seen, Counter(), None
        if taken and not self._written(taken):
            with self._lock:
                self._seen.update(taken)

    def _written(self, taken: Counter[Seen]) -> bool:
        try:
            with self._app.app_context():
                rows = _rows(taken)
                return not rows or write_if_free(sa.insert(MeasuredFact).values(rows))
        except sa.exc.SQLAlchemyError:
            return False


def init_app(app: Flask) -> None:
    """Count in front of everything: pages that the cache answers are pages too."""
    tally = Tally(app, app.wsgi_app)
    app.extensions[EXTENSION] = tally
    if not app.extensions["fairquote.settings"].testing:
        # A process of the server's ends without `atexit`, but not without this.
        Finalize(None, tally.write, exitpriority=1)
    app.wsgi_app = tally  # type: ignore[method-assign, assignment]


def _may_count(environ: Environ) -> bool:
    path = environ.get("PATH_INFO", "")
    agent = environ.get("HTTP_USER_AGENT", "")
    return (
        environ["REQUEST_METHOD"] in {"GET", "POST"}
        and not path.startswith(_NO_PAGE)
        and "." not in path.rpartition("/")[2]
        and bool(agent)
        and not _ROBOT.search(agent)
    )


def _is_page(status: str, headers: list[tuple[str, str]]) -> bool:
    if status.startswith("304"):
        return True
    kinds = [value for name, value in headers if name.lower() == "content-type"]
    return any(value.startswith("text/html") for value in kinds)


def _rows(taken: Counter[Seen]) -> list[dict[str, Any]]:
    products = _products({path for _, _, path in taken if path})
    rows: Counter[tuple[date, Fact, int | None]] = Counter()
    for (day, fact, path), times in taken.items():
        if not path:
            rows[day, fact, None] += times
        elif path in products:
            product_id, is_published = products[path]
            kind = Fact.PRICE_VIEWED if is_published else Fact.PRICE_ABSENT
            rows[day, kind, product_id] += times
    return [
        {"day": day, "fact": fact, "product_id": one, "times": times, "detail": ""}
        for (day, fact, one), times in rows.items()
    ]


def _products(paths: set[str]) -> dict[str, tuple[int, bool]]:
    """Return, for each path that is a product's page, the product and whether it shows a price."""
    if not paths:
        return {}
    vendor_slug = sa.func.coalesce(Vendor.slug, MARKET_SLUG)
    slugs = [path.split("/")[2:4] for path in paths]
    rows = db.session.execute(
        sa.select(Product.id, vendor_slug, Product.slug, has_figure())
        .outerjoin(Vendor, Vendor.id == Product.vendor_id)
        .where(
            vendor_slug.in_([vendor for vendor, _ in slugs]),
            Product.slug.in_([slug for _, slug in slugs]),
        )
    )
    return {
        f"/prices/{vendor}/{slug}/": (one, bool(has)) for one, vendor, slug, has in rows
    }
