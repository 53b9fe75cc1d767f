"""What a search may be narrowed to, typed: names, marks, spans of numbers and days. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Has(StrEnum):
    """What a thing may have, or lack, to be looked for by."""

    ANSWER = "answer"
    NO_ANSWER = "no-answer"
    OFFICIAL = "official"
    PRICE = "price"


class Sort(StrEnum):
    """What comes first: what fits best, or what is newest."""

    TOP = "top"
    NEW = "new"


@dataclass(frozen=True)
class Span:
    """Numbers from `low` to `high`, either of them open when None; ends are in it.

    `is_above` and `is_below` say that the low or the high end itself is not.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    is_above: bool = False
    is_below: bool = False


@dataclass(frozen=True)
class Filters:
    """All that must be true: any of the names of a sort, every mark, every span.

    Names are as they were typed, folded; who finds them knows aliases and slips.
    """

    kinds: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    has: tuple[Has, ...] = ()
    price: Span | None = None
    """What was paid, in the currency that the site compares in."""
    seats: Span | None = None
    since: date | None = None
    """The first day that counts."""
    before: date | None = None
    """The first day that doesn't count any more."""

    def __bool__(self) -> bool:
        return self != Filters()
