"""norm_v1: from what a contract says to prices per unit that can be compared.

Deterministic and versioned: the same terms always give the same digits, and another
way of computing them gets another version. Rules N1 to N7 of the method page:

N1 seat, flat, usage: what recurs over the term, by units times years; one-time fees
   are apart, and only `tco_unit_year` spreads them over the term.
N2 usage: amount by units, also per display unit ("per 1,000").
N3 perpetual: licence by units, once; maintenance as a share of the licence.
N4 hardware: by piece, once; services: by hour, a day has eight; a fixed price without
   effort has no unit price.
N5 other currencies: `converted` multiplies by one rate, once.
N6 no inflation. N7 how and when one pays is not in the sum; a bundle's split is no
   price of its own.

Quantities of seats and flat fees are a level; those of usage and services are a flow,
so many a month, a year, or over the whole term.
"""

from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from enum import StrEnum

from community.catalog.kinds import Period, PricingModel
from community.deals.kinds import Covers

NORM_VERSION = "norm_v1"
HOURS_A_DAY = 8
HORIZON_YEARS = 5
"""Years over which perpetual licences are compared with subscriptions."""
MONTHS_A_YEAR = 12
PRECISION = 28

FLOW_MODELS = frozenset({PricingModel.USAGE, PricingModel.SERVICE})
ONCE_MODELS = frozenset({PricingModel.PERPETUAL, PricingModel.HARDWARE})
HOUR_METRIC = "hour"
DAY_METRIC = "day"
FIXED_METRIC = "fixed price"


class Basis(StrEnum):
    """What the unit price is per."""

    UNIT_YEAR = "unit-year"
    UNIT = "unit"
    HOUR = "hour"
    NOTHING = "nothing"


@dataclass(frozen=True)
class YearStep:
    """One year of a ramp: how many units, and what was paid for that year."""

    year: int
    quantity: Decimal
    amount: Decimal


@dataclass(frozen=True)
class LineTerms:
    """What of a line and its contract decides about unit prices; money in one currency.

    `bought_once` is the licence or the hardware, `one_time_fees` the rest of what is
    paid once. `maintenance_year` is the yearly amount; `maintenance_in_price` says that
    the first year of it is in the price of the licence.
    """

    pricing_model: PricingModel
    quantity: Decimal
    term_months: int
    recurring_amount: Decimal | None = None
    recurring_covers: Covers | None = None
    ramp: tuple[YearStep, ...] = ()
    one_time_fees: Decimal = Decimal(0)
    bought_once: Decimal | None = None
    maintenance_year: Decimal | None = None
    maintenance_in_price: bool = False
    metric: str = ""
    metric_period: Period = Period.YEAR
    unit_quantity: int = 1
    bundled: bool = False


@dataclass(frozen=True)
class UnitPrices:
    """What norm_v1 makes of a line; None is what it doesn't have.

    `price` is the one that cells are made of, per `basis`; `in_unit_cells` says
    whether it may be in one.
    """

    basis: Basis
    price: Decimal | None
    in_unit_cells: bool
    version: str = NORM_VERSION
    unit_price_year: Decimal | None = None
    tco_unit_year: Decimal | None = None
    effective_rate: Decimal | None = None
    licence_unit: Decimal | None = None
    maintenance_rate: Decimal | None = None
    tco5: Decimal | None = None


def normalise(terms: LineTerms) -> UnitPrices:
    """Return the unit prices of a line, in the currency of its amounts."""
    with localcontext(prec=PRECISION):
        if terms.pricing_model in ONCE_MODELS:
            return _bought(terms)
        if terms.pricing_model is PricingModel.SERVICE:
            return _service(terms)
        return _recurring(terms)


def converted(prices: UnitPrices, rate: Decimal) -> UnitPrices:
    """Return `prices` in another currency, of which one of the first buys `rate`."""
    with localcontext(prec=PRECISION):
        return replace(
            prices,
            price=_times(prices.price, rate),
            unit_price_year=_times(prices.unit_price_year, rate),
            tco_unit_year=_times(prices.tco_unit_year, rate),
            effective_rate=_times(prices.effective_rate, rate),
            licence_unit=_times(prices.licence_unit, rate),
            tco5=_times(prices.tco5, rate),
        )


def _times(amount: Decimal | None, rate: Decimal) -> Decimal | None:
    return None if amount is None else amount * rate


def total_recurring(terms: LineTerms) -> Decimal:
    """Return all that recurs, summed over the term."""
    if terms.ramp:
        return sum((step.amount for step in terms.ramp), Decimal(0))
    if terms.recurring_amount is None:
        return Decimal(0)
    times = {
        Covers.MONTH: Decimal(terms.term_months),
        Covers.YEAR: Decimal(terms.term_months) / MONTHS_A_YEAR,
        Covers.TERM: Decimal(1),
        None: Decimal(1),
    }
    return terms.recurring_amount * times[terms.recurring_covers]


def total_paid(terms: LineTerms) -> Decimal:
    """Return what the line costs over its term, one-time amounts included."""
    once = terms.one_time_fees + (terms.bought_once or 0)
    return total_recurring(terms) + once + _maintenance_over(terms, _years(terms))


def discount(list_unit: Decimal, paid_unit: Decimal) -> Decimal:
    """Return the part of the list price that was not paid: 0.4 is 40 % off."""
    with localcontext(prec=PRECISION):
        return 1 - paid_unit / list_unit


