from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

from community.prices.trend import Series, list_price_trend

PRO = Series(
    "Professional",
    ((date(2019, 6, 1), Decimal(60)), (date(2023, 2, 1), Decimal(72))),
)
BASIC = Series("Basic", ((date(2019, 6, 1), Decimal(20)),))


def draw(*series):
    return list_price_trend(series, currency="USD", unit="per user per month")


def nodes(svg):
    return list(ET.fromstring(svg).iter())  # noqa: S314 - we drew it


def test_list_price_trend_reads_as_sentences():
    picture = draw(PRO, BASIC)

    assert picture.title == (
        "List prices in USD per user per month, Jun 2019 to Feb 2023."
    )
    assert (
        picture.description == "Professional: from $60 to $72. Basic: $20 throughout."
    )


def test_list_price_trend_has_the_same_as_a_table():
    assert draw(PRO, BASIC).rows == (
        ("Professional", "2019-06-01", "$60"),
        ("Professional", "2023-02-01", "$72"),
        ("Basic", "2019-06-01", "$20"),
    )


def test_list_price_trend_draws_steps_and_names_the_years():
    drawn = nodes(draw(PRO).svg)

    steps = [node for node in drawn if node.get("class") == "line s0"]
    assert len(steps) == 2
    texts = [node.text for node in drawn if node.tag == "text"]
    assert [t for t in texts if t.startswith("20")] == ["2020", "2021", "2022", "2023"]


def test_a_price_on_request_leaves_a_gap():
    gone = Series("Team", ((date(2019, 6, 1), Decimal(30)), (date(2020, 6, 1), None)))

    picture = draw(gone)

    assert picture.rows[1] == ("Team", "2020-06-01", "no price listed")
    steps = [n for n in nodes(picture.svg) if n.get("class") == "line s0"]
    assert len(steps) == 1


def test_a_short_history_is_dated_at_its_ends():
    short = Series(
        "Basic", ((date(2019, 6, 1), Decimal(20)), (date(2019, 9, 1), Decimal(20)))
    )

    texts = [n.text for n in nodes(draw(short).svg)]

    assert "Jun 2019" in texts
    assert "Sep 2019" in texts


def test_more_plans_than_lines_are_announced():
    many = [Series(f"Plan {i}", PRO.points) for i in range(6)]

    picture = draw(*many)

    assert [name for _, name in picture.legend] == [f"Plan {i}" for i in range(4)]
    assert picture.note == "2 more plans stand in the table."
    assert draw(*many[:5]).note == "1 more plan stands in the table."


def test_nothing_to_draw_is_none():
    silent = Series("Enterprise", ((date(2019, 6, 1), None),))

    assert draw() is None
    assert draw(silent) is None
    assert draw(BASIC) is None
