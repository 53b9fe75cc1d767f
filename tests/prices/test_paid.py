"""What the product page shows of published prices."""

import pytest

from community.catalog.models import Plan
from community.catalog.rules import ensure_plan, ensure_product, ensure_vendor
from community.core.db import transaction
from community.core.visibility import State
from community.deals.kinds import Stage
from community.prices.dimensions import Choice, Dimension
from community.prices.kinds import ChannelGroup
from tests.prices.factories import (
    FIRST,
    SECOND,
    crowd,
    f1,
    publish_series,
    series_of,
)
from tests.prices.seeds import arbor_desk
from tests.queries import count_queries
from tests.records.made import rate, register, take

PATH = "/prices/arbor/arbor-desk/"
BY_QUANTITY = Choice(first=Dimension.QUANTITY, second=Dimension.SIZE)


def plan_named(product, name) -> Plan:
    return ensure_plan(product, name)


@pytest.fixture
def desk(app):
    """Arbor Desk without any figure."""
    with app.app_context(), transaction():
        arbor_desk()


def released(app, contributions, **more):
    with app.app_context(), transaction():
        product = arbor_desk()
        keys = ("stage", "channel", "plan", "metric", "basis")
        of = {key: more.pop(key) for key in keys if key in more}
        if "plan" in of:
            of["plan"] = plan_named(product, of["plan"])
        publish_series(series_of(product, **of), contributions, **more)


@pytest.mark.usefixtures("desk")
def test_the_method_fixture_is_shown_to_the_printed_digit(app, page):
    released(app, f1())

    words = page.get(PATH).words()

    assert "Median paid $1,000 per user and year" in words
    assert "Middle half $920 – $1,150" in words
    assert "Organisations 10–19 Confidence: medium." in words
    assert "Released 1 Nov 2026" in words
    assert "Nothing is published here yet." not in words


@pytest.mark.usefixtures("desk")
def test_five_organisations_have_a_median_and_nothing_else(app, page):
    released(app, f1(5))

    shown = page.get(PATH)

    assert "Median paid $920 per user and year" in shown.words()
    assert "Middle half" not in shown.words()
    assert "Prices in USD per user and year" not in shown.html


@pytest.mark.usefixtures("desk")
def test_the_price_is_held_against_todays_list_price(app, page):
    released(app, f1(), plan="Professional")

    words = page.get(PATH).words()

    # 79 a month are 948 a year.
    assert "Against list price +5 %" in words
    assert "Most pay about list." not in words


@pytest.mark.usefixtures("desk")
def test_who_all_pay_the_list_price_is_told_so(app, page):
    at_list = [
        one for one in crowd(12) for one in [type(one)(one.organisation, 948, 5)]
    ]
    released(app, at_list, plan="Professional")

    assert "Most pay about list." in page.get(PATH).words()


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("more", [{"plan": "Basic", "metric": "device"}, {}])
def test_other_units_and_no_edition_have_no_list_price(app, page, more):
    released(app, f1(), **more)

    assert "Against list price" not in page.get(PATH).words()


@pytest.mark.usefixtures("desk")
def test_without_a_breakdown_there_are_bars_and_an_interval(app, page):
    released(app, crowd(88))

    shown = page.get(PATH)

    assert "With 95 % confidence the median lies within $" in shown.words()
    assert "some 10 % of organisations" in shown.html


@pytest.mark.usefixtures("desk")
def test_many_organisations_have_parts_tails_and_trend(app, page):
    released(app, crowd(40, around=1100), day=FIRST)
    released(app, crowd(88), choice=BY_QUANTITY, day=SECOND)

    shown = page.get(PATH)
    words = shown.words()

    assert "With 95 % confidence the median" not in words
    assert "By quantity Median per user and year" in words
    assert "By size of the organisation" in words
    assert "Price over time" in words
    assert "10th percentile" in shown.html
    assert (
        "Published prices in USD per user and year, Sep 2026 to Oct 2026." in shown.html
    )


@pytest.mark.usefixtures("desk")
def test_levers_are_words_and_most_comes_first(app, page):
    said = [["prepay", "few"], ["quarter-end", "most"], ["multi-year", "some"]]
    released(app, f1(), levers=said)

    words = page.get(PATH).words()
    assert (
        "End of their quarter most Longer term some Few: Payment in advance." in words
    )


@pytest.mark.usefixtures("desk")
def test_levers_that_few_named_are_one_sentence(app, page):
    released(app, f1(), levers=[["prepay", "few"], ["pilot", "few"]])

    shown = page.get(PATH)

    assert "Few: Payment in advance; Pilot first." in shown.words()
    assert '<ul class="reasons">' not in shown.html


