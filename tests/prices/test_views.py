from datetime import timedelta

import pytest

from community.catalog.merges import merge_vendors
from community.catalog.rules import ensure_product, ensure_vendor
from community.core import clock
from community.core.db import transaction
from community.core.visibility import State
from tests.prices.seeds import arbor_desk, question
from tests.queries import count_queries
from tests.records.made import product_named, rate, register, take
from tests.remembering import remembered


@pytest.fixture
def shop(app, cast):
    """Arbor Desk with list prices and one question by Ada."""

    def open_shop() -> None:
        at = clock.now() - timedelta(days=1)
        words = "What uplift cap did you get?"
        question(cast.actor("ada"), arbor_desk(), words, at)

    remembered(app, "a desk with a question", open_shop)


def test_home_of_a_new_site_says_what_to_do_first(page):
    words = page.get("/").words()

    assert "Know what others paid before you sign." in words
    assert "This place has just opened." in words
    assert "Nobody has asked yet" in words


def test_home_of_a_new_site_tells_the_host_how_to_fill_it(cast):
    words = cast.page("hana").get("/").words()

    assert "Your site is ready. It needs its first prices." in words
    assert "fairquote import prices" in words


@pytest.mark.usefixtures("shop")
def test_home_shows_the_newest_questions(page):
    assert "What uplift cap did you get?" in page.get("/").words()


def test_home_knows_no_parameters(page):
    page.get("/?sort=price", status=400)


@pytest.mark.usefixtures("shop")
def test_product_page_tells_its_names_and_list_prices(page):
    shown = page.get("/prices/arbor/arbor-desk/")

    assert "".join(shown.h1).split() == ["Arbor", "Desk", "by", "Arbor"]
    words = shown.words()
    assert "Customer support software · Per seat" in words
    assert "Professional $79 / user / month" in words
    assert "What uplift cap did you get?" in words


def test_tab_counts_the_questions_up_to_a_hundred(app, page, cast):
    with app.app_context(), transaction():
        product = arbor_desk()
    assert (
        "Questions Reviews List price" in page.get("/prices/arbor/arbor-desk/").words()
    )
    for count, told in ((1, "Questions · 1 Reviews"), (100, "Questions · 99+ Reviews")):
        with app.app_context(), transaction():
            product = arbor_desk()
            for i in range(1 if count == 1 else 99):
                at = clock.now() - timedelta(hours=i)
                question(cast.actor("ada"), product, f"Question {count} and {i}", at)

        assert told in page.get("/prices/arbor/arbor-desk/").words()


@pytest.mark.usefixtures("shop")
def test_product_page_promises_only_what_is_kept(page):
    words = page.get("/prices/arbor/arbor-desk/").words()

    assert "Nothing is published here yet." in words
    assert "published once five organisations have shared theirs" in words


def test_product_page_without_anything_says_what_to_do(app, page):
    with app.app_context(), transaction():
        arbor_desk(listed=False)

    words = page.get("/prices/arbor/arbor-desk/").words()

    assert "No list price is on record." in words
    assert "No questions about Arbor Desk yet" in words


def test_market_product_has_no_vendor(app, page):
    with app.app_context(), transaction():
        ensure_product(None, "Project Manager")

    shown = page.get("/prices/market/project-manager/")

    assert "".join(shown.h1).strip() == "Project Manager"
    assert "Many vendors sell this alike" in shown.words()


@pytest.mark.usefixtures("shop")
def test_list_price_page_tells_each_change(page):
    words = page.get("/prices/arbor/arbor-desk/list-prices").words()

    assert "1 Mar 2023 $79 / user / month +9.7 %" in words
    assert "Source: Arbor’s price page , CC BY 4.0" in words


def test_list_price_page_without_prices_says_what_to_do(app, page):
    with app.app_context(), transaction():
        arbor_desk(listed=False)

    words = page.get("/prices/arbor/arbor-desk/list-prices").words()

    assert "No list price on record" in words


