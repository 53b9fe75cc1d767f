from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.prices.quote import (
    Place,
    Verdict,
    Yardstick,
    compare,
    middle_of,
    price_at_volume,
    yardstick_for,
)

MEDIAN, P25, P75 = Decimal(1000), Decimal(920), Decimal(1150)
PRICES = st.decimals(min_value="0.000001", max_value=10**12, places=6)
_ORDER = list(Place)[:5]


@pytest.mark.parametrize(
    ("quote", "word", "percent"),
    [
        (880, "below p25", -10),
        (990, "about the median", 0),
        (1100, "median to p75", 10),
        (1300, "above p75", 30),
        (950, "p25 to median", -5),
        (920, "p25 to median", -10),
        (1150, "median to p75", 15),
        (975, "p25 to median", -5),
        (1025, "median to p75", 5),
        (1024, "about the median", 0),
    ],
)
def test_a_quote_has_one_of_five_places(quote, word, percent):
    assert compare(Decimal(quote), MEDIAN, P25, P75) == Verdict(Place(word), percent)


@pytest.mark.parametrize(
    ("quote", "word"),
    [(880, "below the median"), (990, "about the median"), (1300, "above the median")],
)
def test_without_quartiles_it_is_below_about_or_above(quote, word):
    assert compare(Decimal(quote), MEDIAN, None, None).word == Place(word)


@given(PRICES, PRICES, st.lists(PRICES, min_size=3, max_size=3).map(sorted))
def test_a_dearer_quote_is_never_told_that_it_is_cheaper(one, other, quartiles):
    p25, median, p75 = quartiles
    low, high = sorted((one, other))

    cheap, dear = (compare(quote, median, p25, p75) for quote in (low, high))

    assert _ORDER.index(cheap.word) <= _ORDER.index(dear.word)
    assert cheap.percent <= dear.percent
    assert dear.percent % 5 == 0


@given(PRICES, st.lists(PRICES, min_size=3, max_size=3).map(sorted))
def test_asking_again_tells_the_same(quote, quartiles):
    p25, median, p75 = quartiles

    assert compare(quote, median, p25, p75) == compare(quote, median, p25, p75)


TOTAL = Yardstick("of all", MEDIAN, P25, P75)
FEW = Yardstick("few", Decimal(1200), low=Decimal(10), high=Decimal(25))
MANY = Yardstick("many", Decimal(900), low=Decimal(100))


@pytest.mark.parametrize(
    ("quantity", "found"),
    [
        (None, TOTAL),
        ("9", TOTAL),
        ("10", FEW),
        ("24.5", FEW),
        ("25", TOTAL),
        ("1e6", MANY),
    ],
)
def test_a_quantity_is_held_against_the_part_that_holds_it(quantity, found):
    amount = None if quantity is None else Decimal(quantity)

    assert yardstick_for(amount, TOTAL, [FEW, MANY]) is found


def test_price_at_volume_moves_along_the_slope():
    assert middle_of(MANY).quantize(Decimal("0.01")) == Decimal("141.42")
    at_middle = price_at_volume(FEW, middle_of(FEW), -6)
    twice = price_at_volume(FEW, middle_of(FEW) * 2, -6)

    assert at_middle.quantize(Decimal("0.01")) == Decimal(1200)
    assert twice.quantize(Decimal("0.01")) == Decimal(1128)
