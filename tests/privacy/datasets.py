"""Random sets of prices, and what the publisher makes of each: what is it that differs?"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from community.prices.contributions import Contribution
from community.prices.dimensions import Choice, Dimension
from community.prices.publisher import Published, publish
from community.prices.thresholds import Thresholds

_LABELS: Mapping[Dimension, tuple[str, ...]] = {
    Dimension.SIZE: ("1–50", "51–200", "201–1,000", "1,001–5,000", "5,001+"),
    Dimension.REGION: ("emea", "north-america", "latin-america", "apac"),
    Dimension.QUANTITY: ("1–9", "10–24", "25–49", "50–99", "100–249"),
    Dimension.TERM: ("<12 months", "12 months", "13–24 months"),
    Dimension.SECTOR: ("private", "public", "education"),
}


@dataclass
class Tally:
    """What was counted over many sets."""

    sets: int = 0
    cells: int = 0
    breakdowns: int = 0
    small_differences: int = 0
    suppressed: int = 0
    changed_bytes: int = 0


def tally(count: int, seed: int = 10_000) -> Tally:
    """Publish so many random sets; count what must never be."""
    chance = random.Random(seed)  # noqa: S311 - the same each time
    found = Tally()
    for _ in range(count):
        deals, choice, thresholds = _a_set(chance)
        published = publish(deals, choice, thresholds)
        found.sets += 1
        found.cells += published.total is not None
        for parts in published.breakdowns.values():
            found.cells += len(parts or {})
            found.breakdowns += parts is not None
        found.small_differences += sum(
            0 < size < thresholds.median for size in _differences(published)
        )
        if published.total is None and deals:
            found.suppressed += 1
            found.changed_bytes += _changed(chance, deals, choice, thresholds)
    return found


def _a_set(
    chance: random.Random,
) -> tuple[list[Contribution], Choice, Thresholds]:
    organisations = chance.choice((3, 5, 6, 9, 12, 15, 21, 30, 45, 70))
    level, sigma = 10 ** chance.uniform(-1, 5), chance.uniform(0, 0.6)
    skew = chance.uniform(0.3, 3)
    deals = [
        Contribution(
            f"o{int(organisations * chance.random() ** skew):02d}",
            level * chance.lognormvariate(0, sigma),
            age_months=chance.randint(0, 40),
            key=str(number),
            is_visible=chance.random() < 0.08,
            quantity=chance.randint(1, 500),
            traits={
                dimension: chance.choice(labels[: chance.randint(1, len(labels))])
                for dimension, labels in _LABELS.items()
                if chance.random() < 0.97
            },
        )
        for number in range(round(organisations * chance.uniform(0.8, 2)))
    ]
    first, second = chance.sample(list(Dimension), 2)
    choice = Choice(first, second, instead_of_quartiles=chance.random() < 0.5)
    median = chance.choice((5, 5, 5, 8))
    return deals, choice, Thresholds(median=median, age_months=chance.choice((3, 6)))


def _differences(published: Published) -> Iterator[int]:
    """Yield how many organisations a total has that some parts of a breakdown have not.

    Of all, and of those whose price nobody can see.
    """
    if published.total is None:
        return
    total = published.total.members
    for parts in published.breakdowns.values():
        cells = [cell.members for cell in (parts or {}).values()]
        for size in range(1, len(cells) + 1):
            for some in combinations(cells, size):
                left = total.keys() - {name for members in some for name in members}
                yield len(left)
                yield sum(total[name].counts for name in left)


def _changed(
    chance: random.Random,
    deals: list[Contribution],
    choice: Choice,
    thresholds: Thresholds,
) -> int:
    """Return whether anything shows once a price of a suppressed set is another."""
    victim = chance.randrange(len(deals))
    other = [*deals]
    other[victim] = replace(deals[victim], price=deals[victim].price * 7.3)
    before, after = (publish(one, choice, thresholds) for one in (deals, other))
    one, two = (repr((p.total, p.breakdowns)) for p in (before, after))
    return sum(a != b for a, b in zip(one, two, strict=False)) + abs(
        len(one) - len(two)
    )