def fees_per_unit(terms: LineTerms) -> Decimal | None:
    """Return what one-time fees add to the price that cells are made of (N1).

    Of what recurs they are spread over the term, as in `tco_unit_year`; None where a
    line has no unit price, 0 where it has no fee.
    """
    if terms.metric == FIXED_METRIC and terms.pricing_model is PricingModel.SERVICE:
        return None
    with localcontext(prec=PRECISION):
        if terms.pricing_model in ONCE_MODELS:
            return terms.one_time_fees / terms.quantity
        units = _unit_years(terms)
        if terms.pricing_model is PricingModel.SERVICE and terms.metric == DAY_METRIC:
            units *= HOURS_A_DAY
        return terms.one_time_fees / units


def list_price_on_basis(terms: LineTerms, list_unit: Decimal) -> Decimal:
    """Return a list price as people quote it on the basis of `UnitPrices.price`.

    A list price is per display unit; of what is a level it is per `metric_period` too.
    """
    with localcontext(prec=PRECISION):
        per_unit = list_unit / terms.unit_quantity
        if terms.pricing_model is PricingModel.SERVICE:
            return per_unit / (HOURS_A_DAY if terms.metric == DAY_METRIC else 1)
        if terms.pricing_model in {PricingModel.USAGE, *ONCE_MODELS}:
            return per_unit
        if terms.metric_period is Period.MONTH:
            return per_unit * MONTHS_A_YEAR
        if terms.metric_period is Period.ONCE:
            return per_unit / _years(terms)
        return per_unit


def per_display_unit(prices: UnitPrices, unit_quantity: int) -> Decimal | None:
    """Return the cell's price for one display unit: 0.0012 an event is 1.20 per 1,000."""
    return None if prices.price is None else prices.price * unit_quantity


def _years(terms: LineTerms) -> Decimal:
    return Decimal(terms.term_months) / MONTHS_A_YEAR


def _year_lengths(term_months: int, years: int) -> list[Decimal]:
    """Return how long each year of the term is: the last one may be cut short."""
    left = term_months
    lengths = []
    for _ in range(years):
        lengths.append(Decimal(max(0, min(left, MONTHS_A_YEAR))) / MONTHS_A_YEAR)
        left -= MONTHS_A_YEAR
    return lengths


def _unit_years(terms: LineTerms) -> Decimal:
    """Return units times years: of a flow, the units themselves."""
    flow = terms.pricing_model in FLOW_MODELS
    if terms.ramp:
        lengths = _year_lengths(terms.term_months, len(terms.ramp))
        # A ramp gives a flow's units for each year as they are, even of a short one.
        weights = [Decimal(1)] * len(lengths) if flow else lengths
        pairs = zip(terms.ramp, weights, strict=True)
        return sum((step.quantity * weight for step, weight in pairs), Decimal(0))
    if flow and terms.metric_period is Period.ONCE:
        return terms.quantity
    if flow and terms.metric_period is Period.MONTH:
        return terms.quantity * terms.term_months
    return terms.quantity * _years(terms)


def _recurring(terms: LineTerms) -> UnitPrices:
    """N1 and N2."""
    recurring, units = total_recurring(terms), _unit_years(terms)
    unit_price = recurring / units
    usage = terms.pricing_model is PricingModel.USAGE
    return UnitPrices(
        basis=Basis.UNIT if usage else Basis.UNIT_YEAR,
        price=unit_price,
        in_unit_cells=not terms.bundled,
        unit_price_year=unit_price,
        tco_unit_year=(recurring + terms.one_time_fees + (terms.bought_once or 0))
        / units,
        effective_rate=unit_price * terms.unit_quantity if usage else None,
    )


def _bought(terms: LineTerms) -> UnitPrices:
    """N3, and N4 for hardware: its support is what maintenance is to a licence."""
    bought = terms.bought_once or Decimal(0)
    unit = bought / terms.quantity
    rate = None
    if terms.maintenance_year is not None and bought:
        rate = terms.maintenance_year / bought
    over = _maintenance_over(terms, Decimal(HORIZON_YEARS))
    return UnitPrices(
        basis=Basis.UNIT,
        price=unit,
        in_unit_cells=not terms.bundled,
        licence_unit=unit,
        maintenance_rate=rate,
        tco5=(bought + over) / (terms.quantity * HORIZON_YEARS),
    )


def _service(terms: LineTerms) -> UnitPrices:
    """N4, services."""
    if terms.metric == FIXED_METRIC:
        return UnitPrices(basis=Basis.NOTHING, price=None, in_unit_cells=False)
    hours = _unit_years(terms) * (HOURS_A_DAY if terms.metric == DAY_METRIC else 1)
    by_time = terms.metric in {HOUR_METRIC, DAY_METRIC}
    return UnitPrices(
        basis=Basis.HOUR if by_time else Basis.UNIT,
        price=total_recurring(terms) / hours,
        in_unit_cells=not terms.bundled,
    )


def _maintenance_over(terms: LineTerms, years: Decimal) -> Decimal:
    if terms.maintenance_year is None:
        return Decimal(0)
    paid_years = years - (1 if terms.maintenance_in_price else 0)
    return terms.maintenance_year * max(Decimal(0), paid_years)