@pytest.mark.usefixtures("shop")
def test_questions_of_a_product_have_pages(page):
    words = page.get("/prices/arbor/arbor-desk/questions").words()

    assert "What uplift cap did you get?" in words
    page.get("/prices/arbor/arbor-desk/questions?after=nonsense", status=400)


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("tab", ["", "questions", "reviews", "list-prices"])
def test_unknown_product_and_unknown_parameter_are_refused(page, tab):
    page.get(f"/prices/arbor/nothing/{tab}", status=404)
    page.get(f"/prices/nobody/arbor-desk/{tab}", status=404)
    page.get(f"/prices/arbor/arbor-desk/{tab}?exclude=o12", status=400)


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("tab", ["", "questions", "reviews", "list-prices"])
def test_merged_vendor_redirects_to_the_same_tab(app, page, cast, tab):
    with app.app_context(), transaction():
        old, new = ensure_vendor("Arbor"), ensure_vendor("Arbor Software")
        merge_vendors(cast.actor("mo"), old, new, reason="Renamed in 2026.")

    moved = page.get(f"/prices/arbor/arbor-desk/{tab}", status=301)

    assert moved.location == f"/prices/arbor-software/arbor-desk/{tab}"


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/prices/arbor/arbor-desk/",
        "/prices/arbor/arbor-desk/questions",
        "/prices/arbor/arbor-desk/reviews",
    ],
)
def test_pages_ask_the_database_as_often_for_many_rows(app, page, cast, path):
    with count_queries() as few:
        page.get(path)
    with app.app_context(), transaction():
        product = arbor_desk()
        for i in range(30):
            at = clock.now() - timedelta(hours=i)
            question(cast.actor("ada"), product, f"Question number {i} of many", at)

    with count_queries() as many:
        page.get(path)

    assert len(many) == len(few)


@pytest.mark.usefixtures("shop")
def test_visitors_pages_carry_no_cookie(page):
    for path in ("/", "/prices/arbor/arbor-desk/"):
        headers = page.get(path).response.headers
        assert "Set-Cookie" not in headers
        assert "Cookie" not in headers.get("Vary", "")


def test_style_page_is_for_developers(app, page):
    page.get("/style")
    app.testing = False
    try:
        page.get("/style", status=404)
    finally:
        app.testing = True


def spread(count):
    """Return rates of one role, from 100 on, no two alike."""
    return [rate("Engineer", f"Firm {i % 7}", str(100 + i)) for i in range(count)]


def test_product_page_shows_its_public_records(app, page, tmp_path):
    with app.app_context():
        take(register(tmp_path, spread(9)))

    words = page.get("/prices/market/engineer/").words()

    assert "Public records 9 prices, 2023" in words
    assert "Median $104 per hour" in words
    assert "Source: Register of rates" in words
    assert "Nothing is published here yet." in words


def test_page_of_all_records_is_drawn_too(app, page, tmp_path):
    with app.app_context():
        take(register(tmp_path, spread(9)))

    assert "Prices in USD per hour, 9 prices." in (
        page.get("/prices/market/engineer/records").html
    )


def test_home_shows_what_most_records_are_about(app, page, tmp_path):
    rows = [*spread(9), rate("Analyst", price="80"), rate("Analyst", price="90")]
    with app.app_context():
        take(register(tmp_path, rows))

    words = page.get("/").words()

    assert "Engineer 9 prices Median $104 per hour" in words
    assert "Analyst 2 prices $85 per hour" in words
    assert "From public records: Register of rates" in words
    assert "This place has just opened." not in words


def test_home_draws_what_varies_before_what_is_alike(app, page, tmp_path):
    alike = [rate("Clerk", price="50") for _ in range(12)]
    with app.app_context():
        take(register(tmp_path, [*alike, *spread(9)]))

    words = page.get("/").words()

    assert "Engineer 9 prices Median" in words
    assert "Clerk 12 prices $50 per hour" in words


def test_home_draws_what_is_alike_when_there_is_nothing_else(app, page, tmp_path):
    with app.app_context():
        take(register(tmp_path, [rate("Clerk", price="50"), rate("Clerk", price="50")]))

    assert "Clerk 2 prices Median $50 per hour Middle half $50" in page.get("/").words()


def test_home_names_no_product_that_is_hidden(app, page, tmp_path):
    with app.app_context():
        take(register(tmp_path, spread(9)))
        with transaction():
            product_named("Engineer").state = State.HIDDEN

    assert "Engineer" not in page.get("/").words()


@pytest.mark.parametrize("path", ["/", "/prices/market/engineer/"])
def test_pages_ask_the_database_as_often_for_a_thousand_records(
    app, page, tmp_path, path
):
    with app.app_context():
        take(register(tmp_path, spread(1), name="one.csv"))
    with count_queries() as few:
        page.get(path)
    with app.app_context():
        take(register(tmp_path, spread(1000)))

    with count_queries() as many:
        page.get(path)

    assert len(many) == len(few)
