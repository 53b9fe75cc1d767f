"""Amounts beside an axis: round, and as short as they can be."""

from decimal import Decimal

from community.core.money import Money, format_money

_THOUSANDS_FROM = Decimal(10_000)
_SCALES = (
    (Decimal(1_000_000), Decimal(1_000_000), "M"),
    (_THOUSANDS_FROM, Decimal(1_000), "k"),
)


def tick_label(value: Decimal, currency: str) -> str:
    """Return "$50", "$12.5k", "€1.2M"."""
    for threshold, size, letter in _SCALES:
        if abs(value) >= threshold:
            return _tidy(Money(value / size, currency)) + letter
    return _tidy(Money(value, currency))


def _tidy(money: Money) -> str:
    exponent = money.amount.normalize().as_tuple().exponent
    return format_money(money, digits=max(-int(exponent), 0))
