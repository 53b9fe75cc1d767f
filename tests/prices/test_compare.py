"""Products side by side: from the snapshot, public records apart, and in few queries."""

import pytest

from community.catalog.rules import ensure_plan, ensure_product, ensure_vendor
from community.core.db import transaction
from community.core.visibility import State
from tests.prices.factories import crowd, f1, publish_series, series_of
from tests.prices.seeds import arbor_desk
from tests.queries import count_queries
from tests.records.made import rate, register, take
from tests.remembering import remembered

DESK = "arbor/arbor-desk"
OTHERS = ("Cedar", "Birch", "Alder", "Elm")


@pytest.fixture
def shop(app):
    """Arbor Desk with list prices and F1's figures, and four others of Grove's."""
    remembered(app, "products to compare", _open_shop)


def _open_shop() -> None:
    product = arbor_desk()
    plan = ensure_plan(product, "Professional")
    publish_series(series_of(product, plan=plan), f1())
    for number, name in enumerate(OTHERS):
        other = ensure_product(ensure_vendor("Grove"), name)
        organisations = (30, 6, 4, 12)[number]
        publish_series(series_of(other), crowd(organisations, around=700))


def compare(page, *words, status=200, **more):
    asked = [("p", word) for word in words] + list(more.items())
    return page.get("/compare", query_string=asked, status=status)


def test_nothing_to_compare_says_what_to_do(page):
    assert "Nothing to compare yet" in page.get("/compare").words()


@pytest.mark.usefixtures("shop")
def test_products_stand_side_by_side(page):
    words = compare(page, DESK, "grove/cedar", "grove/birch").words()

    assert (
        "Arbor Desk by Arbor Professional · New purchase $1,000 per user and year "
        "$920 – $1,150 +5 % 10–19 confidence: medium" in words
    )
    assert "Cedar by Grove New purchase $7" in words
    assert "On one scale" in words
    assert "not shown – 5–9 confidence: low" in words


@pytest.mark.usefixtures("shop")
def test_what_is_suppressed_reads_as_what_is_empty(app, page):
    suppressed = compare(page, DESK, "grove/alder").html
    with app.app_context(), transaction():
        ensure_product(ensure_vendor("Grove"), "Aldex")

    empty = compare(page, DESK, "grove/aldex").html

    assert "Nothing is published here yet." in empty
    assert empty.replace("aldex", "alder").replace("Aldex", "Alder") == suppressed


@pytest.mark.usefixtures("shop")
def test_products_are_added_by_name_and_taken_away(page):
    start = compare(page, DESK)

    added = page.follow(page.send(start, {"add": "Cedar"}, having="add", status=302))

    assert added.path == f"/compare?p={DESK}&p=grove/cedar"
    assert f"/compare?p={DESK}" in added.links
    assert "/compare?p=grove/cedar" in added.links


@pytest.mark.usefixtures("shop")
def test_the_head_of_a_product_leads_here(page):
    assert f"/compare?p={DESK}" in page.get(f"/prices/{DESK}/").links


@pytest.mark.usefixtures("shop")
def test_a_name_that_means_several_offers_them(app, page):
    with app.app_context(), transaction():
        ensure_product(ensure_vendor("Wood"), "Cedar")

    asked = compare(page, DESK, add="Cedar", status=422)

    assert "Which of these do you mean?" in asked.words()
    assert f"/compare?p={DESK}&p=wood/cedar" in asked.links
    assert asked.form(having="add")["fields"]["add"] == "Cedar"


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("more", "status", "sentence"),
    [
        ({"add": "Nothing Such"}, 404, "We don’t know “Nothing Such” yet."),
        ({"p": "grove/nothing"}, 404, "We know no product at “grove/nothing”."),
        ({"p": "grove"}, 404, "We know no product at “grove”."),
        ({"p": "x" * 200}, 404, "xxx…”."),
        ({"add": "\x00"}, 404, "Check the spelling."),
    ],
)
def test_what_is_unknown_is_told_and_the_rest_stays(page, more, status, sentence):
    shown = compare(page, DESK, status=status, **more)

    assert sentence in shown.words()
    assert "Arbor Desk by Arbor" in shown.words()


@pytest.mark.usefixtures("shop")
def test_a_fifth_product_is_too_many(page):
    four = [DESK, "grove/cedar", "grove/birch", "grove/alder"]

    assert "Four products fit on a page." in (
        compare(page, *four, "grove/elm", status=422).words()
    )
    assert "Four products fit on a page." in (
        compare(page, *four, add="Elm", status=422).words()
    )
    assert "Elm" not in compare(page, *four).words()
    assert compare(page, DESK, DESK, *four).status == 200


@pytest.mark.usefixtures("shop")
def test_hidden_products_are_unknown(app, page):
    with app.app_context(), transaction():
        ensure_product(ensure_vendor("Grove"), "Cedar").state = State.HIDDEN

    compare(page, "grove/cedar", status=404)
    compare(page, add="Cedar", status=404)


@pytest.mark.usefixtures("shop")
def test_other_units_share_no_scale(app, page):
    with app.app_context(), transaction():
        other = ensure_product(ensure_vendor("Grove"), "Devices")
        publish_series(series_of(other, metric="device"), f1())

    words = compare(page, DESK, "grove/devices").words()

    assert "no scale holds them together" in words
    assert "On one scale" not in words


def test_public_records_stand_apart(app, page, tmp_path):
    with app.app_context():
        take(
            register(
                tmp_path, [rate("Engineer", "Firm", str(100 + i)) for i in range(9)]
            )
        )

    words = compare(page, "market/engineer").words()

    assert "Apart from what members report, and never mixed with it" in words
    assert "$104 per hour 9 prices" in words
    assert "Nothing is published here yet." in words


@pytest.mark.usefixtures("shop")
def test_unknown_parameters_are_refused(page):
    page.get(f"/compare?p={DESK}&size=ENT", status=400)


@pytest.mark.usefixtures("shop")
def test_figures_take_as_many_queries_for_four_as_for_two(page):
    def figures_read(*words) -> int:
        with count_queries() as asked:
            compare(page, *words)
        return sum("FROM price_cell" in one or "list_price" in one for one in asked)

    two = figures_read(DESK, "grove/cedar")
    assert figures_read(DESK, "grove/cedar", "grove/birch", "grove/elm") == two == 2