@pytest.mark.usefixtures("desk")
def test_the_selector_offers_published_series_only(app, page):
    released(app, crowd(30), plan="Professional")
    released(app, crowd(12, around=500), plan="Basic", stage=Stage.RENEWAL)
    released(app, crowd(4, around=9000), plan="Enterprise")

    shown = page.get(PATH)
    basic = "basic.renewal.commercial.per-user-and-year"
    assert "Enterprise · New" not in shown.words()
    picked = page.send(shown, {"series": basic}, having="series")

    assert "Median paid $5" in picked.words()
    hidden = "enterprise.new.commercial.per-user-and-year"
    for unknown in (hidden, basic.upper(), "basic", "%00"):
        page.get(f"{PATH}?series={unknown}", status=400)


@pytest.mark.usefixtures("desk")
def test_two_editions_that_spell_alike_are_two_series(app, page):
    released(app, crowd(30), plan="Pro +")
    released(app, crowd(12, around=300), plan="Pro")

    word = "pro.new.commercial.per-user-and-year"
    first = page.get(f"{PATH}?series={word}").words()
    second = page.get(f"{PATH}?series={word}-2").words()
    assert "20–49" in first
    assert "10–19" in second


@pytest.mark.usefixtures("desk")
def test_the_unit_is_told_where_series_differ_in_it(app, page):
    released(app, crowd(30))
    released(app, crowd(12, around=300), metric="device")

    assert "New purchase, per device and year" in page.get(PATH).words()


@pytest.mark.usefixtures("desk")
def test_frameworks_are_a_market_of_their_own(app, page):
    released(app, crowd(30))
    released(app, crowd(12, around=300), channel=ChannelGroup.FRAMEWORK)

    words = page.get(f"{PATH}?series=any.new.framework.per-user-and-year").words()

    assert "Median paid $29" in words or "Median paid $30" in words


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    "query",
    ["size=ENT&region=APAC", "exclude=o12", "k=1", "floor=1", "edition=x", "series=x"],
)
def test_free_filters_are_refused_without_figures(page, query):
    page.get(f"{PATH}?{query}", status=400)


@pytest.mark.usefixtures("desk")
def test_suppressed_and_empty_are_the_same_bytes_and_queries(app, page):
    with count_queries() as for_empty:
        empty = page.get(PATH)
    released(app, f1(4))

    with count_queries() as for_suppressed:
        suppressed = page.get(PATH)

    assert suppressed.html == empty.html
    assert len(for_suppressed) == len(for_empty)
    varying = {"X-Request-Id", "Date"}
    headers = [
        {k: v for k, v in one.response.headers.items() if k not in varying}
        for one in (suppressed, empty)
    ]
    assert headers[0] == headers[1]


@pytest.mark.usefixtures("desk")
def test_queries_are_as_many_for_one_cell_as_for_many(app, page):
    released(app, f1(5))
    with count_queries() as few:
        page.get(PATH)
    for number, stage in enumerate((Stage.NEW, Stage.RENEWAL, Stage.EXPANSION)):
        for plan in ("Basic", "Professional", "Enterprise"):
            contributions = crowd(88, around=500 + number)
            released(app, contributions, choice=BY_QUANTITY, stage=stage, plan=plan)

    with count_queries() as many:
        shown = page.get(PATH)

    assert len(many) == len(few)
    assert len(shown.html.encode()) < 60_000


def test_home_prefers_what_buyers_paid(app, page, tmp_path):
    with app.app_context():
        rates = [rate("Engineer", "Firm", str(100 + i)) for i in range(9)]
        take(register(tmp_path, rates))
    assert "From public records" in page.get("/").words()
    with app.app_context(), transaction():
        few = ensure_product(ensure_vendor("Arbor"), "Few")
        publish_series(series_of(few), f1(5))
    assert "Few 5–9 organisations Median paid $920" in page.get("/").words()
    released(app, crowd(30))

    words = page.get("/").words()

    assert "Arbor Desk 20–49 organisations Median paid $" in words
    assert "New purchase · How this is computed and checked" in words
    assert "Engineer 9 prices" in words


def test_home_features_no_product_that_is_hidden(app, page):
    released(app, crowd(30))
    with app.app_context(), transaction():
        arbor_desk().state = State.HIDDEN

    assert "Arbor Desk" not in page.get("/").words()


@pytest.mark.usefixtures("desk")
def test_lists_tell_the_published_median(app, page):
    assert "Median paid" not in page.get("/prices/").words()
    released(app, f1())

    assert "Median paid $1,000 per user and year" in page.get("/prices/").words()
