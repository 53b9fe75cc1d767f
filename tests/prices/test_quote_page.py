"""The card "Is my quote fair?" as a form: answered, forgotten, and refused in words."""

import json
import re
from html import unescape

import pytest

from community.core.db import transaction
from community.prices.dimensions import Choice, Dimension
from tests.prices.factories import crowd, f1, publish_series, series_of
from tests.prices.seeds import arbor_desk
from tests.remembering import remembered
from tests.security import rows

PATH = "/prices/arbor/arbor-desk/"
ACTION = f"{PATH}quote"


@pytest.fixture
def desk(app):
    remembered(app, "F1's desk", lambda: publish_series(series_of(arbor_desk()), f1()))


@pytest.fixture
def parts(app):
    """Arbor Desk with 88 organisations' prices, by quantity."""

    def publish() -> None:
        series = series_of(arbor_desk())
        publish_series(series, crowd(88), choice=Choice(first=Dimension.QUANTITY))

    remembered(app, "a desk in parts", publish)


def ask(page, **values):
    return page.send(page.get(PATH), values, action=ACTION)


def verdict(shown) -> str:
    found = re.search(r"data-verdict>(.*?)</p>", shown.html, re.DOTALL)
    assert found
    words = unescape(re.sub("<[^>]+>", "", found[1])).replace("\u2060", "")
    return " ".join(words.split())


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("amount", "quantity", "said"),
    [
        (
            "$88,000",
            "100",
            (
                "Cheaper than what three quarters of buyers paid. $880 per user and "
                "year is some 10 % below the median of $1,000. At the median you would "
                "pay $12,000 a year more."
            ),
        ),
        ("990", "", "About what buyers pay. $990 per user and year is about the"),
        ("100,000", "100", "About what buyers pay. $1,000 per user and year is about"),
        ("1,100", "", "Dearer than what half of the buyers paid. $1,100 per"),
        ("1.300,00", "", "Dearer than what three quarters of buyers paid."),
    ],
)
def test_a_quote_is_told_its_place(page, amount, quantity, said):
    shown = ask(page, amount=amount, quantity=quantity)

    assert shown.status == 200
    assert verdict(shown).startswith(said)
    assert "Your quote" in shown.html


@pytest.mark.usefixtures("parts")
def test_a_quantity_is_compared_with_its_own_part(page):
    few = verdict(ask(page, amount="24000", quantity="20"))
    many = verdict(ask(page, amount="480000", quantity="480"))

    assert "for 10–24 users. At the median you would pay" in few
    assert "over all quantities" in many


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"amount": ""}, "Give the amount that you were quoted."),
        ({"amount": "cheap"}, "Give a number, 1234.50 for instance."),
        ({"amount": "-5"}, "A price is above 0."),
        ({"amount": "0"}, "A price is above 0."),
        ({"amount": "1e12"}, "Give a number, 1234.50 for instance."),
        ({"amount": "9" * 20}, "That number is too large to be a price."),
        ({"amount": "10", "quantity": "0"}, "A quantity is above 0."),
        ({"amount": "10", "quantity": "-3"}, "A quantity is above 0."),
        ({"amount": "10", "quantity": "2000000000"}, "a thousand million at most"),
        ({"amount": "10", "quantity": "few"}, "Give a number, 1234.50 for instance."),
    ],
)
def test_nonsense_is_refused_at_its_field_and_comes_back(page, values, sentence):
    shown = ask(page, **values)

    assert shown.status == 422
    assert sentence in shown.words()
    back = shown.form(action=ACTION)["fields"]
    assert {name: back[name] for name in values} == values
    assert verdict(shown) == ""


@pytest.mark.usefixtures("desk")
def test_a_quote_leaves_no_trace(app, page, capsys):
    kept = rows.read(app)

    answer = page.client.post(ACTION, data={"amount": "7191", "quantity": "3"})

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert rows.differences(kept, rows.read(app)) == []
    assert "7191" not in "".join(capsys.readouterr())


@pytest.mark.usefixtures("desk")
def test_ten_thousand_steps_learn_five_places_and_steps_of_five(page):
    answers = {
        re.sub(
            r"\$[\d,.]+ per user and year", "", verdict(ask(page, amount=str(price)))
        )
        for price in range(870, 1330, 20)
    }

    percents = {re.search(r"(\d+) %|about", one).group() for one in answers}
    assert all(one == "about" or int(one[:-2]) % 5 == 0 for one in percents)
    assert len({one.split(".")[0] for one in answers}) == 5


@pytest.mark.usefixtures("parts")
def test_the_card_tells_a_script_what_the_page_shows(page):
    shown = page.get(PATH)

    data = json.loads(unescape(re.search(r'data-quote="(.*?)"', shown.html)[1]))

    low, high, median, *_, phrase, _words = data["sticks"][-1]
    assert (low, high) == (0, 1e15)
    assert phrase == f"the median of ${median:,.0f} over all quantities"
    assert f"Median paid ${median:,.0f}" in shown.words()
    assert [stick[:2] for stick in data["sticks"][:-1]] == [
        [10, 25],
        [50, 100],
        [100, 250],
        [500, 1000],
    ]


def test_without_figures_there_is_no_card(app, page):
    with app.app_context(), transaction():
        arbor_desk()

    shown = page.get(PATH)
    answer = page.client.post(ACTION, data={"amount": "5"})

    assert "Is my quote fair?" not in shown.words()
    assert answer.get_data(as_text=True) == shown.html


@pytest.mark.usefixtures("desk")
def test_unknown_series_and_products_are_refused(page):
    data = {"amount": "5"}
    assert page.client.post(f"{ACTION}?series=x", data=data).status_code == 400
    assert page.client.post(f"{ACTION}?size=x", data=data).status_code == 400
    assert page.client.post("/prices/arbor/x/quote", data=data).status_code == 404
    large = {"amount": "5" * 20_000}
    assert page.client.post(ACTION, data=large).status_code == 413
    assert page.get(ACTION, status=405)
