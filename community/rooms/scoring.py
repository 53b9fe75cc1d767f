"""What a committee's scores come to: means, weighed by its criteria (pure)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Scored:
    """One person's score of a product by a criterion; all are ids but the value."""

    criterion: int
    choice: int
    member: int
    value: int


@dataclass(frozen=True)
class Mean:
    """What `people` people found on average, to a tenth, halves up."""

    value: Decimal
    people: int


@dataclass(frozen=True)
class Total:
    """A product's weighed mean over the `scored` criteria of all that there are."""

    value: Decimal
    scored: int


def means_of(scores: Iterable[Scored]) -> dict[tuple[int, int], Mean]:
    """Return the mean of each criterion and product that somebody scored."""
    return {
        key: Mean(_tenth(mean), people)
        for key, (mean, people) in _exact(scores).items()
    }


def totals_of(weights: Mapping[int, int], scores: Iterable[Scored]) -> dict[int, Total]:
    """Return what each scored product comes to, by the `weights` of criteria.

    A criterion that nobody scored for a product is left out of its mean: it says
    nothing for it or against it.
    """
    found: dict[int, list[tuple[int, Decimal]]] = defaultdict(list)
    for (criterion, choice), (mean, _) in _exact(scores).items():
        if criterion in weights:
            found[choice].append((weights[criterion], mean))
    return {
        choice: Total(
            _tenth(
                sum((weight * mean for weight, mean in own), Decimal(0))
                / sum(weight for weight, _ in own)
            ),
            len(own),
        )
        for choice, own in found.items()
    }


def _exact(
    scores: Iterable[Scored],
) -> dict[tuple[int, int], tuple[Decimal, int]]:
    values: dict[tuple[int, int], list[int]] = defaultdict(list)
    for one in scores:
        values[one.criterion, one.choice].append(one.value)
    return {
        key: (Decimal(sum(own)) / len(own), len(own)) for key, own in values.items()
    }


def _tenth(value: Decimal) -> Decimal:
    return value.quantize(_TENTH, rounding=ROUND_HALF_UP)
