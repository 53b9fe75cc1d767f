"""Deals follow the catalogue: what was merged is what they were about all along."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from community.core.db import db
from community.deals.models import DealAlternative, DealLine, DealLineAddOn


def follow_merge(source_id: int, target_id: int, plan_ids: dict[int, int]) -> None:
    """Point deals at the product, and at the plans, that theirs have become."""
    _point(DealLine.product_id, source_id, target_id)
    _drop_twins(
        DealAlternative.deal_id, DealAlternative.product_id, source_id, target_id
    )
    _point(DealAlternative.product_id, source_id, target_id)
    for old, new in plan_ids.items():
        _point(DealLine.plan_id, old, new)
        _drop_twins(DealLineAddOn.line_id, DealLineAddOn.plan_id, old, new)
        _point(DealLineAddOn.plan_id, old, new)


def _point(column: InstrumentedAttribute[Any], old: int, new: int) -> None:
    rows = sa.update(column.class_).where(column == old)
    db.session.execute(rows.values({column.key: new}))


def _drop_twins(
    owner: InstrumentedAttribute[int],
    column: InstrumentedAttribute[int],
    old: int,
    new: int,
) -> None:
    """Delete the rows whose owner has the new one already."""
    has_new = sa.select(owner).where(column == new).scalar_subquery()
    db.session.execute(
        sa.delete(column.class_).where(column == old, owner.in_(has_new))
    )
