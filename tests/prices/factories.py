"""Published prices in the tables, as a release leaves them there."""

from collections.abc import Sequence
from datetime import date

from community.catalog.kinds import PricingModel
from community.catalog.models import Plan, Product
from community.core.db import db
from community.deals.kinds import Stage
from community.deals.normalisation import Basis
from community.prices.cells import Cell
from community.prices.contributions import Contribution
from community.prices.dimensions import NO_BREAKDOWN, Choice, Dimension
from community.prices.histogram import Bin
from community.prices.kinds import CellKind, ChannelGroup
from community.prices.models import PriceCell, Release, Series
from community.prices.publisher import publish
from tests.prices.tables import F1

FIRST = date(2026, 9, 1)
SECOND = date(2026, 10, 1)
THIRD = date(2026, 11, 1)


def f1(count: int = 12) -> list[Contribution]:
    return [
        Contribution(
            organisation=name,
            price=float(price),
            age_months=float(age),
            traits={Dimension.SIZE: size, Dimension.REGION: region},
        )
        for name, price, size, region, age in F1[:count]
    ]


_SIZES = ("1–50", "51–200", "201–1,000", "1,001–5,000", "5,001+")
_QUANTITIES = ("10–24", "50–99", "100–249", "500–999")
_TYPICAL = (18, 70, 160, 700)
_REGIONS = ("emea", "north-america", "apac")


def crowd(count: int, *, around: float = 1000.0) -> list[Contribution]:
    """Return prices of `count` organisations: dearer for few, with some spread."""
    found = []
    for number in range(count):
        place = number % len(_QUANTITIES)
        wobble = 0.82 + (number * 37 % 41) / 100
        found.append(
            Contribution(
                organisation=f"org-{number}",
                price=around * wobble * (1.12, 1.04, 0.97, 0.88)[place],
                age_months=3.0 + number % 24,
                quantity=float(_TYPICAL[place] + number % 5),
                traits={
                    Dimension.SIZE: _SIZES[number % 5],
                    Dimension.QUANTITY: _QUANTITIES[place],
                    Dimension.REGION: _REGIONS[number % 3],
                },
            )
        )
    return found


def release(day: date = THIRD) -> Release:
    found = db.session.query(Release).filter_by(slot=day.isoformat()).one_or_none()
    if found is None:
        found = Release(
            slot=day.isoformat(), released_on=day, method="test", settings={}
        )
        db.session.add(found)
    return found


def series_of(
    product: Product,
    *,
    plan: Plan | None = None,
    stage: Stage = Stage.NEW,
    channel: ChannelGroup = ChannelGroup.COMMERCIAL,
    basis: Basis = Basis.UNIT_YEAR,
    metric: str = "user",
    unit_quantity: int = 1,
    currency: str = "USD",
) -> Series:
    """Return the series of a product, made where it isn't there yet."""
    plan_id = None if plan is None else plan.id
    key = f"{product.id}:{plan_id}:{metric}:{basis}:{stage}:{channel}"
    found = db.session.query(Series).filter_by(key=key).one_or_none()
    if found is None:
        found = Series(
            key=key,
            product_id=product.id,
            plan_id=plan_id,
            pricing_model=PricingModel.SEAT,
            metric=metric,
            basis=basis,
            unit_quantity=unit_quantity,
            stage=stage,
            channel=channel,
            currency=currency,
        )
        db.session.add(found)
        db.session.flush()  # its cells name it
    return found


def publish_series(
    series: Series,
    contributions: Sequence[Contribution],
    *,
    choice: Choice = NO_BREAKDOWN,
    day: date = THIRD,
    levers: Sequence[Sequence[str]] = (),
    clauses: Sequence[Sequence[str]] = (),
) -> None:
    """Store what may be published of `contributions`, in the place of what was."""
    out = release(day)
    db.session.flush()  # its cells name it
    for cell in db.session.query(PriceCell).filter_by(
        series_id=series.id, is_current=True
    ):
        cell.is_current, cell.closed_in_id = False, out.id
    published = publish(contributions, choice)
    if published.total is None:
        return
    _store(series, out, CellKind.TOTAL, published.total)
    for dimension, parts in published.breakdowns.items():
        for position, (label, part) in enumerate((parts or {}).items()):
            _store(
                series,
                out,
                CellKind.PART,
                part,
                dimension=dimension,
                label=label,
                position=position,
            )
    band = published.total.organisations
    for kind, words in ((CellKind.LEVERS, levers), (CellKind.CLAUSES, clauses)):
        if words:
            db.session.add(
                PriceCell(
                    series_id=series.id,
                    kind=kind,
                    organisations=band,
                    words=list(words),
                    released_in_id=out.id,
                )
            )


def _store(series, out, kind, cell: Cell, **more) -> None:
    low, high = cell.interval or (None, None)
    change, least, most = cell.per_year or (None, None, None)
    db.session.add(
        PriceCell(
            series_id=series.id,
            kind=kind,
            organisations=cell.organisations,
            median=cell.median,
            p25=cell.p25,
            p75=cell.p75,
            p10=cell.p10,
            p90=cell.p90,
            interval_low=low,
            interval_high=high,
            confidence=cell.confidence,
            per_doubling=cell.per_doubling,
            per_year=change,
            per_year_low=least,
            per_year_high=most,
            bins=[_bin(one) for one in cell.bins],
            released_in_id=out.id,
            **more,
        )
    )


def _bin(one: Bin) -> list[object]:
    ends = [None if end is None else str(end) for end in (one.low, one.high)]
    return [*ends, one.percent]
