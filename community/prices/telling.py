"""What buyers answered besides the price, as a page tells it: shares in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from community.deals.captions import DEAL_CAPTIONS
from community.deals.kinds import Lever, OtherAlternative, PaymentDays
from community.deals.labels import label
from community.prices.kinds import CellKind, Satisfaction
from community.prices.models import PriceCell
from community.prices.snapshot import Figures
from community.prices.wording import Shares, shares_words

_SATISFACTION_WORDS = {
    Satisfaction.HAPPY: "Happy with the price",
    Satisfaction.IN_BETWEEN: "In between",
    Satisfaction.UNHAPPY: "Unhappy with it",
}
_HEADINGS = {
    CellKind.ALTERNATIVES: "What they weighed it against",
    CellKind.SATISFACTION: "How they feel about the price",
    CellKind.PAYMENT: "When they pay",
}
"""What is asked of all buyers alike, in this order, under one heading."""


@dataclass(frozen=True)
class Told:
    """One question, and what those who answered it said."""

    heading: str
    shares: Shares


def told_of(figures: Figures, products: Mapping[str, str]) -> tuple[Told, ...]:
    """Return what buyers answered; `products` are names of alternatives by their ids."""
    names = {
        CellKind.ALTERNATIVES: _labels(OtherAlternative) | dict(products),
        CellKind.SATISFACTION: {
            str(k): text for k, text in _SATISFACTION_WORDS.items()
        },
        CellKind.PAYMENT: _labels(PaymentDays),
    }
    found = [
        (heading, _shares(figures.words.get(kind), names[kind]))
        for kind, heading in _HEADINGS.items()
    ]
    return tuple(Told(heading, shares) for heading, shares in found if shares)


def levers_of(figures: Figures) -> Shares | None:
    return _shares(figures.words.get(CellKind.LEVERS), _labels(Lever))


def clauses_of(figures: Figures) -> Shares | None:
    return _shares(figures.words.get(CellKind.CLAUSES), DEAL_CAPTIONS)


def alternative_ids(figures: Figures) -> list[int]:
    """Return the products that are told as alternatives."""
    cell = figures.words.get(CellKind.ALTERNATIVES)
    return [] if cell is None else [int(one) for one, _ in cell.words if one.isdigit()]


def _shares(cell: PriceCell | None, names: Mapping[str, str]) -> Shares | None:
    """Return the shares of what has a name: a product that is hidden now has none."""
    if cell is None:
        return None
    known = [pair for pair in cell.words if pair[0] in names]
    return shares_words(known, names) if known else None


def _labels(kind: type[StrEnum]) -> dict[str, str]:
    return {one.value: label(one) for one in kind}
