"""How many organisations stand behind what is reported, told in bands: for the host alone."""

from dataclasses import dataclass

import sqlalchemy as sa

from community.core import clock
from community.core.db import db
from community.core.settings import get_settings
from community.deals.kinds import ReviewState
from community.prices import gathering
from community.prices.kinds import CellKind
from community.prices.models import PriceCell

_BANDS = ((100, "100+"), (50, "50–99"), (20, "20–49"), (10, "10–19"), (5, "5–9"))
FEWEST = "1–4"


@dataclass(frozen=True)
class Supply:
    """The band of each product that somebody reported, and how many figures there could be."""

    products: dict[int, str]
    series: int
    published: int


def band_of(count: int) -> str:
    """Return how many organisations there are, as the host is told: "1–4", "10–19"."""
    return next((words for least, words in _BANDS if count >= least), FEWEST)


def count_supply() -> Supply:
    """Count what a release that came out now would rest on; for jobs, it reads all lines."""
    who = gathering.organised()
    age = get_settings().price_age_months
    products: dict[int, str] = {}
    series: set[str] = set()
    for product_id, reports in gathering.read_reports(
        who, (ReviewState.ACCEPTED,), month=clock.current_month()
    ):
        counting = [one for one in reports if one.age_months >= age]
        if counting:
            products[product_id] = band_of(len({one.organisation for one in counting}))
            series |= {one.key.text for one in counting}
    published = db.session.scalar(
        sa.select(sa.func.count(PriceCell.id)).where(
            PriceCell.is_current, PriceCell.kind == CellKind.TOTAL
        )
    )
    return Supply(products, len(series), published or 0)
