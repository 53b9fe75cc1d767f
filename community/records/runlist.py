"""Finding imports, and what in them deserves a look."""

from decimal import Decimal

import sqlalchemy as sa

from community.catalog.models import Product
from community.catalog.paths import is_public_id
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.money import Money, format_money
from community.core.paging import Page, keyset_page
from community.core.text import clean_line
from community.records.access import require_importer
from community.records.kinds import FAR_FACTOR, FAR_FROM, INVOICED_TOTAL, MICRO
from community.records.models import (
    ImportRun,
    PriceRecord,
    RecordSummary,
    SavedMapping,
)

PAGE_SIZE = 20
_MOST_FAR = 10_000


def get_run_for(actor: Actor, public_id: str) -> ImportRun:
    """Return an import; NotFound when there is none of this id."""
    require_importer(actor)
    run = None
    if is_public_id(public_id):
        run = db.session.scalar(
            sa.select(ImportRun).where(ImportRun.public_id == public_id)
        )
    if run is None:
        raise NotFound("There is no such import.")
    return run


def list_runs(
    actor: Actor, after: str | None = None, size: int = PAGE_SIZE
) -> Page[ImportRun]:
    require_importer(actor)
    order = (ImportRun.created_at.desc(), ImportRun.id.desc())
    return keyset_page(sa.select(ImportRun), order=order, after=after, size=size)


def list_saved_mappings() -> list[SavedMapping]:
    return list(db.session.scalars(sa.select(SavedMapping).order_by(SavedMapping.name)))


def find_saved_mapping(name: str) -> SavedMapping | None:
    return db.session.scalar(
        sa.select(SavedMapping).where(SavedMapping.name == clean_line(name))
    )


def far_records(run_id: int) -> list[tuple[int, str]]:
    """Return the lines of a run whose price is far from the others, and what to say.

    The filter that figures.is_far() is the predicate of; totals are left alone.
    """
    amount, median = PriceRecord.amount_micro, RecordSummary.median_micro
    rows = db.session.execute(
        sa.select(
            PriceRecord.source_line,
            Product.name,
            PriceRecord.currency,
            amount,
            median,
        )
        .join(
            RecordSummary,
            sa.and_(
                RecordSummary.product_id == PriceRecord.product_id,
                RecordSummary.currency == PriceRecord.currency,
                RecordSummary.unit == PriceRecord.unit,
            ),
        )
        .join(Product, Product.id == PriceRecord.product_id)
        .where(
            PriceRecord.run_id == run_id,
            RecordSummary.unit != INVOICED_TOTAL,
            RecordSummary.count >= FAR_FROM,
            sa.or_(amount < median // FAR_FACTOR, amount // FAR_FACTOR > median),
        )
        .order_by(PriceRecord.source_line)
        .limit(_MOST_FAR)
    )
    return [
        (line, f"{name} at {_money(own, currency)}, median {_money(middle, currency)}")
        for line, name, currency, own, middle in rows
    ]


def _money(micro: int, currency: str) -> str:
    return format_money(Money(Decimal(micro) / MICRO, currency))
