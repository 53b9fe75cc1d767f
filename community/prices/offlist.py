"""How far below today's list price buyers pay: only where both are for the same thing."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from community.catalog.kinds import Period
from community.catalog.models import ListPrice, Product
from community.deals.bands import grid_step
from community.deals.normalisation import HOURS_A_DAY, MONTHS_A_YEAR, Basis
from community.deals.units import unit_text
from community.prices.models import PriceCell, Series

_HOUR, _DAY = "hour", "day"


def listed_for(
    series: Series, product: Product, prices: Iterable[ListPrice]
) -> Decimal | None:
    """Return today's list price of the edition that `series` is of, on its basis.

    None where nobody knows one, or none that is for the same currency, unit and time.
    """
    if series.plan_id is None:
        return None
    found = [
        _on_basis(price, series, product)
        for price in prices
        if price.plan_id == series.plan_id
    ]
    return next((amount for amount in reversed(found) if amount), None)


def _on_basis(price: ListPrice, series: Series, product: Product) -> Decimal | None:
    if not price.is_current or not price.amount or price.currency != series.currency:
        return None
    unit = price.per_unit.casefold()
    if series.basis is Basis.HOUR:
        return {_HOUR: price.amount, _DAY: price.amount / HOURS_A_DAY}.get(unit)
    own = {unit_text(product, series.metric, series.unit_quantity).casefold()}
    if series.unit_quantity == 1:
        own.add(series.metric.casefold())
    if unit not in own:
        return None
    return _for_the_time(price, series)


def _for_the_time(price: ListPrice, series: Series) -> Decimal | None:
    if price.amount is None:
        return None
    if series.basis is Basis.UNIT_YEAR:
        times = {Period.YEAR: 1, Period.MONTH: MONTHS_A_YEAR}.get(price.per_period)
        return price.amount * times if times else None
    # Of usage the quantity is the time: 1,000 calls cost the same in any month.
    return price.amount if price.per_period is Period.ONCE else None


def percent_off(paid: Decimal, listed: Decimal) -> int:
    """Return how far `paid` is from the list price, in whole per cent: -31 is 31 % less."""
    share = (paid / listed - 1) * 100
    return int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def is_about_list(total: PriceCell, listed: Decimal) -> bool:
    """Whether all that is shown of prices lies within one step of the grid of the list's."""
    step = grid_step(listed)
    shown = [one for one in (total.median, total.p25, total.p75) if one is not None]
    return all(abs(one - listed) <= step for one in shown)
