"""What robots are told: which addresses there are, and which they need not ask for."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import sqlalchemy as sa
from flask import Blueprint, Flask, current_app
from werkzeug.wrappers import Response

from community.core.db import db
from community.core.errors import NotFound
from community.core.ports import Address, Addressed
from community.core.settings import get_settings
from community.core.web import ANYONE, access, only_known_args

EXTENSION = "fairquote.addressed"
PAGE_SIZE = 10_000
_MOST_PAGES = 10_000
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_STANDING = (
    *("/", "/questions/", "/prices/", "/events/"),
    *("/compare", "/method", "/privacy"),
)
_NOT_FOR_ROBOTS = (
    "/account/",
    "/deals/",
    "/login",
    "/moderation/",
    "/register",
    "/search",
)
"""Pages that are nobody's or differ with each question; what is private needs a login."""

blueprint = Blueprint("sitemap", __name__)


@dataclass(frozen=True)
class Listed:
    """A core.ports.Addressed: rows of a table, in an order that stays, each with its page.

    `rows` makes the statement anew each time, for what is listed changes with the day.
    """

    kind: str
    rows: Callable[[], sa.Select[*tuple[Any, ...]]]
    address: Callable[[Any], Address]

    def count(self) -> int:
        counted = self.rows().order_by(None)
        counted = counted.with_only_columns(sa.func.count(), maintain_column_froms=True)
        return db.session.scalar(counted) or 0

    def page(self, number: int, size: int) -> list[Address]:
        found = self.rows().offset((number - 1) * size).limit(size)
        return [self.address(row) for row in db.session.execute(found)]


def init_app(app: Flask, sources: Sequence[Addressed]) -> None:
    """Offer the addresses of `sources`, one map for each and 10,000 addresses."""
    app.extensions[EXTENSION] = {one.kind: one for one in sources}
    app.register_blueprint(blueprint)


@blueprint.get("/robots.txt")
@access(ANYONE)
def robots() -> Response:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_FOR_ROBOTS)]
    lines.append(f"Sitemap: {get_settings().base_url}/sitemap.xml")
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@blueprint.get("/sitemap.xml")
@access(ANYONE)
def index() -> Response:
    only_known_args()
    paths = [Address("/sitemaps/pages/1.xml")]
    for kind, source in _sources().items():
        pages = -(-source.count() // PAGE_SIZE)
        paths += [Address(f"/sitemaps/{kind}/{n}.xml") for n in range(1, pages + 1)]
    return _answer("sitemapindex", "sitemap", paths)


@blueprint.get("/sitemaps/<kind>/<int:number>.xml")
@access(ANYONE)
def page(kind: str, number: int) -> Response:
    only_known_args()
    if kind == "pages" and number == 1:
        return _answer("urlset", "url", [Address(path) for path in _STANDING])
    source = _sources().get(kind)
    if source is None or not 1 <= number <= _MOST_PAGES:
        raise NotFound("There is no such map.")
    found = source.page(number, PAGE_SIZE)
    if not found:
        raise NotFound("There is no such map.")
    return _answer("urlset", "url", found)


def _sources() -> dict[str, Addressed]:
    found: dict[str, Addressed] = current_app.extensions[EXTENSION]
    return found


def _answer(root: str, entry: str, addresses: Iterable[Address]) -> Response:
    top = Element(root, xmlns=_SCHEMA)
    base = get_settings().base_url
    for one in addresses:
        told = SubElement(top, entry)
        SubElement(told, "loc").text = f"{base}{one.path}"
        if one.changed_at is not None:
            SubElement(told, "lastmod").text = one.changed_at.isoformat("T", "seconds")
    parts = chain([b'<?xml version="1.0" encoding="UTF-8"?>\n'], [tostring(top)])
    return Response(b"".join(parts), content_type="application/xml; charset=utf-8")
