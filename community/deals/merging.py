"""Deals follow what changes around them: merged products, their authors' organisations."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from community.core.db import db
from community.deals.models import Deal, DealAlternative, DealLine, DealLineAddOn
from community.deals.owners import org_key, owner_key


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


def follow_organisation(user_id: int, organisation_id: int | None) -> None:
    """Let all deals of a member count for the organisation that they speak for now."""
    key = None if organisation_id is None else org_key(organisation_id)
    deals = sa.update(Deal).where(Deal.owner_key == owner_key(user_id))
    db.session.execute(deals.values(org_key=key))


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
