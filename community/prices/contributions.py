"""From reported prices to one value for each organisation, the unit of privacy (P1)."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from community.prices import stats
from community.prices.dimensions import Dimension


@dataclass(frozen=True, slots=True)
class Contribution:
    """One accepted, signed price of an organisation: per unit, in the base currency.

    `is_visible` says that others can see it already: a card or a named post (P4).
    `quantity` is 0 where it isn't known; `key` tells two of one organisation apart and
    stays the same as time passes: of two that are equally young the first by it is newer.
    """

    organisation: str
    price: float
    age_months: float
    key: str = ""
    is_visible: bool = False
    quantity: float = 0.0
    traits: Mapping[Dimension, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """An organisation in a figure: one price, one weight, in one part of a breakdown.

    `fingerprint` changes when what it contributes changes, and not as time passes.
    """

    organisation: str
    price: float
    weight: float
    age_months: float
    is_visible: bool
    quantity: float
    traits: Mapping[Dimension, str]
    fingerprint: str


def units_of(contributions: Iterable[Contribution]) -> list[Unit]:
    """Return one unit an organisation, in the order of their names.

    The price is the weighted median of its own; age and part are those of its newest.
    """
    by_organisation: dict[str, list[Contribution]] = {}
    for one in contributions:
        by_organisation.setdefault(one.organisation, []).append(one)
    youngest = min(
        (one.age_months for own in by_organisation.values() for one in own), default=0.0
    )
    return [
        _unit(name, sorted(own, key=_newest_first), youngest)
        for name, own in sorted(by_organisation.items())
    ]


def _newest_first(one: Contribution) -> tuple[object, ...]:
    return (
        one.age_months,
        one.key,
        sorted(one.traits.items()),
        one.price,
        one.quantity,
    )


def _unit(name: str, own: Sequence[Contribution], youngest: float) -> Unit:
    # Ages count from the youngest of all: the same weights, to the last bit, next month.
    weights = [stats.recency_weight(one.age_months - youngest) for one in own]
    newest = own[0]
    return Unit(
        organisation=name,
        price=_own_median(own, weights),
        weight=weights[0],
        age_months=newest.age_months,
        is_visible=any(one.is_visible for one in own),
        quantity=newest.quantity,
        traits=newest.traits,
        fingerprint=_fingerprint(own),
    )


def _own_median(own: Sequence[Contribution], weights: Sequence[float]) -> float:
    if len(own) == 1:
        return own[0].price
    return stats.harrell_davis([one.price for one in own], weights, (0.5,))[0]


def _fingerprint(own: Sequence[Contribution]) -> str:
    said = sorted(
        (one.key, one.price, one.quantity, one.is_visible, sorted(one.traits.items()))
        for one in own
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]
