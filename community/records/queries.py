"""Public-record prices for pages: figures by product, rows by filter, suppliers, sources."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from community.catalog.models import Vendor
from community.core.db import db
from community.core.money import Money
from community.core.paging import Page, keyset_page
from community.records.figures import Figures, Quantiles
from community.records.histogram import Bar, choose
from community.records.kinds import INVOICED_TOTAL, MICRO, QUANTILES, unit_words
from community.records.models import PriceRecord, PriceSource, RecordSummary
from community.records.quantiles import place

PAGE_SIZE = 50
MOST_SUPPLIERS = 500
"""Suppliers that a filter offers; a longer list helps nobody."""


class Sort(StrEnum):
    NEWEST = "newest"
    OLDEST = "oldest"
    CHEAPEST = "cheapest"
    DEAREST = "dearest"
    SUPPLIER = "supplier"


@dataclass(frozen=True)
class Group:
    """A product's prices in one currency and unit: prices only compare inside it."""

    currency: str
    unit: str
    figures: Figures
    first_month: str
    last_month: str
    years: tuple[int, ...]
    source_ids: tuple[int, ...]
    supplier_count: int

    @property
    def key(self) -> str:
        """How an address names it: "USD:hour"."""
        return f"{self.currency}:{self.unit}"

    @property
    def is_total(self) -> bool:
        """Whether these are invoiced totals, no unit prices."""
        return self.unit == INVOICED_TOTAL

    @property
    def per(self) -> str:
        return unit_words(self.unit)


@dataclass(frozen=True)
class Filters:
    """Which of a product's rows are asked for; `supplier` is a vendor's slug."""

    currency: str
    unit: str
    supplier: str | None = None
    year: int | None = None

    @property
    def narrow(self) -> bool:
        """Whether only a part of the group is asked for."""
        return self.supplier is not None or self.year is not None


@dataclass(frozen=True)
class RecordRow:
    """One row of a register as it is shown."""

    amount: Money
    total: Money | None
    quantity: Decimal | None
    month: str
    supplier: str
    supplier_slug: str
    buyer: str
    description: str
    source_id: int
    source_line: int


@dataclass(frozen=True)
class Supplier:
    slug: str
    name: str
    count: int


def get_summary(product_id: int) -> list[Group]:
    """Return the product's groups, the largest first; [] when it has no records.

    One query: figures were computed when prices came in.
    """
    rows = db.session.scalars(
        sa.select(RecordSummary)
        .where(RecordSummary.product_id == product_id)
        .order_by(
            RecordSummary.count.desc(), RecordSummary.currency, RecordSummary.unit
        )
    )
    return [_group(row) for row in rows]


def summaries_of(product_ids: Iterable[int]) -> dict[int, Group]:
    """Return the largest group of each product that has one, in one query; for lists."""
    rows = db.session.scalars(
        sa.select(RecordSummary)
        .where(RecordSummary.product_id.in_(set(product_ids)))
        .order_by(
            RecordSummary.count, RecordSummary.currency.desc(), RecordSummary.unit
        )
    )
    return {row.product_id: _group(row) for row in rows}


def list_largest(limit: int) -> list[tuple[int, Group]]:
    """Return products with their group of unit prices, those with most prices first.

    A product stands there once for each of its groups; the caller asks for a few more
    than it shows.
    """
    rows = db.session.scalars(
        sa.select(RecordSummary)
        .where(RecordSummary.unit != INVOICED_TOTAL)
        .order_by(RecordSummary.count.desc(), RecordSummary.id.desc())
        .limit(limit)
    )
    return [(row.product_id, _group(row)) for row in rows]


def filtered_summary(product_id: int, filters: Filters) -> Figures | None:
    """Return the figures of the rows that `filters` leave; None when there are none.

    Three queries whatever the number of rows: the counts, the order statistics that
    the quantiles lie between, and the bars.
    """
    amounts = _rows(product_id, filters)
    count, least, most = db.session.execute(
        sa.select(
            sa.func.count(),
            sa.func.min(amounts.c.amount_micro),
            sa.func.max(amounts.c.amount_micro),
        ).select_from(amounts)
    ).one()
    if not count:
        return None
    quantiles = _quantiles(amounts, count)
    bars = choose(least, most, quantiles.p10, quantiles.p90)
    amount = amounts.c.amount_micro
    index = sa.case(
        (amount < bars.low, -1),
        (amount >= bars.high, bars.count),
        else_=(amount - bars.low) // bars.width,
    ).label("bar")
    counted = db.session.execute(sa.select(index, sa.func.count()).group_by("bar"))
    filled = bars.fill({int(bar): number for bar, number in counted})
    return Figures(count, quantiles, tuple(filled))


