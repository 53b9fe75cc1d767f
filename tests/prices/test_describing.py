"""What a product's page says of itself beside its links: whole sentences, a price first."""

import re
from html import unescape

import pytest

from community.core.db import transaction
from tests.prices.factories import f1, publish_series, series_of
from tests.prices.seeds import arbor_desk
from tests.records.made import rate, register, take

DESK = "/prices/arbor/arbor-desk/"


def described(page, path=DESK):
    (found,) = re.findall(
        r'<meta name="description"\s+content="([^"]*)">', page.get(path).html
    )
    return unescape(found)


def test_a_list_price_is_told_where_nothing_is_published(app, page):
    with app.app_context(), transaction():
        arbor_desk()

    assert described(page) == "List price of Professional: $79 / user / month."


@pytest.mark.usefixtures("cast")
def test_no_sentence_is_cut(app, page):
    with app.app_context(), transaction():
        product = arbor_desk()
        product.name = "Arbor Desk " + "of a very long name " * 5
        publish_series(series_of(product), f1())

    said = described(page)
    assert said.startswith("Buyers pay $1,000 per user and year for Arbor Desk of a")
    assert said.endswith("organisations.")
    assert "List price" not in said


def test_public_records_are_told_as_such(app, page, tmp_path):
    rows = [
        rate(contractor="Arbor", price=str(price), begins="2021-03-01")
        for price in (100, 130, 300)
    ]
    with app.app_context():
        take(register(tmp_path, rows))

    said = described(page, "/prices/market/engineer/")
    assert said == "On public record: $130 per hour, the median."
