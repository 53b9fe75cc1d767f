"""What a product's prices are broken down by: the default, and what a moderator chose (P5)."""

from collections.abc import Mapping

import sqlalchemy as sa

from community.core.db import db
from community.prices.dimensions import Dimension
from community.prices.models import PriceChoice
from community.prices.publisher import Choice

DEFAULT = Choice(Dimension.QUANTITY, Dimension.SIZE)
"""Until a moderator chooses: quartiles come before the breakdown by quantity."""


def all_choices() -> dict[int, Choice]:
    """Return what moderators chose, by product."""
    rows = db.session.scalars(sa.select(PriceChoice))
    return {
        row.product_id: Choice(
            row.first, row.second, instead_of_quartiles=row.instead_of_quartiles
        )
        for row in rows
    }


def of(chosen: Mapping[int, Choice], product_id: int) -> Choice:
    return chosen.get(product_id, DEFAULT)
