"""Figures by SQL and by Python agree; rows come filtered, sorted and in pages."""

import random

import pytest

from community.records.queries import (
    Filters,
    Sort,
    filtered_summary,
    get_summary,
    list_records,
    list_sources,
    list_suppliers,
    summaries_of,
)
from tests.queries import count_queries
from tests.records.made import MAPPING, product_named, rate, register, take

pytestmark = pytest.mark.usefixtures("context")
HOURS = Filters("USD", "hour")


@pytest.mark.parametrize("seed", range(6))
def test_the_database_and_python_compute_the_same(tmp_path, seed):
    chance = random.Random(seed)  # noqa: S311 - amounts, not secrets
    amounts = [
        f"{chance.lognormvariate(4, seed):.2f}"
        for _ in range(chance.choice((1, 2, 9, 60)))
    ]
    take(register(tmp_path, [rate(price=one) for one in amounts]))
    product_id = product_named("Engineer").id
    (group,) = get_summary(product_id)

    assert filtered_summary(product_id, HOURS) == group.figures
    assert group.figures.count == len(amounts)


def test_groups_are_apart_by_unit_and_the_largest_is_first(tmp_path):
    rows = [rate(unit="day", price="800"), rate(), rate(price="120"), rate("Tester")]
    take(register(tmp_path, rows))
    product_id = product_named("Engineer").id

    hours, days = get_summary(product_id)

    assert [(g.key, g.figures.count) for g in (hours, days)] == [
        ("USD:hour", 2),
        ("USD:day", 1),
    ]
    assert hours.figures.quantiles.median == 110_000_000
    assert (hours.per, hours.is_total) == ("per hour", False)
    assert summaries_of([product_id, 999])[product_id] == hours


def test_filters_narrow_figures_and_rows(tmp_path):
    rows = [
        rate(contractor="Arbor", price="100", begins="2021-03-01"),
        rate(contractor="Arbor", price="200", begins="2022-03-01"),
        rate(contractor="Birch", price="300", begins="2022-12-31"),
        rate(contractor="Birch", price="400", begins=""),
    ]
    take(register(tmp_path, rows))
    product_id = product_named("Engineer").id

    def prices(**narrow):
        filters = Filters("USD", "hour", **narrow)
        found = filtered_summary(product_id, filters)
        page = list_records(product_id, filters, Sort.CHEAPEST)
        amounts = [int(row.amount.amount) for row in page.items]
        assert (found.count if found else 0) == len(amounts)
        return amounts

    assert prices() == [100, 200, 300, 400]
    assert prices(supplier="arbor") == [100, 200]
    assert prices(year=2022) == [200, 300]
    assert prices(supplier="birch", year=2022) == [300]
    assert prices(supplier="nobody") == []
    (group,) = get_summary(product_id)
    assert (group.years, group.first_month, group.last_month) == (
        (2021, 2022),
        "2021-03",
        "2022-12",
    )
    assert [(s.slug, s.name, s.count) for s in list_suppliers(product_id, HOURS)] == [
        ("arbor", "Arbor", 2),
        ("birch", "Birch", 2),
    ]
    assert [s.name for s in list_sources(group.source_ids)] == ["Register of rates"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort.NEWEST, [2, 1, 3]),
        (Sort.OLDEST, [3, 1, 2]),
        (Sort.CHEAPEST, [2, 1, 3]),
        (Sort.DEAREST, [3, 1, 2]),
        (Sort.SUPPLIER, [3, 2, 1]),
    ],
)
def test_rows_are_sorted_and_come_in_pages(tmp_path, sort, expected):
    rows = [
        rate(contractor="Cedar", price="20", begins="2021-01-01", remarks="1"),
        rate(contractor="Birch", price="10", begins="2022-01-01", remarks="2"),
        rate(contractor="Arbor", price="30", begins="", remarks="3"),
    ]
    take(register(tmp_path, rows))
    product_id = product_named("Engineer").id

    seen, after = [], None
    while True:
        page = list_records(product_id, HOURS, sort, after, size=1)
        seen += [int(row.description) for row in page.items]
        after = page.next_cursor
        if after is None:
            break

    assert seen == expected


def test_a_row_tells_quantity_total_and_buyer(tmp_path):
    text = MAPPING.replace("market = true", "market = true\ndivide = true")
    text += '[fields.quantity]\nvalue = "40"\n[fields.buyer]\nvalue = "The Ministry"\n'
    take(register(tmp_path, [rate(price="1000")]), text)

    (row,) = list_records(product_named("Engineer").id, HOURS).items

    assert (row.amount.amount, row.total.amount, row.quantity) == (25, 1000, 40)
    assert (row.buyer, row.supplier, row.source_line) == (
        "The Ministry",
        "Birch Ltd",
        2,
    )


@pytest.mark.parametrize("count", [1, 1_000])
def test_queries_do_not_grow_with_rows(tmp_path, count):
    rows = [
        rate(contractor=f"Firm {n % 50}", price=str(n + 1), begins=f"20{n % 9 + 10}-01")
        for n in range(count)
    ]
    take(register(tmp_path, rows))
    product_id = product_named("Engineer").id

    with count_queries() as narrowed:
        filtered_summary(product_id, Filters("USD", "hour", year=2010))
    with count_queries() as listed:
        list_records(product_id, HOURS, Sort.SUPPLIER)
        list_suppliers(product_id, HOURS)
        get_summary(product_id)

    assert (len(narrowed), len(listed)) == (3, 3)


def test_a_product_without_records_has_nothing_to_say(tmp_path):
    take(register(tmp_path, [rate()]))

    assert get_summary(999) == []
    assert filtered_summary(999, HOURS) is None
    assert list_records(999, HOURS).items == []
