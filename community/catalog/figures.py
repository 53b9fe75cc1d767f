"""A list price in the words of a list: "from $5 / user / month"."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from community.catalog.kinds import Period
from community.catalog.models import ListPrice
from community.core.money import Money, format_money

ON_REQUEST = "on request"
_STALE = dt.timedelta(days=365)
"""A plan whose last known price is this much older than its siblings' has gone."""


def per_words(price: ListPrice) -> str:
    """Return what the price is for: "/ user / month", "once", "/ 1,000 calls"."""
    parts = [price.per_unit] if price.per_unit else []
    if price.per_period is Period.ONCE:
        return " ".join(f"/ {part}" for part in parts) or "once"
    return " ".join(f"/ {part}" for part in [*parts, price.per_period.value])


def price_words(price: ListPrice) -> str:
    """Return the amount: "$12.50", "free", "on request"."""
    if price.amount is None:
        return ON_REQUEST
    if not price.amount:
        return "free"
    return format_money(Money(price.amount, price.currency))


def from_words(prices: Sequence[ListPrice]) -> str:
    """Return the lowest of a product's current list prices, "" when none is known.

    Plans that were not priced for a year while others were have gone. Amounts of two
    currencies or units do not compare: the newest currency and commonest unit speak.
    """
    if not prices:
        return ""
    newest = max(price.valid_from for price in prices)
    live = [price for price in prices if price.valid_from > newest - _STALE]
    named = [price for price in live if price.amount is not None]
    if not named:
        return ON_REQUEST
    latest = max(named, key=lambda price: (price.valid_from, price.id))
    same = [price for price in named if price.currency == latest.currency]
    paid = [price for price in same if price.amount]
    if not paid:
        return "free"
    lowest = min(_alike(paid), key=lambda price: (price.amount or Decimal(0), price.id))
    words = f"{price_words(lowest)} {per_words(lowest)}"
    if len(paid) < len(same):
        return f"free, or from {words}"
    return f"from {words}" if len(live) > 1 else words


def _alike(prices: Sequence[ListPrice]) -> list[ListPrice]:
    """Return the prices of the commonest unit and period: others do not compare."""
    units = Counter((price.per_unit, price.per_period) for price in prices)
    commonest = max(units, key=lambda unit: (units[unit], unit))
    return [p for p in prices if (p.per_unit, p.per_period) == commonest]
