"""Noting on products how many would like to know their price: once a week, for all at once."""

from collections.abc import Mapping

import sqlalchemy as sa

from community.catalog.models import Product
from community.catalog.wanted import Wanted, wanted_by
from community.core.chunks import chunks
from community.core.db import changed, db


def note_demand(counts: Mapping[int, int]) -> None:
    """Have each product say what `counts`, by its id, is in words; all others nothing."""
    before = dict(
        db.session.execute(
            sa.select(Product.id, Product.wanted).where(
                Product.wanted != Wanted.NOT_TOLD
            )
        ).all()
    )
    now = {
        product_id: told
        for product_id, count in counts.items()
        if (told := wanted_by(count))
    }
    for told in Wanted:
        moved = [
            product_id
            for product_id in sorted({*before, *now})
            if now.get(product_id, Wanted.NOT_TOLD) is told
            and before.get(product_id, Wanted.NOT_TOLD) != told
        ]
        for some in chunks(moved):
            changed(
                sa.update(Product).where(Product.id.in_(some)).values(wanted=told.value)
            )
