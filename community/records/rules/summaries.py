"""Computing what is said of prices, when they have changed; pages only read it."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from community.core import clock
from community.core.db import db
from community.records.figures import figures_of
from community.records.models import PriceRecord, RecordSummary, StaleProduct

PRODUCTS_A_TIME = 400

_Row = sa.Row[int, str, str, int, str, int, int]


def refresh_some(limit: int = PRODUCTS_A_TIME) -> int:
    """Compute the summaries of stale products, at most `limit`; return how many there were.

    In the caller's transaction; 0 means that none is left.
    """
    stale = (
        sa.select(StaleProduct.product_id)
        .order_by(StaleProduct.product_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    product_ids = list(db.session.scalars(stale))
    if product_ids:
        _recompute(product_ids)
    return len(product_ids)


def _recompute(product_ids: Sequence[int]) -> None:
    db.session.execute(
        sa.delete(RecordSummary).where(RecordSummary.product_id.in_(product_ids))
    )
    made = list(_summaries(product_ids))
    if made:
        db.session.execute(sa.insert(RecordSummary), made)
    db.session.execute(
        sa.delete(StaleProduct).where(StaleProduct.product_id.in_(product_ids))
    )


def _summaries(product_ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    rows = db.session.execute(
        sa.select(
            PriceRecord.product_id,
            PriceRecord.currency,
            PriceRecord.unit,
            PriceRecord.amount_micro,
            PriceRecord.month,
            PriceRecord.source_id,
            PriceRecord.supplier_id,
        )
        .where(PriceRecord.product_id.in_(product_ids))
        .order_by(
            PriceRecord.product_id,
            PriceRecord.currency,
            PriceRecord.unit,
            PriceRecord.amount_micro,
        )
        .execution_options(yield_per=5_000)
    )
    for (product_id, currency, unit), group in groupby(rows, key=lambda r: r[:3]):
        identity = {"product_id": product_id, "currency": currency, "unit": unit}
        yield {**identity, **_summary(list(group))}


def _summary(rows: Sequence[_Row]) -> dict[str, Any]:
    figures = figures_of([row.amount_micro for row in rows])
    months = {row.month for row in rows if row.month}
    return {
        "count": figures.count,
        **{f"{name}_micro": one for name, one in vars(figures.quantiles).items()},
        "bars": [[bar.low, bar.high, bar.count] for bar in figures.bars],
        "first_month": min(months, default=""),
        "last_month": max(months, default=""),
        "years": sorted({int(month[:4]) for month in months}),
        "sources": sorted({row.source_id for row in rows}),
        "supplier_count": len({row.supplier_id for row in rows}),
        "computed_at": clock.now(),
    }
