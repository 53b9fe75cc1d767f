"""Each field that is missing or wrong: a sentence at the field, and everything kept."""

import pytest

from community.deals.kinds import Visibility
from community.deals.plausibility import FORBIDDEN
from tests.deals.filling import (
    FORM,
    begin,
    fields,
    saved,
    send,
)

REQUIRED = {
    "lines-0-plan": "This is needed.",
    "lines-0-quantity": "This is needed.",
    "lines-0-recurring_amount": "Say how much is paid.",
    "stage": "Say what happened.",
    "deal_month": "Give the month.",
    "term_months": "Give the term in months.",
    "org_size": "Choose a size.",
    "region": "Choose a region.",
    "contract_forbids": "Please answer: it decides what we may do with the price.",
    "right_to_share": "We can only take prices that you may share.",
    "tax_excluded": "Give all amounts without VAT or sales tax.",
}


@pytest.mark.parametrize("name", REQUIRED)
def test_each_mandatory_field(app, ada, shop, typed, name):
    refused = send(ada, begin(ada, shop.desk), {**typed, name: None}, status=422)

    assert REQUIRED[name] in refused.words()
    kept = fields(refused)
    left = {key: text for key, text in typed.items() if key != name}
    assert {key: kept.get(key) for key in left} == left
    assert saved(app) == []


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("lines-0-quantity", "many", "Give a number, 1234.50 for instance."),
        ("lines-0-quantity", "-3", "Give a quantity above 0."),
        ("lines-0-quantity", "0", "Give a quantity above 0."),
        ("lines-0-recurring_amount", "-324000", "Give an amount above 0."),
        ("lines-0-recurring_amount", "1e5", "Give a number, 1234.50 for instance."),
        ("lines-0-setup_amount", "-1", "This cannot be negative."),
        ("lines-0-plan", "nonsense", "Not a valid choice."),
        ("lines-0-recurring_covers", "century", "Not a valid choice."),
        ("lines-0-list_month", "May", "Give the month as year and month"),
        ("lines-0-product", "No Such Thing", "We don’t know “No Such Thing” yet."),
        ("term_months", "a year", "Give a whole number, 12 for instance."),
        ("term_months", "²", "Give a whole number, 12 for instance."),
        ("term_months", "0", "Give the term in months, 1 to 120."),
        ("deal_month", "2026-13", "Give the month as year and month"),
        ("deal_month", "2026-12", "This month lies in the future."),
        ("deal_month", "1989-12", "This is before 1990. Please check the year."),
        ("deal_month", "2016-10", "That is more than ten years ago"),
        ("currency", "XXX", "Choose a currency from the list:"),
        ("currency", "", "Choose the currency."),
        ("expiry_month", "2026-04", "A contract can’t end before it was signed."),
        ("first_quote_amount", "0", "Give an amount above 0."),
        ("rounds", "99", "Give a number between 0 and 50."),
        ("satisfaction", "7", "Not a valid choice."),
        ("country", "BR", "This country lies in another region than you chose."),
        ("incentive", "gift", "Say who gave it."),
        ("contract_forbids", "yes", FORBIDDEN),
        ("contract_forbids", "maybe", "Not a valid choice."),
        ("levers", "bribe", "is not a valid choice"),
        ("alternatives-0", "No Such Thing", "We don’t know “No Such Thing” yet."),
        ("note", "x" * 2001, "Keep the note to 2,000 characters."),
    ],
)
def test_each_wrong_field(app, ada, shop, typed, name, text, sentence):
    refused = send(ada, begin(ada, shop.desk), {**typed, name: text}, status=422)

    assert sentence in refused.words()
    if name not in {"lines-0-plan", "levers", "contract_forbids"}:
        select = {"lines-0-recurring_covers", "currency", "satisfaction"}
        assert name in select or fields(refused).get(name) == text
    assert saved(app) == []


def test_a_forbidding_contract_is_refused_with_the_way_on(ada, shop, typed):
    refused = send(
        ada, begin(ada, shop.desk), {**typed, "contract_forbids": "yes"}, status=422
    )

    assert refused.words().count(FORBIDDEN) >= 1
    assert "You are welcome to ask and answer questions" in refused.words()


def test_not_knowing_the_contract_means_figures_only(app, ada, shop, typed):
    unknown = {**typed, "contract_forbids": "unknown"}
    shown = begin(ada, shop.desk)

    refused = send(ada, shown, {**unknown, "visibility": "card"}, status=422)
    preview = send(ada, refused, unknown)
    send(ada, preview, do="save", status=303)

    assert "the price can only count in figures" in refused.words()
    assert saved(app)[0].visibility is Visibility.AGGREGATE


def test_a_missing_product_can_be_suggested_with_everything_kept(ada, shop, typed):
    refused = send(
        ada,
        begin(ada, shop.desk),
        {**typed, "lines-0-product": "Zebra Planner"},
        status=422,
    )

    assert "Suggest it" in refused.words()
    assert fields(refused)["lines-0-quantity"] == "150"


def test_a_name_that_means_several_offers_them(app, ada, shop, typed):
    refused = send(ada, ada.get(FORM), {"lines-0-product": "Arbor"}, do="show")
    assert "Did you mean" in refused.words()

    chosen = send(
        ada, refused, {"lines-0-product-pick": shop.desk.public_id}, do="show"
    )

    assert "lines-0-quantity" in fields(chosen)