def list_records(
    product_id: int,
    filters: Filters,
    sort: Sort = Sort.NEWEST,
    after: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[RecordRow]:
    """Return a page of the rows that `filters` leave."""
    shown: list[Any] = [PriceRecord, Vendor.name, Vendor.slug]
    statement = (
        sa.select(*shown)
        .join(Vendor, Vendor.id == PriceRecord.supplier_id)
        .where(*_conditions(product_id, filters))
    )
    page = keyset_page(statement, order=_ORDERS[sort], after=after, size=size)
    return Page([_row(*row) for row in page.items], page.next_cursor)


def list_suppliers(product_id: int, filters: Filters) -> list[Supplier]:
    """Return who supplies in the group of `filters`, by name, each with the rows it has."""
    group = Filters(filters.currency, filters.unit)
    rows = db.session.execute(
        sa.select(Vendor.slug, Vendor.name, sa.func.count())
        .join(PriceRecord, PriceRecord.supplier_id == Vendor.id)
        .where(*_conditions(product_id, group))
        .group_by(Vendor.id, Vendor.slug, Vendor.name, Vendor.sort_key)
        .order_by(Vendor.sort_key, Vendor.id)
        .limit(MOST_SUPPLIERS)
    )
    return [Supplier(*row) for row in rows]


def list_sources(source_ids: Iterable[int]) -> list[PriceSource]:
    return list(
        db.session.scalars(
            sa.select(PriceSource)
            .where(PriceSource.id.in_(set(source_ids)))
            .order_by(PriceSource.name)
        )
    )


_ORDERS: dict[Sort, tuple[sa.UnaryExpression[Any], ...]] = {
    Sort.NEWEST: (PriceRecord.month.desc(), PriceRecord.id.desc()),
    Sort.OLDEST: (PriceRecord.month.asc(), PriceRecord.id.asc()),
    Sort.CHEAPEST: (PriceRecord.amount_micro.asc(), PriceRecord.id.asc()),
    Sort.DEAREST: (PriceRecord.amount_micro.desc(), PriceRecord.id.desc()),
    Sort.SUPPLIER: (Vendor.sort_key.asc(), PriceRecord.id.asc()),
}


def _conditions(product_id: int, filters: Filters) -> Iterable[sa.ColumnElement[bool]]:
    yield PriceRecord.product_id == product_id
    yield PriceRecord.currency == filters.currency
    yield PriceRecord.unit == filters.unit
    if filters.supplier is not None:
        named = sa.select(Vendor.id).where(Vendor.slug == filters.supplier)
        yield PriceRecord.supplier_id == named.scalar_subquery()
    if filters.year is not None:
        yield PriceRecord.month.between(f"{filters.year}-01", f"{filters.year}-12")


def _rows(product_id: int, filters: Filters) -> sa.Subquery:
    order = (PriceRecord.amount_micro, PriceRecord.id)
    return (
        sa.select(
            PriceRecord.amount_micro,
            sa.func.row_number().over(order_by=order).label("rank"),
        )
        .where(*_conditions(product_id, filters))
        .subquery()
    )


def _quantiles(amounts: sa.Subquery, count: int) -> Quantiles:
    places = [place(count, probability) for probability in QUANTILES]
    ranks = {rank for one in places for rank in (one.low, one.high)}
    at: dict[int, int] = dict(
        db.session.execute(
            sa.select(amounts.c.rank, amounts.c.amount_micro).where(
                amounts.c.rank.in_(ranks)
            )
        ).all()
    )
    return Quantiles(*(round(one.between(at[one.low], at[one.high])) for one in places))


def _group(row: RecordSummary) -> Group:
    return Group(
        currency=row.currency,
        unit=row.unit,
        figures=Figures(
            row.count,
            Quantiles(
                row.p10_micro,
                row.p25_micro,
                row.median_micro,
                row.p75_micro,
                row.p90_micro,
            ),
            tuple(Bar(*bar) for bar in row.bars),
        ),
        first_month=row.first_month,
        last_month=row.last_month,
        years=tuple(row.years),
        source_ids=tuple(row.sources),
        supplier_count=row.supplier_count,
    )


def _row(record: PriceRecord, supplier: str, slug: str) -> RecordRow:
    def money(micro: int) -> Money:
        return Money(Decimal(micro) / MICRO, record.currency)

    quantity = record.quantity_micro
    return RecordRow(
        amount=money(record.amount_micro),
        total=None if record.total_micro is None else money(record.total_micro),
        quantity=None if quantity is None else Decimal(quantity) / MICRO,
        month=record.month,
        supplier=supplier,
        supplier_slug=slug,
        buyer=record.buyer,
        description=record.description,
        source_id=record.source_id,
        source_line=record.source_line,
    )
