"""What people want and the site has not: prices that are looked for, products that lack them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from community.catalog.models import Product
from community.catalog.paths import product_path
from community.core.db import db
from community.core.measuring import Fact
from community.dashboard.metrics.log import FEWEST, Period
from community.dashboard.models import MeasuredFact
from community.prices.snapshot import has_figure
from community.prices.supply import FEWEST as FEWEST_BAND

_MOST = 50
_NEXT = {
    FEWEST_BAND: "median from {median}",
    "5–9": "quartiles from {quartiles}",
    "10–19": "quartiles from {quartiles}, interval from {interval}",
    "20–49": "histogram from {tails}",
    "50–99": "all is shown",
    "100+": "all is shown",
}


@dataclass(frozen=True)
class Missed:
    """A product whose price was looked for while none was there."""

    name: str
    url: str
    views: str


@dataclass(frozen=True)
class Covered:
    """A product, in which band its organisations are, and what more of them would bring."""

    name: str
    url: str
    organisations: str
    next_step: str


@dataclass(frozen=True)
class Coverage:
    """How far prices reach, as of a release; `counted_on` is None before the first."""

    counted_on: date | None
    products: int
    published: int
    series: int
    series_published: int
    rows: list[Covered]


def list_missed(period: Period) -> list[Missed]:
    """Return the products whose price page was opened most while it had no figure."""
    views = sa.func.sum(MeasuredFact.times)
    columns: list[Any] = [Product, views]
    rows = db.session.execute(
        sa.select(*columns)
        .join(MeasuredFact, MeasuredFact.product_id == Product.id)
        .where(
            MeasuredFact.fact == Fact.PRICE_ABSENT,
            MeasuredFact.day.between(period.first, period.last),
            Product.merged_into_id.is_(None),
        )
        .group_by(Product.id)
        .order_by(views.desc(), Product.id)
        .limit(_MOST)
    )
    return [
        Missed(one.name, product_path(one), str(n) if n >= FEWEST else FEWEST_BAND)
        for one, n in rows
    ]


def coverage(thresholds: dict[str, int]) -> Coverage:
    """Return how many organisations stand behind which product, as the last release found."""
    published = db.session.scalar(
        sa.select(sa.func.count(Product.id)).where(has_figure())
    )
    products = db.session.scalar(
        sa.select(sa.func.count(Product.id)).where(Product.merged_into_id.is_(None))
    )
    last = db.session.scalar(
        sa.select(sa.func.max(MeasuredFact.day)).where(
            MeasuredFact.fact == Fact.SERIES_SUPPLY
        )
    )
    if last is None:
        return Coverage(None, products or 0, published or 0, 0, 0, [])
    series = dict(
        db.session.execute(
            sa.select(MeasuredFact.detail, sa.func.max(MeasuredFact.times))
            .where(MeasuredFact.fact == Fact.SERIES_SUPPLY, MeasuredFact.day == last)
            .group_by(MeasuredFact.detail)
        ).all()
    )
    return Coverage(
        last,
        products or 0,
        published or 0,
        series.get("all", 0),
        series.get("published", 0),
        _rows(last, thresholds),
    )


def _rows(last: date, thresholds: dict[str, int]) -> list[Covered]:
    columns: list[Any] = [Product, MeasuredFact.detail]
    found = db.session.execute(
        sa.select(*columns)
        .join(MeasuredFact, MeasuredFact.product_id == Product.id)
        .where(MeasuredFact.fact == Fact.PRODUCT_SUPPLY, MeasuredFact.day == last)
        .order_by(sa.case((MeasuredFact.detail == FEWEST_BAND, 0), else_=1), Product.id)
        .limit(_MOST * 4)
    )
    rows = {
        one.id: Covered(
            one.name,
            product_path(one),
            band,
            _NEXT.get(band, "").format(**thresholds),
        )
        for one, band in found
    }
    return list(rows.values())
