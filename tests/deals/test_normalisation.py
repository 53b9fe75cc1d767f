"""norm_v1 against every vector of the method, to the printed digit, and its laws."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.catalog.kinds import Period, PricingModel
from community.deals.kinds import Covers
from community.deals.normalisation import (
    DAY_METRIC,
    FIXED_METRIC,
    HOUR_METRIC,
    NORM_VERSION,
    Basis,
    LineTerms,
    UnitPrices,
    YearStep,
    converted,
    discount,
    list_price_on_basis,
    normalise,
    per_display_unit,
    total_paid,
)

CENT = Decimal("0.01")


def seats(
    amount: str, quantity: int, months: int, covers: Covers = Covers.TERM, **more
):
    return LineTerms(
        pricing_model=PricingModel.SEAT,
        quantity=Decimal(quantity),
        term_months=months,
        recurring_amount=Decimal(amount),
        recurring_covers=covers,
        **more,
    )


def printed(value: Decimal | None) -> str:
    assert value is not None
    return str(value.quantize(CENT))


def test_vector_seats_over_three_years():
    assert printed(normalise(seats("324000", 150, 36)).unit_price_year) == "720.00"


def test_vector_set_up_is_apart_and_only_in_the_total_cost():
    prices = normalise(seats("324000", 150, 36, one_time_fees=Decimal(15000)))

    assert printed(prices.unit_price_year) == "720.00"
    assert printed(prices.tco_unit_year) == "753.33"


def test_vector_euro_at_the_rate_of_the_month():
    prices = converted(normalise(seats("54000", 60, 12)), Decimal("1.0850"))

    assert printed(prices.unit_price_year) == "976.50"
    assert printed(prices.price) == "976.50"


def test_vector_ramp():
    steps = ((50, 1200), (100, 1100), (150, 1000))
    ramp = tuple(
        YearStep(year, Decimal(quantity), Decimal(quantity * unit))
        for year, (quantity, unit) in enumerate(steps, 1)
    )
    terms = LineTerms(PricingModel.SEAT, Decimal(100), 36, ramp=ramp)

    assert printed(normalise(terms).unit_price_year) == "1066.67"


def test_vector_perpetual_licence_with_maintenance():
    terms = LineTerms(
        PricingModel.PERPETUAL,
        Decimal(100),
        12,
        bought_once=Decimal(200000),
        maintenance_year=Decimal(40000),
        metric_period=Period.ONCE,
    )

    prices = normalise(terms)

    assert prices.licence_unit == Decimal(2000)
    assert prices.price == Decimal(2000)
    assert prices.maintenance_rate == Decimal("0.2")
    assert prices.tco5 == Decimal(800)


def test_vector_usage_per_million_and_off_list():
    terms = LineTerms(
        PricingModel.USAGE,
        Decimal(50_000_000),
        12,
        recurring_amount=Decimal(60000),
        recurring_covers=Covers.TERM,
        metric="event",
        metric_period=Period.YEAR,
        unit_quantity=1_000_000,
    )

    prices = normalise(terms)
    list_price = list_price_on_basis(
        replace(terms, unit_quantity=1000), Decimal("2.00")
    )

    assert prices.effective_rate == Decimal(1200)
    assert per_display_unit(prices, 1_000_000) == Decimal(1200)
    assert discount(list_price, prices.price) == Decimal("0.4")


def test_the_version_is_with_every_result():
    assert normalise(seats("1", 1, 12)).version == NORM_VERSION == "norm_v1"


@pytest.mark.parametrize(
    ("covers", "amount"),
    [(Covers.MONTH, "9000"), (Covers.YEAR, "108000"), (Covers.TERM, "324000")],
)
def test_what_an_amount_covers_does_not_change_the_price(covers, amount):
    assert normalise(seats(amount, 150, 36, covers)).price == Decimal(720)


def test_a_year_price_for_half_a_year_is_paid_by_half():
    assert normalise(seats("1200", 10, 6, Covers.YEAR)).price == Decimal(120)


def test_a_ramp_counts_a_short_last_year_as_it_is():
    ramp = (
        YearStep(1, Decimal(100), Decimal(12000)),
        YearStep(2, Decimal(100), Decimal(6000)),
    )
    terms = LineTerms(PricingModel.SEAT, Decimal(100), 18, ramp=ramp)

    assert normalise(terms).price == Decimal(120)


def test_flat_fee_is_the_yearly_amount():
    terms = replace(seats("30000", 1, 24), pricing_model=PricingModel.FLAT)

    assert normalise(terms).price == Decimal(15000)


@pytest.mark.parametrize(
    ("period", "quantity"),
    [(Period.MONTH, 1000), (Period.YEAR, 12000), (Period.ONCE, 24000)],
)
def test_usage_counts_units_over_the_whole_term(period, quantity):
    terms = LineTerms(
        PricingModel.USAGE,
        Decimal(quantity),
        24,
        recurring_amount=Decimal(2400),
        recurring_covers=Covers.TERM,
        metric_period=period,
    )

    assert normalise(terms).price == Decimal("0.1")


def test_usage_ramp_counts_each_years_units():
    ramp = (
        YearStep(1, Decimal(10), Decimal(10)),
        YearStep(2, Decimal(30), Decimal(10)),
    )
    terms = LineTerms(PricingModel.USAGE, Decimal(10), 18, ramp=ramp)

    assert normalise(terms).price == Decimal("0.5")


def test_first_year_of_maintenance_in_the_price_is_not_paid_twice():
    terms = LineTerms(
        PricingModel.PERPETUAL,
        Decimal(100),
        12,
        bought_once=Decimal(200000),
        maintenance_year=Decimal(40000),
        maintenance_in_price=True,
    )

    assert normalise(terms).tco5 == Decimal(720)


def test_hardware_is_by_piece_and_support_a_share_of_it():
    terms = LineTerms(
        PricingModel.HARDWARE,
        Decimal(8),
        36,
        bought_once=Decimal(48000),
        maintenance_year=Decimal(4800),
        metric="device",
    )

    prices = normalise(terms)

    assert (prices.basis, prices.price, prices.maintenance_rate) == (
        Basis.UNIT,
        Decimal(6000),
        Decimal("0.1"),
    )


def test_hardware_without_support_has_no_support_rate():
    terms = LineTerms(PricingModel.HARDWARE, Decimal(2), 12, bought_once=Decimal(10))

    assert normalise(terms).maintenance_rate is None


def service(metric: str, quantity: int, amount: int = 8000) -> UnitPrices:
    return normalise(
        LineTerms(
            PricingModel.SERVICE,
            Decimal(quantity),
            6,
            recurring_amount=Decimal(amount),
            recurring_covers=Covers.TERM,
            metric=metric,
            metric_period=Period.ONCE,
        )
    )


def test_a_day_of_service_has_eight_hours():
    assert service(HOUR_METRIC, 80).price == Decimal(100)
    assert service(DAY_METRIC, 10).price == Decimal(100)
    assert service(DAY_METRIC, 10).basis is Basis.HOUR


def test_other_units_of_service_are_priced_as_they_are():
    assert service("ticket", 80).price == Decimal(100)
    assert service("ticket", 80).basis is Basis.UNIT


def test_a_fixed_price_without_effort_stays_out_of_unit_cells():
    prices = service(FIXED_METRIC, 1)

    assert (prices.basis, prices.price, prices.in_unit_cells) == (
        Basis.NOTHING,
        None,
        False,
    )
    assert per_display_unit(prices, 1) is None


@pytest.mark.parametrize(
    "model", [m for m in PricingModel if m is not PricingModel.FLAT]
)
def test_a_bundled_line_stays_out_of_unit_cells(model):
    terms = replace(
        seats("1200", 10, 12),
        pricing_model=model,
        bought_once=Decimal(5),
        metric=HOUR_METRIC,
    )

    assert normalise(terms).in_unit_cells is True
    assert normalise(replace(terms, bundled=True)).in_unit_cells is False


@pytest.mark.parametrize(
    ("model", "period", "metric", "listed", "basis"),
    [
        (PricingModel.SEAT, Period.MONTH, "user", "60", "720"),
        (PricingModel.SEAT, Period.YEAR, "user", "720", "720"),
        (PricingModel.SEAT, Period.ONCE, "user", "2160", "720"),
        (PricingModel.PERPETUAL, Period.ONCE, "core", "2000", "2000"),
        (PricingModel.SERVICE, Period.ONCE, "day", "1200", "150"),
        (PricingModel.SERVICE, Period.ONCE, "hour", "150", "150"),
    ],
)
def test_list_prices_come_on_the_basis_of_paid_ones(
    model, period, metric, listed, basis
):
    terms = LineTerms(model, Decimal(10), 36, metric=metric, metric_period=period)

    assert list_price_on_basis(terms, Decimal(listed)) == Decimal(basis)


def test_total_paid_adds_what_recurs_what_is_once_and_maintenance():
    subscription = seats("1000", 10, 24, Covers.YEAR, one_time_fees=Decimal(500))
    licence = LineTerms(
        PricingModel.PERPETUAL,
        Decimal(10),
        24,
        bought_once=Decimal(1000),
        maintenance_year=Decimal(200),
        maintenance_in_price=True,
    )

    assert total_paid(subscription) == Decimal(2500)
    assert total_paid(licence) == Decimal(1200)


amounts = st.decimals("0.01", "1000000000", places=2)
quantities = st.integers(1, 1_000_000).map(Decimal)
terms_of_any_kind = st.builds(
    LineTerms,
    pricing_model=st.sampled_from(PricingModel),
    quantity=quantities,
    term_months=st.integers(1, 120),
    recurring_amount=amounts,
    recurring_covers=st.sampled_from(Covers),
    one_time_fees=st.one_of(st.just(Decimal(0)), amounts),
    bought_once=amounts,
    maintenance_year=st.one_of(st.none(), amounts),
    maintenance_in_price=st.booleans(),
    metric=st.sampled_from([HOUR_METRIC, DAY_METRIC]),
    metric_period=st.sampled_from(Period),
    unit_quantity=st.sampled_from([1, 1000, 1_000_000]),
)


def close(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= abs(one) * Decimal("1e-20")


def times_money(terms: LineTerms, factor: Decimal) -> LineTerms:
    return replace(
        terms,
        recurring_amount=terms.recurring_amount * factor,
        one_time_fees=terms.one_time_fees * factor,
        bought_once=terms.bought_once * factor,
        maintenance_year=terms.maintenance_year and terms.maintenance_year * factor,
    )


@given(terms_of_any_kind, st.integers(2, 1000).map(Decimal))
def test_prices_scale_with_the_money(terms, factor):
    assert close(
        normalise(times_money(terms, factor)).price, normalise(terms).price * factor
    )


@given(terms_of_any_kind, st.integers(2, 1000).map(Decimal))
def test_prices_fall_with_the_quantity(terms, factor):
    more = replace(terms, quantity=terms.quantity * factor)

    assert close(normalise(more).price * factor, normalise(terms).price)


@given(terms_of_any_kind, st.decimals("0.0001", "20000", places=8).filter(bool))
def test_converting_the_price_is_converting_the_amounts(terms, rate):
    one, other = normalise(times_money(terms, rate)), converted(normalise(terms), rate)

    for name in ("price", "tco_unit_year", "licence_unit", "tco5"):
        left, right = getattr(one, name), getattr(other, name)
        assert (left is None) == (right is None)
        assert left is None or close(left, right)
    assert (one.maintenance_rate is None) == (other.maintenance_rate is None)
    assert one.maintenance_rate is None or close(
        one.maintenance_rate, other.maintenance_rate
    )


@given(terms_of_any_kind)
def test_one_time_fees_never_touch_the_unit_price(terms):
    without = replace(terms, one_time_fees=Decimal(0))

    assert normalise(terms).price == normalise(without).price
