"""The statistics of published prices: pure functions over numbers, as /method explains them.

Prices are floats here: positive, per unit, in one currency. Weights are any positive
numbers; only their ratios matter. Everything a price enters is done on its logarithm.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc
from scipy.stats import median_abs_deviation, quantile_test, theilslopes

from community.prices.kinds import Confidence

HALF_LIFE_MONTHS = 18
"""Months after which a price weighs half as much."""

OUTLIER_Z = 3.5
"""Modified z-score beyond which a price is looked at (Iglewicz and Hoaglin 1993)."""
FEWEST_FOR_OUTLIERS = 8
"""Organisations below which the outlier rule fires on honest prices."""
SANITY_FACTOR = 10
"""So many times the median, or its inverse, is held whatever the spread is."""

FEWEST_FOR_SLOPE = 20
FEWEST_BANDS_FOR_SLOPE = 4

_MOST_APART = 1.1
_MOST_FOR_SLOPE = 1_000
_Z_OF_MAD = 0.6745
_Z_OF_MEAN_DEVIATION = 1.253314
_TUKEY_REACH = 1.5
_COVERAGE = 0.95

Floats = NDArray[np.float64]


class Outlier(StrEnum):
    """Which rule a price broke."""

    MODIFIED_Z = "outlier-mad"
    TUKEY = "outlier-tukey"
    SANITY_HIGH = "sanity-high"
    SANITY_LOW = "sanity-low"


@dataclass(frozen=True)
class Slope:
    """How prices change in a year, and its 95 % interval: 0.05 is +5 %."""

    change: float
    low: float
    high: float


def recency_weight(age_months: float) -> float:
    """Return the weight of a price that is so many months old: 1 today, ½ at 18 months.

    Exponential weights keep their ratios as time passes, so that a figure doesn't move
    by ageing alone.
    """
    return math.exp2(-age_months / HALF_LIFE_MONTHS)


def effective_count(weights: Sequence[float]) -> float:
    """Return Kish's effective sample size: n for equal weights, less otherwise."""
    total = math.fsum(weights)
    return total * total / math.fsum(weight * weight for weight in weights)


def harrell_davis(
    values: Sequence[float], weights: Sequence[float], probabilities: Sequence[float]
) -> list[float]:
    """Return the weighted Harrell-Davis quantiles of `values`.

    Harrell and Davis 1982; weights as in Akinshin, arXiv 2304.07265: the beta
    distribution's parameters come from Kish's effective size. Equal weights give
    scipy.stats.mstats.hdquantiles. Raises ValueError without any weight.
    """
    pairs = sorted(pair for pair in zip(values, weights, strict=True) if pair[1] > 0)
    if not pairs:
        raise ValueError("A quantile needs at least one value.")
    ordered = np.array([value for value, _ in pairs])
    shares = np.array([weight for _, weight in pairs])
    edges = np.concatenate(([0.0], np.cumsum(shares / shares.sum())))
    edges[-1] = 1.0
    size = effective_count([weight for _, weight in pairs]) + 1
    return [_one_quantile(ordered, edges, size, p) for p in probabilities]


def _one_quantile(ordered: Floats, edges: Floats, size: float, p: float) -> float:
    cumulated = betainc(p * size, (1 - p) * size, edges)
    return float(np.dot(np.diff(cumulated), ordered))


def price_quantiles(
    prices: Sequence[float], weights: Sequence[float], probabilities: Sequence[float]
) -> list[float]:
    """Return weighted Harrell-Davis quantiles of the logarithms, as prices."""
    logs = [math.log(price) for price in prices]
    return [math.exp(q) for q in harrell_davis(logs, weights, probabilities)]


def cross_check_quantiles(
    values: Sequence[float], probabilities: Sequence[float]
) -> list[float]:
    """Return Hyndman and Fan's type 8 quantiles, unweighted: a second opinion."""
    found = np.quantile(values, probabilities, method="median_unbiased")
    return [float(value) for value in found]


def are_apart(prices: Sequence[float]) -> bool:
    """Whether a second opinion puts the median more than a tenth elsewhere.

    Both without weights and on logarithms. They part where prices lie in two heaps, as
    when two editions are reported as one.
    """
    logs = [math.log(price) for price in prices]
    (first,) = harrell_davis(logs, [1.0] * len(logs), (0.5,))
    (second,) = cross_check_quantiles(logs, (0.5,))
    return abs(first - second) > math.log(_MOST_APART)


