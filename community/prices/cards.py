"""Cards: deals that their authors show, as coarse as five organisations look alike (P12).

A card says what at least five organisations' accepted deals share, its price included:
a vendor who holds every order finds at least five that fit. Where too few are alike it
says less; where even the least is too much there is no card.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from community.accounts.traits import public_size
from community.deals.bands import (
    half_year,
    on_grid,
    quantity_band,
    term_band,
)
from community.deals.kinds import Visibility
from community.prices.grid import ceiling_on_grid, exact, floor_on_grid
from community.prices.reports import Report

LEAST_ALIKE = 5


class Trait(StrEnum):
    """What a card may say beside its price."""

    QUANTITY = "quantity"
    TERM = "term"
    HALF_YEAR = "half-year"
    SIZE = "size"
    REGION = "region"
    INDUSTRY = "industry"


@dataclass(frozen=True)
class Form:
    """How much a card says: its traits, and how wide its price is.

    `ratio` is the upper end of the price by the lower one; 1 is a price on the grid.
    """

    ratio: float
    traits: tuple[Trait, ...]


_BANDS = (Trait.QUANTITY, Trait.TERM, Trait.HALF_YEAR)
FORMS = (
    Form(1.0, (*_BANDS, Trait.SIZE, Trait.INDUSTRY)),
    Form(1.0, (*_BANDS, Trait.SIZE, Trait.REGION)),
    Form(1.0, (*_BANDS, Trait.SIZE)),
    Form(1.1, (*_BANDS, Trait.SIZE, Trait.REGION)),
    Form(1.1, (*_BANDS, Trait.SIZE)),
    Form(1.1, _BANDS),
    Form(1.25, (*_BANDS, Trait.SIZE)),
    Form(1.25, _BANDS),
    Form(1.25, (Trait.QUANTITY, Trait.HALF_YEAR)),
    Form(1.25, (Trait.QUANTITY,)),
)
"""From what says most to what says least; at most two traits of the organisation."""


@dataclass(frozen=True)
class Card:
    """What is shown of one line; the price is from `low` to `high`, both on the grid."""

    line_id: int
    owner: str
    form: int
    low: Decimal
    high: Decimal
    traits: tuple[tuple[Trait, str], ...]
    half_year: str
    """For the order of a list: 2026-2 is the second half of 2026."""
    tier: str
    is_named: bool


def choose_cards(reports: Sequence[Report], before: Mapping[int, int]) -> list[Card]:
    """Return the cards of one series' accepted lines, all of them old enough to count.

    `before` holds the form of the lines that have a card already: they keep it, or lose
    the card, so that nobody learns from a card that changes.
    """
    wanted = [one for one in reports if one.visibility is not Visibility.AGGREGATE]
    if not wanted:
        return []
    counts: dict[int, dict[_Looks, set[str]]] = {}
    found = []
    for one in wanted:
        forms = [before[one.line_id]] if one.line_id in before else range(len(FORMS))
        for number in forms:
            if number not in counts:
                counts[number] = _alike(reports, FORMS[number])
            looks = _looks(one, FORMS[number])
            if looks is not None and len(counts[number][looks]) >= LEAST_ALIKE:
                found.append(_card(one, number))
                break
    return found


_Looks = tuple[object, ...]
_SAYS: Mapping[Trait, Callable[[Report], str]] = {
    Trait.QUANTITY: lambda one: quantity_band(one.quantity),
    Trait.TERM: lambda one: term_band(one.term_months),
    Trait.HALF_YEAR: lambda one: half_year(one.month),
    Trait.SIZE: lambda one: public_size(one.size).value,
    Trait.REGION: lambda one: one.region.value,
    Trait.INDUSTRY: lambda one: "" if one.industry is None else one.industry.value,
}


def _alike(reports: Iterable[Report], form: Form) -> dict[_Looks, set[str]]:
    """Return the organisations behind each way in which a line can look."""
    found: dict[_Looks, set[str]] = {}
    for one in reports:
        looks = _looks(one, form)
        if looks is not None:
            found.setdefault(looks, set()).add(one.organisation)
    return found


def _looks(one: Report, form: Form) -> _Looks | None:
    traits = _traits(one, form)
    if traits is None:
        return None
    return (_prices(one.price, form.ratio), traits)


def _traits(one: Report, form: Form) -> tuple[tuple[Trait, str], ...] | None:
    """Return what the card says beside the price; None when the line does not say it."""
    traits = tuple((trait, _SAYS[trait](one)) for trait in form.traits)
    return traits if all(text for _, text in traits) else None


@lru_cache(maxsize=8_192)  # asked for every line at every form that is tried
def _prices(price: float, ratio: float) -> tuple[Decimal, Decimal]:
    """Return the price from low to high: bounds that do not depend on the price itself."""
    if ratio == 1.0:
        return on_grid(exact(price)), on_grid(exact(price))
    step = math.floor(round(math.log(price) / math.log(ratio), 9))
    low, high = exact(ratio**step), exact(ratio ** (step + 1))
    # Outward: whoever counts orders within what is printed must find all that are alike.
    return floor_on_grid(low), ceiling_on_grid(high)


def _card(one: Report, number: int) -> Card:
    form = FORMS[number]
    low, high = _prices(one.price, form.ratio)
    return Card(
        line_id=one.line_id,
        owner=one.owner,
        form=number,
        low=low,
        high=high,
        traits=_traits(one, form) or (),
        half_year=f"{one.month[:4]}-{1 if one.month[5:] <= '06' else 2}",
        tier=one.evidence.value,
        is_named=one.visibility is Visibility.NAMED,
    )
