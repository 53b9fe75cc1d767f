"""Prices through the API: published figures, cards, list prices, registers, side by side."""

import pytest

from community.catalog.alerts import put_alert
from community.core import clock
from community.core.db import transaction
from community.deals.kinds import Visibility
from community.prices.dimensions import Choice, Dimension
from tests.market import spread
from tests.prices.factories import crowd, publish_series, series_of
from tests.prices.seeds import arbor_desk
from tests.privacy.scene import Scene
from tests.records.made import rate, register, take

DESK = "/products/arbor/arbor-desk"


@pytest.fixture
def published(app) -> None:
    with app.app_context(), transaction():
        product = arbor_desk()
        publish_series(
            series_of(product),
            crowd(45),
            choice=Choice(Dimension.QUANTITY),
            levers=[["quarter-end", "most"], ["prepay", "few"]],
            clauses=[["auto_renew", "most"]],
        )


@pytest.mark.usefixtures("published")
def test_a_figure_says_what_its_page_says(program, page):
    (told,) = program.get(f"{DESK}/prices")["published"]

    shown = page.get("/prices/arbor/arbor-desk/").words()
    assert told["total"]["organisations"] in shown
    for name in ("median", "p25", "p75"):
        assert f"{int(told['total'][name]):,}" in shown
    assert told["total"]["p10"] is not None
    bands = told["total"]["bands"]
    assert all(one["low"] or one["high"] for one in bands)
    assert sum(one["percent"] for one in bands) >= 95
    assert [one["dimension"] for one in told["breakdowns"]] == ["quantity"]
    for part in told["breakdowns"][0]["parts"]:
        assert f"{int(part['median']):,}" in shown
    assert told["said"][0]["answers"][0] == ["End of their quarter", "most"]
    assert "auto" not in str(told).casefold()


@pytest.mark.usefixtures("published")
def test_list_prices_have_their_sources(program):
    listed = program.get(f"{DESK}/list-prices")["items"]

    assert len(listed) == 6
    assert {one["licence"] for one in listed} == {"CC BY 4.0"}
    current = {one["plan"]: one["amount"] for one in listed if one["is_current"]}
    assert current == {"Professional": "79", "Enterprise": "110", "Basic": "20"}


def test_cards_are_those_of_the_page(app, program, page):
    scene = Scene(app)
    scene.pay(*spread(13, visibility=Visibility.CARD, price=1000))
    scene.release()

    cards = program.get("/products/arbor/desk/cards")["items"]

    shown = page.get("/prices/arbor/desk/").words()
    assert cards
    for one in cards:
        assert one["price"] in shown
        assert one["handle"] is None


def test_records_are_exact_and_page_by_page(app, program, tmp_path):
    rows = [rate(contractor="Arbor", price=f"{100 + n}.225") for n in range(60)]
    with app.app_context():
        take(register(tmp_path, [*rows, rate(contractor="Birch", unit="day")]))
    path = "/products/market/engineer/records"

    first = program.get(path)

    assert [one["unit"] for one in first["groups"]] == ["hour", "day"]
    assert first["groups"][0]["count"] == 60
    assert first["sources"][0]["licence"] == "CC0 1.0"
    second = program.get(f"{path}?after={first['next']}")
    rows = [*first["items"], *second["items"]]
    assert len({one["amount"] for one in rows}) == 60
    assert program.get(f"{path}?measure=USD:day")["items"][0]["amount"] == "100"
    cheapest = program.get(f"{path}?sort=cheapest&supplier=arbor&year=2023")
    assert cheapest["items"][0]["amount"] == "100.225"
    program.ask(f"{path}?measure=EUR:hour", status=400)
    program.ask(f"{path}?sort=prettiest", status=400)


def test_an_alert_stands_beside_its_vendor(app, program):
    with app.app_context(), transaction():
        vendor = arbor_desk().vendor
        until = clock.now().replace(year=clock.now().year + 1)
        put_alert(vendor, "It offered vouchers for reviews.", until)

    told = program.get("/vendors/arbor")

    assert told["alert"] == "It offered vouchers for reviews."
    assert told["alert_answer"] is None