def modified_z(prices: Sequence[float]) -> list[float]:
    """Return 0.6745 (x - median) / MAD of each log price.

    Where half of the prices are equal the MAD is 0, and 1.253314 times the mean
    absolute deviation takes its place; where all are, each score is 0.
    """
    logs = np.log(np.asarray(prices, dtype=float))
    away = logs - np.median(logs)
    spread = float(median_abs_deviation(logs))
    if spread > 0:
        return [float(z) for z in _Z_OF_MAD * away / spread]
    mean = float(np.mean(np.abs(away)))
    if mean == 0:
        return [0.0] * len(logs)
    return [float(z) for z in away / (_Z_OF_MEAN_DEVIATION * mean)]


def tukey_fences(prices: Sequence[float]) -> tuple[float, float]:
    """Return the prices beyond which Tukey calls one an outlier, on logarithms."""
    low, high = np.quantile(np.log(np.asarray(prices, dtype=float)), [0.25, 0.75])
    reach = _TUKEY_REACH * (high - low)
    return math.exp(low - reach), math.exp(high + reach)


def outliers(prices: Sequence[float]) -> list[frozenset[Outlier]]:
    """Return, for each organisation's price, the rules that it breaks.

    Below eight organisations only the sanity limits apply.
    """
    found: list[set[Outlier]] = [set() for _ in prices]
    if not found:
        return []
    _mark_insane(prices, found)
    if len(prices) >= FEWEST_FOR_OUTLIERS:
        low, high = tukey_fences(prices)
        for number, z in enumerate(modified_z(prices)):
            if abs(z) > OUTLIER_Z:
                found[number].add(Outlier.MODIFIED_Z)
            if not low <= prices[number] <= high:
                found[number].add(Outlier.TUKEY)
    return [frozenset(rules) for rules in found]


def _mark_insane(prices: Sequence[float], found: list[set[Outlier]]) -> None:
    median = float(np.median(np.asarray(prices, dtype=float)))
    for number, price in enumerate(prices):
        if price > median * SANITY_FACTOR:
            found[number].add(Outlier.SANITY_HIGH)
        elif price * SANITY_FACTOR < median:
            found[number].add(Outlier.SANITY_LOW)


def median_interval(prices: Sequence[float]) -> tuple[float, float] | None:
    """Return two prices that hold the median in 95 of 100 cases; None when too few.

    Distribution-free, from order statistics (scipy.stats.quantile_test).
    """
    ranks = _interval_ranks(len(prices))
    if ranks is None:
        return None
    ordered = sorted(prices)
    return ordered[ranks[0] - 1], ordered[ranks[1] - 1]


@cache
def _interval_ranks(count: int) -> tuple[int, int] | None:
    """Return which of so many ordered prices bound the interval: it is the same for all."""
    found = quantile_test(np.arange(1, count + 1), q=0, p=0.5)
    low, high = found.confidence_interval(_COVERAGE)
    return None if math.isnan(low) or math.isnan(high) else (int(low), int(high))


def half_width(interval: tuple[float, float]) -> float:
    """Return how far an interval reaches to either side: 0.1 is 10 %."""
    low, high = interval
    return math.sqrt(high / low) - 1


def confidence(count: int, interval: tuple[float, float] | None) -> Confidence:
    """Return the word for a median over `count` organisations."""
    if interval is None:
        return Confidence.LOW
    width = half_width(interval)
    if count >= 20 and width <= 0.10:
        return Confidence.HIGH
    if count >= 12 and width <= 0.20:
        return Confidence.MEDIUM
    return Confidence.LOW


def volume_curve(
    quantities: Sequence[float], prices: Sequence[float]
) -> tuple[float, float]:
    """Return (intercept, slope) of log price on log quantity by Theil and Sen."""
    fitted = _theil_sen([math.log(one) for one in quantities], prices)
    return float(fitted.intercept), float(fitted.slope)


def _theil_sen(places: Sequence[float], prices: Sequence[float]) -> Any:
    """Return scipy's line of log price; of very many points through an even choice.

    It compares each pair. Without an interval, where most are equal, that is NaN.
    """
    pairs = sorted(zip(places, prices, strict=True))
    some = pairs[:: -(-len(pairs) // _MOST_FOR_SLOPE)]
    logs = np.log([price for _, price in some])
    with np.errstate(invalid="ignore"):
        return theilslopes(logs, [place for place, _ in some], alpha=_COVERAGE)


def per_doubling(slope: float) -> float:
    """Return what doubling the quantity does to the price: -0.06 is 6 % less."""
    return math.exp2(slope) - 1.0


def trend(years: Sequence[float], prices: Sequence[float]) -> Slope | None:
    """Return the change of prices per year, and its 95 % interval, by Theil and Sen.

    None where so many prices and months are equal that there is no interval.
    """
    fitted = _theil_sen(years, prices)
    if math.isnan(fitted.low_slope) or math.isnan(fitted.high_slope):
        return None
    return Slope(
        math.expm1(fitted.slope),
        math.expm1(fitted.low_slope),
        math.expm1(fitted.high_slope),
    )
