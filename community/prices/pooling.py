"""An estimate for a thin edition, drawn towards what the product's other editions cost.

Partial pooling on logarithms, of published figures alone (P10): nothing is told that
the snapshot has not told. So the number of organisations is the least of the printed
band, for the weight of a true count would give that away (P9).

The group is the product's editions and no more. A total over all editions is published
nowhere: it and an edition's figure could differ by one organisation (P6). And products
of a category lie far apart: with half of the typical price to twice as much among them,
five own prices weigh 96 % already, and there is nothing left to draw.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean, stdev

from community.deals.bands import on_grid
from community.prices.grid import exact
from community.prices.models import PriceCell, Series
from community.prices.snapshot import Figures

WITHIN = 0.3
"""Spread of log prices within an edition (sigma)."""
BETWEEN = 0.2
"""Least spread of log prices between editions (tau); what they show where it is more."""
FEWEST_OTHERS = 2
"""Other editions without which there is no group."""

_LEAST_OF_BAND = {"5–9": 5, "10–19": 10, "20–49": 20, "50–99": 50, "100+": 100}
_THIN = frozenset({"5–9"})


@dataclass(frozen=True)
class Estimate:
    """A thin edition's price with others drawn in, and how much of it is its own."""

    price: Decimal
    own_percent: int


def pooled(
    own: float, count: int, group: float, *, sigma: float = WITHIN, tau: float = BETWEEN
) -> tuple[float, float]:
    """Return a thin segment's price drawn towards its group's, and the own data's weight.

    The weight is n tau² / (n tau² + sigma²), with sigma the spread within a segment and
    tau that between segments.
    """
    between = count * tau * tau
    weight = between / (between + sigma * sigma)
    logs = weight * math.log(own) + (1 - weight) * math.log(group)
    return math.exp(logs), weight


def estimate(figures: Figures, published: Sequence[Figures]) -> Estimate | None:
    """Return the estimate of a thin edition, from all that is `published` of its product.

    None where the edition has organisations enough, or too few others stand beside it.
    """
    if figures.total.organisations not in _THIN:
        return None
    others = [one.total for one in published if _is_beside(one.series, figures.series)]
    if len(others) < FEWEST_OTHERS:
        return None
    logs = [_log(cell) for cell in others]
    weights = [_count(cell) for cell in others]
    group = fmean(logs, weights)
    price, weight = pooled(
        math.exp(_log(figures.total)),
        _count(figures.total),
        math.exp(group),
        tau=max(BETWEEN, stdev(logs)),
    )
    return Estimate(on_grid(exact(price)), round(weight * 100))


def _is_beside(one: Series, other: Series) -> bool:
    """Whether two series are of editions that are sold alike."""
    return one.plan_id != other.plan_id and _sold(one) == _sold(other)


def _sold(series: Series) -> tuple[object, ...]:
    return (
        series.pricing_model,
        series.metric,
        series.basis,
        series.unit_quantity,
        series.stage,
        series.channel,
        series.currency,
    )


def _log(cell: PriceCell) -> float:
    return math.log(cell.median or 1)


def _count(cell: PriceCell) -> int:
    return _LEAST_OF_BAND[cell.organisations]
