"""Amounts beside an axis: round, and as short as they can be."""

from decimal import Decimal

from community.core.money import Money, format_money, minor_units

_THOUSANDS_FROM = Decimal(10_000)
_SCALES = (
    (Decimal(1_000_000), Decimal(1_000_000), "M"),
    (_THOUSANDS_FROM, Decimal(1_000), "k"),
)


def tick_label(value: Decimal, currency: str) -> str:
    """Return "$50", "$12.5k", "€1.2M"."""
    for threshold, size, letter in _SCALES:
        if abs(value) >= threshold:
            short = value / size
            return format_money(Money(short, currency), digits=_places(short)) + letter
    places = _places(value)
    # A fraction of a dollar is written in cents: $12.50, not $12.5.
    digits = max(places, minor_units(currency)) if places else 0
    return format_money(Money(value, currency), digits=digits)


def _places(value: Decimal) -> int:
    return max(-int(value.normalize().as_tuple().exponent), 0)
