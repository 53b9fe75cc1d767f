"""What a product's prices are broken down by: the default, and what a moderator chose (P5)."""

from collections.abc import Mapping
from datetime import date, timedelta

import sqlalchemy as sa

from community.core.db import db
from community.prices.dimensions import Choice, Dimension
from community.prices.kinds import CellKind
from community.prices.models import PriceCell, PriceChoice, Release, Series

_A_YEAR = timedelta(days=365)

DEFAULT = Choice(Dimension.QUANTITY, Dimension.SIZE)
"""Until a moderator chooses: quartiles come before the breakdown by quantity."""


def all_choices() -> dict[int, Choice]:
    """Return what moderators chose, by product."""
    rows = db.session.scalars(sa.select(PriceChoice))
    return {row.product_id: _choice(row) for row in rows}


def of(chosen: Mapping[int, Choice], product_id: int) -> Choice:
    return chosen.get(product_id, DEFAULT)


def choice_of(product_id: int) -> Choice:
    """Return what one product is broken down by."""
    row = db.session.get(PriceChoice, product_id)
    return DEFAULT if row is None else _choice(row)


def _choice(row: PriceChoice) -> Choice:
    return Choice(row.first, row.second, instead_of_quartiles=row.instead_of_quartiles)


def frozen_until(product_id: int) -> date | None:
    """Return the day until which a product's choice stands; None when it may be changed.

    A year from when it was chosen, or from when the default first showed a breakdown.
    """
    row = db.session.get(PriceChoice, product_id)
    if row is not None:
        return row.chosen_on + _A_YEAR
    first_shown = db.session.scalar(
        sa.select(sa.func.min(Release.released_on))
        .join(PriceCell, PriceCell.released_in_id == Release.id)
        .join(Series, Series.id == PriceCell.series_id)
        .where(Series.product_id == product_id, PriceCell.kind == CellKind.PART)
    )
    return None if first_shown is None else first_shown + _A_YEAR
