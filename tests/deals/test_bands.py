"""Bands at each of their edges, months, and the price grid's vectors."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.accounts.traits import OrgSize, public_size
from community.core.clock import Month
from community.deals.bands import (
    half_year,
    on_grid,
    quantity_band,
    quarter,
    term_band,
)


def test_eight_sizes_roll_up_to_five():
    assert [public_size(size).value for size in OrgSize] == [
        "1–50",
        "1–50",
        "51–200",
        "201–1,000",
        "201–1,000",
        "1,001–5,000",
        "5,001+",
        "5,001+",
    ]


@pytest.mark.parametrize(
    ("quantity", "band"),
    [
        ("0.5", "1–9"),
        ("1", "1–9"),
        ("9.99", "1–9"),
        ("10", "10–24"),
        ("24", "10–24"),
        ("25", "25–49"),
        ("49", "25–49"),
        ("50", "50–99"),
        ("99", "50–99"),
        ("100", "100–249"),
        ("249", "100–249"),
        ("250", "250–499"),
        ("499", "250–499"),
        ("500", "500–999"),
        ("999", "500–999"),
        ("1000", "1,000–4,999"),
        ("4999", "1,000–4,999"),
        ("5000", "5,000+"),
        ("1000000000", "5,000+"),
    ],
)
def test_quantity_bands(quantity, band):
    assert quantity_band(Decimal(quantity)) == band


@pytest.mark.parametrize(
    ("months", "band"),
    [
        (1, "<12 months"),
        (11, "<12 months"),
        (12, "12 months"),
        (13, "13–24 months"),
        (24, "13–24 months"),
        (25, "25–36 months"),
        (36, "25–36 months"),
        (37, ">36 months"),
        (120, ">36 months"),
    ],
)
def test_term_bands(months, band):
    assert term_band(months) == band


@pytest.mark.parametrize(
    ("month", "in_quarter", "in_half"),
    [
        ("2026-01", "Q1 2026", "first half of 2026"),
        ("2026-03", "Q1 2026", "first half of 2026"),
        ("2026-06", "Q2 2026", "first half of 2026"),
        ("2026-07", "Q3 2026", "second half of 2026"),
        ("2026-12", "Q4 2026", "second half of 2026"),
    ],
)
def test_months_become_quarters_and_half_years(month, in_quarter, in_half):
    assert quarter(Month(month)) == in_quarter
    assert half_year(Month(month)) == in_half


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        ("7.3", "7.4"),
        ("1.025", "1.05"),
        ("953.7", "960"),
        ("1004.59", "1000"),
        ("1274.9", "1250"),
        ("1275", "1300"),
        ("1984", "2000"),
        ("2050", "2100"),
        ("4960", "5000"),
        ("87654", "88000"),
        ("123456", "125000"),
        ("0.0234", "0.023"),
        ("9.95", "10"),
        ("0", "0"),
        ("-3", "0"),
    ],
)
def test_grid_vectors(exact, rounded):
    assert on_grid(Decimal(exact)) == Decimal(rounded)


@given(st.decimals("0.0001", "1000000000", places=4))
def test_the_grid_is_never_further_than_its_half_step(exact):
    rounded = on_grid(exact)

    assert on_grid(rounded) == rounded
    assert abs(rounded - exact) <= exact * Decimal("0.026")
