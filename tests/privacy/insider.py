"""The insider: it knows what all others pay, and where the one buyer's price began.

A price before a renewal, or a first offer, is in many hands: the vendor's, a former
buyer's, a reseller's. The insider sees the median and, beside it, how prices changed.
"""

import math
import random
from dataclasses import dataclass, replace

from community.prices.contributions import Contribution
from community.prices.kinds import CellKind
from community.prices.publisher import publish, publish_extra
from tests.privacy.sybil import PINNED, edge

_AGE_MONTHS = 6


@dataclass(frozen=True)
class Knows:
    """A figure of `count` organisations, and what stands beside their median."""

    count: int
    kind: CellKind


@dataclass(frozen=True)
class Pinned:
    """The share of victims whose price is known to within ten per cent, by what is seen."""

    median: float
    extra: float
    both: float


def shares_pinned(knows: Knows, victims: int, seed: int = 33) -> Pinned:
    """Return how many of `victims` are pinned by the median, by the extra, by both."""
    chance = random.Random(f"{seed} {knows}")  # noqa: S311 - the same each time
    by_median = by_extra = by_both = 0
    for _ in range(victims):
        prices, extras = _market(knows, chance)
        victim = chance.randrange(knows.count)
        one = _explained(prices, victim, _median)
        two = _explained(extras, victim, lambda said: _extra(said, knows.kind))
        by_median += _is_pinned(*one)
        by_extra += _is_pinned(*two)
        if knows.kind is CellKind.FEES:  # a fee tells itself, and nothing of the price
            by_both += _is_pinned(*one) or _is_pinned(*two)
        else:
            by_both += _is_pinned(max(one[0], two[0]), min(one[1], two[1]))
    return Pinned(by_median / victims, by_extra / victims, by_both / victims)


def _market(
    knows: Knows, chance: random.Random
) -> tuple[list[Contribution], list[Contribution]]:
    """Return prices as markets have them, and what each is of the one that it began at."""
    sigma = chance.uniform(0.2, 0.35)
    level = 10 ** chance.uniform(1, 4)
    apart = chance.uniform(0.02, 0.1)
    typical = math.log(1.05 if knows.kind is CellKind.UPLIFT else 0.85)
    prices, extras = [], []
    for number in range(knows.count):
        price = level * chance.lognormvariate(0, sigma)
        said = chance.lognormvariate(typical, apart)
        if knows.kind is CellKind.FEES:
            said = price * chance.lognormvariate(math.log(0.1), 0.5)
        name = f"o{number:02d}"
        prices.append(Contribution(name, price, _AGE_MONTHS))
        extras.append(Contribution(name, said, _AGE_MONTHS))
    return prices, extras


def _explained(market, victim, look) -> tuple[float, float]:
    """Return between which factors the victim's own may lie that explain what is seen."""
    seen = look(market)

    def explains(factor: float) -> bool:
        other = [*market]
        true = market[victim]
        other[victim] = replace(true, price=true.price * factor)
        return look(other) == seen

    return edge(explains, 1 / 4), edge(explains, 4)


def _is_pinned(low: float, high: float) -> bool:
    return high / low - 1 < PINNED


def _median(said: list[Contribution]) -> object:
    total = publish(said).total
    return total and total.median


def _extra(said: list[Contribution], kind: CellKind) -> object:
    cell = publish_extra(said, kind)
    return cell and cell.median


LOOKED_AT = tuple(
    Knows(count, kind)
    for kind in (CellKind.UPLIFT, CellKind.CONCESSION, CellKind.FEES)
    for count in (8, 12, 20, 40)
)
STATED = {8: "9 %", 12: "3 %", 20: "0 %", 40: ""}
"""What the method says of the median alone, by organisations."""
