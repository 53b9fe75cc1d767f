"""The sybil: it controls all other organisations of a cell, and knows what they pay.

It sees what is published, and asks which prices of the one that it doesn't know would
have led to exactly that: anybody can run the publisher.
"""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from community.prices.contributions import Contribution
from community.prices.dimensions import Choice, Dimension
from community.prices.publisher import Published, publish

PINNED = 0.10
"""A victim counts as found when its price is known to within ten per cent."""
_WIDEST = 4.0
_HALVINGS = 14
_STEP = 0.005


class Sees(StrEnum):
    """What the sybil looks at; the rest of the output is ignored."""

    MEDIAN = "median only"
    QUARTILES = "with quartiles"
    BREAKDOWN = "quartiles and one breakdown"
    ALL = "all that is published"


@dataclass(frozen=True)
class Attack:
    """A cell of `count` organisations, the parts of its breakdowns, and what is looked at."""

    count: int
    sees: Sees
    parts: tuple[int, ...] = ()
    second_parts: tuple[int, ...] = ()

    @property
    def choice(self) -> Choice:
        return Choice(
            Dimension.REGION if self.parts else None,
            Dimension.SECTOR if self.second_parts else None,
        )


def share_pinned(attack: Attack, victims: int, seed: int = 33) -> float:
    """Return the share of victims whose price the sybil knows to within ten per cent."""
    chance = random.Random(f"{seed} {attack}")  # noqa: S311 - the same each time
    pinned = 0
    for _ in range(victims):
        market = a_market(attack, chance)
        victim = chance.randrange(attack.count)
        pinned += width(market, victim, attack) < PINNED
    return pinned / victims


def a_market(attack: Attack, chance: random.Random) -> list[Contribution]:
    """Return prices as markets have them, of ages at which all of them count."""
    sigma = chance.uniform(0.2, 0.35)
    level = 10 ** chance.uniform(1, 4)
    firsts = _labels(attack.parts, attack.count)
    seconds = _labels(attack.second_parts, attack.count)
    chance.shuffle(seconds)
    return [
        Contribution(
            f"o{number:02d}",
            level * chance.lognormvariate(0, sigma),
            age_months=6,
            quantity=1.0,
            traits={
                Dimension.REGION: firsts[number],
                Dimension.SECTOR: seconds[number],
            },
        )
        for number in range(attack.count)
    ]


def _labels(parts: tuple[int, ...], count: int) -> list[str]:
    if not parts:
        return [""] * count
    return [f"part {n}" for n, size in enumerate(parts) for _ in range(size)]


def width(market: list[Contribution], victim: int, attack: Attack) -> float:
    """Return how wide the prices lie that explain what is published: 0.1 is ten per cent."""
    seen = look(publish(market, attack.choice), attack.sees)
    true = market[victim].price

    def explains(factor: float) -> bool:
        other = [*market]
        other[victim] = replace(market[victim], price=true * factor)
        return look(publish(other, attack.choice), attack.sees) == seen

    if attack.sees is Sees.ALL:
        return _scanned(explains)
    return edge(explains, _WIDEST) / edge(explains, 1 / _WIDEST) - 1


def edge(explains: Callable[[float], bool], beyond: float) -> float:
    """Return the last factor that explains it, looking from 1 towards `beyond`.

    All that is seen grows with the price, so the prices that explain it are an interval.
    """
    if explains(beyond):
        return beyond
    inside, outside = 0.0, math.log(beyond)
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        if explains(math.exp(middle)):
            inside = middle
        else:
            outside = middle
    return math.exp(inside)


def _scanned(explains: Callable[[float], bool]) -> float:
    """Return the width by trying prices around: not everything grows with a price."""
    steps = round(PINNED * 2 / _STEP)
    factors = [
        math.exp(n * _STEP)
        for n in range(-steps, steps + 1)
        if n == 0 or explains(math.exp(n * _STEP))
    ]
    return max(factors) / min(factors) - 1 + _STEP


def look(published: Published, sees: Sees) -> object:
    """Return that of `published` which the sybil looks at, as something to compare."""
    total = published.total
    if total is None:
        return None
    median, quartiles = total.median, (total.p25, total.p75)
    parts = [
        (label, cell.median, cell.organisations)
        for labels in published.breakdowns.values()
        for label, cell in (labels or {}).items()
    ]
    if sees is Sees.MEDIAN:
        return median
    if sees is Sees.QUARTILES:
        return median, quartiles
    if sees is Sees.BREAKDOWN:
        return median, quartiles, parts
    return replace(total, members={}), parts


STATED = {
    Attack(5, Sees.MEDIAN): "23 %",
    Attack(8, Sees.MEDIAN): "9 %",
    Attack(12, Sees.MEDIAN): "3 %",
    Attack(20, Sees.MEDIAN): "0 %",
    Attack(12, Sees.QUARTILES): "22-24 %",
    Attack(20, Sees.QUARTILES): "4 %",
    Attack(20, Sees.BREAKDOWN, (8, 12)): "22 %",
    Attack(40, Sees.MEDIAN): "",
    Attack(40, Sees.QUARTILES): "",
    Attack(40, Sees.BREAKDOWN, (8, 8, 8, 8, 8)): "",
    Attack(40, Sees.BREAKDOWN, (20, 20), (20, 20)): "16 %",
    Attack(40, Sees.BREAKDOWN, (10, 10, 10, 10), (20, 20)): "16 %",
    Attack(40, Sees.BREAKDOWN, (8, 8, 8, 8, 8), (20, 20)): "16 %",
    Attack(5, Sees.ALL): "23 %",
    Attack(8, Sees.ALL): "9 %",
    Attack(12, Sees.ALL): "22-24 %",
    Attack(20, Sees.ALL, (8, 12)): "22 %",
    Attack(40, Sees.ALL, (8, 8, 8, 8, 8), (20, 20)): "16 %",
}
"""What the method says of each: the share of victims pinned to within ten per cent.

Of two breakdowns it does not say how large the parts of the first are. Those of ten lead
to its figure; here are the largest and the smallest that may be shown as well.
"""
