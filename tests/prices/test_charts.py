from decimal import Decimal
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from community.prices.charts import Bin, Spread, price_plot, strip
from community.prices.ticks import tick_label

SPREAD = Spread(
    p10=Decimal(82),
    p25=Decimal(96),
    median=Decimal(109),
    p75=Decimal(127),
    p90=Decimal(147),
)
BINS = [
    Bin(Decimal(50), Decimal(75), 2),
    Bin(Decimal(75), Decimal(100), 9),
    Bin(Decimal(100), Decimal(125), 20),
    Bin(Decimal(125), Decimal(150), 8),
    Bin(Decimal(150), Decimal(400), 0),
    Bin(Decimal(400), Decimal(425), 1),
]
AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=3)


def plot(spread=SPREAD, **more):
    defaults = {"currency": "USD", "unit": "per seat per year", "basis": "40 prices"}
    return price_plot(spread, **{**defaults, **more})


def shapes(svg, name):
    root = ET.fromstring(svg)  # noqa: S314 - we drew it
    return [node for node in root.iter() if node.get("class") == name]


def test_price_plot_reads_as_sentences():
    picture = plot(quote=Decimal(156))

    assert picture.title == "Prices in USD per seat per year, 40 prices."
    assert picture.description == (
        "10th percentile $82, lower quartile $96, median $109, upper quartile $127, "
        "90th percentile $147. Your quote is $156."
    )
    root = ET.fromstring(picture.svg)  # noqa: S314 - we drew it
    assert root.get("role") == "img"
    named = root.get("aria-labelledby").split()
    assert [node.text for node in root if node.get("id") in named] == [
        picture.title,
        picture.description,
    ]


def test_price_plot_has_the_same_as_a_table():
    picture = plot(bins=BINS)

    assert picture.columns == ("Prices", "USD per seat per year")
    assert picture.rows[:5] == (
        ("10th percentile", "$82"),
        ("Lower quartile", "$96"),
        ("Median", "$109"),
        ("Upper quartile", "$127"),
        ("90th percentile", "$147"),
    )
    assert picture.rows[5] == ("From $50 to $75", "2 prices")
    assert picture.rows[-1] == ("From $400 to $425", "1 price")


def test_price_plot_leaves_out_what_is_far_and_says_so():
    picture = plot(bins=BINS)

    assert picture.note == "Not drawn: 1 above $400."
    assert len(shapes(picture.svg, "bin")) == 4


def test_price_plot_shows_only_what_may_be_shown():
    median_only = plot(Spread(median=Decimal(109)))

    assert shapes(median_only.svg, "band") == []
    assert shapes(median_only.svg, "core") == []
    assert len(shapes(median_only.svg, "median")) == 1
    assert median_only.rows == (("Median", "$109"),)


def test_price_plot_marks_the_quote_only_when_there_is_one():
    assert shapes(plot().svg, "you") == []
    marked = plot(quote=Decimal(156))
    assert len(shapes(marked.svg, "you")) == 1
    assert shapes(marked.svg, "you-label")[0].text == "Your quote $156"


def test_price_plot_escapes_what_people_typed():
    picture = plot(unit='per <b>"seat"</b> & year')

    assert "<b>" not in picture.svg
    assert "&lt;b&gt;" in picture.svg


def test_a_drawing_holds_no_style_and_no_script():
    drawn = plot(bins=BINS, quote=Decimal(156)).svg + strip(
        SPREAD, Decimal(50), Decimal(200)
    )

    assert "style" not in drawn
    assert "script" not in drawn


@given(
    parts=st.lists(AMOUNTS, min_size=5, max_size=5).map(sorted),
    quote=st.none() | AMOUNTS,
    counts=st.lists(st.integers(0, 10**6), max_size=30),
)
def test_any_prices_make_a_well_formed_drawing(parts, quote, counts):
    p10, p25, median, p75, p90 = parts
    spread = Spread(p10=p10, p25=p25, median=median, p75=p75, p90=p90)
    step = (p90 - p10) / 10 + 1
    bins = [Bin(p10 + step * i, p10 + step * (i + 1), n) for i, n in enumerate(counts)]

    picture = plot(spread, bins=bins, quote=quote)

    for node in ET.fromstring(picture.svg).iter():  # noqa: S314 - we drew it
        for name in ("x", "x1", "x2", "width"):
            value = node.get(name, "0").removesuffix("%")
            assert 0 <= float(value) <= 100.4


def test_a_strip_is_decoration():
    root = ET.fromstring(strip(SPREAD, Decimal(50), Decimal(200)))  # noqa: S314 - we drew it

    assert root.get("aria-hidden") == "true"
    assert [node.get("class") for node in root] == ["band", "core", "median"]


def test_a_strip_of_one_price_has_room():
    assert 'x1="3%"' in strip(Spread(median=Decimal(5)), Decimal(5), Decimal(5))


def test_tick_labels_are_short():
    cases = {
        "50": "$50",
        "0.25": "$0.25",
        "12.5": "$12.50",
        "0.0025": "$0.0025",
        "9500": "$9,500",
        "12500": "$12.5k",
        "1200000": "$1.2M",
    }
    assert {text: tick_label(Decimal(text), "USD") for text in cases} == cases


def test_price_plot_tells_what_is_far_below_too():
    low = Bin(Decimal(1), Decimal(2), 3)

    assert plot(bins=[low, *BINS]).note == "Not drawn: 3 below $50 and 1 above $400."


def test_a_quote_far_out_stands_at_the_edge_and_leaves_the_prices_room():
    near, far = plot(quote=Decimal(156)), plot(quote=Decimal(10_000))

    assert shapes(far.svg, "core")[0].attrib == shapes(near.svg, "core")[0].attrib
    assert shapes(far.svg, "you-label")[0].text == "Your quote $10,000 →"
    assert shapes(far.svg, "you")[0].get("x1") == "97%"
    assert shapes(plot(quote=Decimal(3)).svg, "you-label")[0].text == "← Your quote $3"
