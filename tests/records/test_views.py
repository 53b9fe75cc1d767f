"""The page of all public records: figures, filters, sorting, and addresses that make no sense."""

import pytest

from community.catalog.curation import rename_product
from community.catalog.rules import ensure_product, ensure_vendor
from community.core.db import transaction
from community.records.facts import RecordFacts
from community.records.panels import Choice, for_records
from tests.queries import count_queries
from tests.records.made import MAPPING, product_named, rate, register, take

URL = "/prices/market/engineer/records"


@pytest.fixture
def rates(app, tmp_path):
    rows = [
        rate(contractor="Arbor", price="100", begins="2021-03-01", remarks="Junior"),
        rate(contractor="Arbor", price="130.225", begins="2022-03-01"),
        rate(contractor="Birch", price="300", begins="2022-12-31", remarks="<b>Dr</b>"),
        rate(contractor="Birch", price="900", unit="day"),
    ]
    with app.app_context():
        take(register(tmp_path, rows))


@pytest.mark.usefixtures("rates")
def test_the_page_shows_figures_rows_source_and_licence(page):
    shown = page.get(URL)

    words = shown.words()
    assert "Median $130.23 per hour" in words
    assert "Prices 3" in words
    assert "CC0 1.0" in words
    assert "Ceiling rates." in words
    assert "&lt;b&gt;Dr&lt;/b&gt;" in shown.html
    assert 'role="img"' in shown.html


@pytest.mark.usefixtures("rates")
def test_filters_narrow_the_page(page):
    assert "Median $115.11 per hour" in page.get(f"{URL}?supplier=arbor").words()
    assert "Median $300 per hour" in page.get(f"{URL}?supplier=birch").words()
    assert "Prices 2" in page.get(f"{URL}?year=2022").words()
    assert "Median $900 per day" in page.get(f"{URL}?measure=USD:day").words()
    assert "No row fits" in page.get(f"{URL}?supplier=arbor&year=2019").words()


@pytest.mark.usefixtures("rates")
def test_the_form_keeps_what_was_chosen(page):
    shown = page.get(f"{URL}?supplier=arbor&sort=cheapest")

    form = shown.form("/prices/market/engineer/records")
    assert form["fields"] == {
        "measure": "USD:hour",
        "supplier": "arbor",
        "year": "",
        "sort": "cheapest",
    }
    assert "Prices 2" in page.send(shown, action=URL).words()


@pytest.mark.usefixtures("rates")
def test_rows_sort_by_their_heads(page):
    def order(sort):
        html = page.get(f"{URL}?sort={sort}").html
        return [p for _, p in sorted((html.rindex(p), p) for p in ("$100", "$300"))]

    assert order("cheapest") == ["$100", "$300"]
    assert order("dearest") == ["$300", "$100"]
    assert 'aria-sort="ascending"' in page.get(f"{URL}?sort=supplier").html


@pytest.mark.usefixtures("rates")
@pytest.mark.parametrize(
    "query",
    [
        "colour=red",
        "sort=loud",
        "year=20x2",
        "year=2022'",
        "year=٢٠٢٢",
        "supplier=A%00b",
        "supplier=%ff",
        "measure=EUR:hour",
        "measure=%00",
        "after=nonsense",
        "after=W10",
        "sort=cheapest&after=WyIyMDIxLTAxIiwxXQ",
    ],
)
def test_addresses_of_nobody_are_refused(page, query):
    page.get(f"{URL}?{query}", status=400)


@pytest.mark.usefixtures("rates")
def test_doubled_and_empty_parameters_do_no_harm(page):
    page.get(f"{URL}?year=2022&year=x&supplier=&sort=&measure=")


def test_a_product_that_is_not_there_is_not_found(page):
    page.get("/prices/market/nothing/records", status=404)
    page.get("/prices/%00/x/records", status=404)


def test_a_product_without_records_says_what_to_do(app, page):
    with app.app_context(), transaction():
        ensure_product(ensure_vendor("Arbor"), "Desk")

    assert (
        "No public record about Desk yet"
        in page.get("/prices/arbor/desk/records").words()
    )


@pytest.mark.usefixtures("rates")
def test_queries_are_as_many_for_three_rows_as_for_many(app, page, tmp_path):
    page.get(f"{URL}?year=2022")
    with count_queries() as few:
        page.get(f"{URL}?year=2022")
    with app.app_context():
        rows = [rate(contractor=f"Firm {n}", price=str(n + 1)) for n in range(200)]
        take(register(tmp_path, rows))

    with count_queries() as many:
        page.get(f"{URL}?year=2023")

    assert len(many) == len(few)


def test_invoiced_totals_say_that_they_are_no_prices(app, page, tmp_path):
    text = MAPPING.replace('column = "unit"', 'value = "invoiced total"')
    with app.app_context():
        take(register(tmp_path, [rate(price="5000")]), text)

    words = page.get(URL).words()

    assert "Median $5,000 invoiced in total" in words
    assert "These are invoiced totals, not unit prices" in words


@pytest.mark.usefixtures("rates")
def test_a_long_list_goes_on_on_the_next_page(app, page, tmp_path):
    with app.app_context():
        rows = [rate(contractor="Cedar", price=str(n + 1)) for n in range(120)]
        take(register(tmp_path, rows))
    shown = page.get(f"{URL}?supplier=cedar&sort=cheapest")

    (onward,) = [link for link in shown.links if "after=" in link]
    following = page.get(onward)

    assert "supplier=cedar" in onward
    assert "$51" in following.words()
    assert "$50 " not in following.html.split("<tbody>")[-1]


@pytest.mark.usefixtures("rates")
def test_the_product_page_shows_the_newest_rows_and_leads_to_all(app, page, tmp_path):
    with app.app_context():
        rows = [rate(contractor="Cedar", price=str(n + 1)) for n in range(20)]
        take(register(tmp_path, rows))

    shown = page.get("/prices/market/engineer/")

    assert "Public records 23 prices, 2021 to 2023" in shown.words()
    assert "All 23 rows" in shown.words()
    assert URL in shown.links
    assert shown.html.count('data-label="Price"') == 8


def test_an_old_address_leads_to_the_new_one(app, cast, page):
    with app.app_context(), transaction():
        product = ensure_product(ensure_vendor("Arbor"), "Desk")
        rename_product(cast.actor("mo"), product, "Table")

    moved = page.get("/prices/arbor/desk/records", status=301)

    assert moved.location == "/prices/arbor/table/records"


@pytest.mark.usefixtures("rates")
def test_the_median_stands_in_the_catalogues_lists(app, page, tmp_path):
    assert "$130.23 per hour" in page.get("/prices/market/").words()


@pytest.mark.usefixtures("context", "rates")
def test_lists_do_not_show_totals_as_prices(tmp_path):
    text = MAPPING.replace('column = "unit"', 'value = "invoiced total"')
    take(register(tmp_path, [rate("Tester", price="5000")]), text)
    ids = [product_named(name).id for name in ("Tester", "Engineer")]

    ((product_id, (fact,)),) = RecordFacts().facts(ids).items()

    assert (product_id, fact.label, fact.value) == (
        ids[1],
        "Median on record",
        "$130.23",
    )


@pytest.mark.usefixtures("context", "rates")
def test_figures_of_nothing_are_not_asked_for():
    product_id = product_named("Engineer").id
    panel = for_records(product_id, "/x/", Choice(year="1999"), None, None)

    assert (panel.count, panel.picture) == (0, None)
    with pytest.raises(LookupError):
        panel.money("median")
