from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from community.prices.charts import Spread
from community.prices.comparedplots import Priced, compared_plot

NEAR = (
    Priced("Cedar", Spread(Decimal(900), Decimal(740), Decimal(1000))),
    Priced("Birch", Spread(Decimal(640))),
)
CHEAP = Priced("Alder", Spread(Decimal(30), Decimal(27), Decimal(33)))


def drawn(rows):
    return compared_plot(rows, currency="USD", unit="per user and year")


def places(picture, name):
    """Return where in per cent the shapes of a class begin."""
    root = ET.fromstring(picture.svg)  # noqa: S314 - we drew it
    nodes = [node for node in root.iter() if node.get("class") == name]
    return [float((node.get("x") or node.get("x1")).rstrip("%")) for node in nodes]


def widths(picture):
    root = ET.fromstring(picture.svg)  # noqa: S314 - we drew it
    boxes = [node for node in root.iter() if node.get("class") == "core"]
    return [float(node.get("width").rstrip("%")) for node in boxes]


def test_prices_near_each_other_stand_on_an_even_scale():
    picture = drawn(NEAR)

    assert picture.title == "Prices in USD per user and year of 2 products."
    assert picture.description == (
        "Cedar: lower quartile $740, median $900, upper quartile $1,000. "
        "Birch: median $640."
    )
    assert picture.rows == (
        ("Cedar", "$900", "$740 – $1,000"),
        ("Birch", "$640", "not shown"),
    )
    assert picture.note == "Line: the median. Box: the middle half, where it is shown."
    assert "ratios" not in picture.note


def test_a_cheap_product_is_not_squeezed_by_one_thirty_times_as_dear():
    """Its middle half is as wide as another's of the same ratio, and marks have amounts."""
    dear = Priced("Cedar", Spread(Decimal(900), Decimal(810), Decimal(990)))
    picture = drawn([CHEAP, dear])

    cheap, other = widths(picture)
    assert abs(cheap - other) < 0.1
    assert cheap > 3
    assert "the scale is one of ratios" in picture.note
    assert [mark in picture.svg for mark in (">$30<", ">$100<", ">$300<")] == [True] * 3


def test_long_names_are_cut_so_that_the_price_is_seen():
    picture = drawn([NEAR[0], Priced("Enterprise " * 9, Spread(Decimal(700)))])

    root = ET.fromstring(picture.svg)  # noqa: S314 - we drew it
    names = [node.text for node in root.iter() if node.get("class") == "ink"]
    assert names == ["Cedar: $900", "Enterprise Enterprise Ente…: $700"]


@given(
    prices=st.lists(
        st.decimals(min_value="0.01", max_value=10**9, places=2),
        min_size=2,
        max_size=4,
    )
)
def test_dearer_is_never_further_left(prices):
    rows = [Priced(str(number), Spread(price)) for number, price in enumerate(prices)]

    marks = places(drawn(rows), "median")

    pairs = sorted(zip(prices, marks, strict=True))
    assert all(one[1] <= other[1] for one, other in pairwise(pairs))
    assert all(0 <= mark <= 100 for mark in marks)
