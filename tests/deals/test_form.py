"""The steps of the deal form, without JavaScript: lines, preview, saving, twins, lost sessions."""

import re
from dataclasses import replace

import pytest
import sqlalchemy as sa

from community.accounts.models import User
from community.accounts.traits import Industry, OrgSize, Region
from community.core.db import Base, UtcDateTime, db, transaction
from tests.deals.conftest import count_deals
from tests.deals.filling import (
    FORM,
    begin,
    fields,
    own_addresses,
    saved,
    send,
)


def test_the_first_step_asks_for_nothing_but_the_product(ada):
    shown = ada.get(FORM)

    asked = {name for name in fields(shown) if not name.startswith(("csrf", "subm"))}
    assert asked == {"lines-0-product", "version"}


def test_a_link_may_name_the_product(ada, shop):
    shown = ada.get(f"{FORM}?product={shop.desk.public_id}")

    assert fields(shown)["lines-0-product"] == shop.desk.label
    assert "lines-0-quantity" in fields(shown)
    assert "needs another look" not in shown.text


def test_unknown_products_and_parameters_in_the_link(ada, shop):
    shown = ada.get(f"{FORM}?product=nothing")

    assert fields(shown)["lines-0-product"] == ""
    ada.get(f"{FORM}?floor=1", status=400)


def test_another_pricing_model_shows_its_fields_and_keeps_what_was_typed(
    app, ada, shop
):
    shown = begin(ada, shop.desk)
    other = send(
        ada,
        shown,
        {"lines-0-pricing_model": "perpetual", "lines-0-recurring_amount": "77"},
        do="show",
    )
    back = send(ada, other, {"lines-0-pricing_model": ""}, do="show")

    assert "lines-0-licence_amount" in fields(other)
    assert fields(back)["lines-0-recurring_amount"] == "77"


def test_lines_are_added_and_removed_by_buttons(app, ada, shop, typed):
    shown = begin(ada, shop.desk)
    two = send(ada, shown, typed, do="add-line")
    assert "lines-1-product" in fields(two)
    assert fields(two)["lines-0-quantity"] == "150"
    known = send(ada, two, {"lines-1-product": shop.suite.label}, do="show")
    three = send(ada, known, do="add-line")
    again = send(ada, three, {"lines-1-recurring_amount": "900"}, do="remove-line:2")
    assert "lines-2-product" not in fields(again)
    preview = send(ada, again)
    assert "Arbor Suite" in preview.words()
    send(ada, preview, do="save", status=303)

    draft = saved(app)[0]
    assert [line.product_id for line in draft.lines] == [shop.desk.id, shop.suite.id]


def test_removing_the_first_line_renumbers_the_others(ada, shop, typed):
    shown = begin(ada, shop.desk)
    two = send(ada, shown, typed, do="add-line")
    known = send(ada, two, {"lines-1-product": shop.suite.label}, do="show")
    one = send(ada, known, {"lines-1-recurring_amount": "900"}, do="remove-line:0")

    assert fields(one)["lines-0-product"] == shop.suite.label
    assert fields(one)["lines-0-recurring_amount"] == "900"


@pytest.mark.parametrize(
    "step",
    ["remove-line:0", "remove-line:7", "remove-line:", "remove-line:x", "add-year:9"],
)
def test_steps_that_make_no_sense_change_nothing(ada, shop, typed, step):
    shown = begin(ada, shop.desk)

    again = send(ada, shown, typed, do=step)

    assert fields(again)["lines-0-quantity"] == "150"


def test_lines_and_years_have_an_end(ada, shop):
    shown = begin(ada, shop.desk)
    for _ in range(21):
        shown = send(ada, shown, do="add-line")
    assert "lines-19-product" in fields(shown)
    assert "lines-20-product" not in fields(shown)
    for _ in range(9):
        shown = send(ada, shown, do="add-year:0")

    assert "lines-0-years-9-amount" in fields(shown)
    assert "lines-0-years-10-amount" not in fields(shown)


def test_nothing_is_saved_before_the_preview(app, ada, shop, typed):
    send(ada, begin(ada, shop.desk), typed)

    with app.app_context():
        assert count_deals() == 0


def test_from_the_preview_one_may_go_back_with_everything_kept(ada, shop, typed):
    full = {
        **typed,
        "note": 'He said "no" & <left>.',
        "lines-0-add_ons": shop.desk.plans["Voice"][1],
        "levers": ["volume", "prepay"],
    }
    preview = send(ada, begin(ada, shop.desk), full)

    back = ada.post(
        FORM,
        {**fields(preview), "levers": ["volume", "prepay"], "do": "edit"},
        status=200,
    )

    kept = fields(back)
    assert {name: kept.get(name) for name in typed} == typed
    assert kept["note"] == full["note"]
    assert 'value="volume" checked' in back.html or "checked" in back.html
    assert back.html.count("checked") >= 6


def test_the_preview_tells_what_this_site_asks_for(app, ada, shop, typed, monkeypatch):
    asked = replace(
        app.extensions["fairquote.settings"], median_from=8, min_age_months=6
    )
    monkeypatch.setitem(app.extensions, "fairquote.settings", asked)

    preview = send(ada, begin(ada, shop.desk), {**typed, "deal_month": "2025-05"})

    assert "over at least eight, from November 2025 at the earliest" in preview.words()


def test_the_preview_shows_exactly_what_others_will_see(ada, shop, typed):
    preview = send(
        ada,
        begin(ada, shop.desk),
        {
            **typed,
            "visibility": "card",
            "lines-0-recurring_amount": "323000",
            "currency": "EUR",
            "deal_month": "2025-05",
        },
    )

    words = preview.words()
    assert "Quantity (user) 100–249" in words
    assert "Organisation 201–1,000 people, Europe, Middle East and Africa" in words
    assert "Time Q2 2025" in words
    assert "from August 2025 at the earliest" in words
    assert (
        "$820 per user and year 100–249 (user) · 25–36 months · New purchase · "
        "201–1,000 people · Europe, Middle East and Africa · first half of 2025"
    ) in words
    assert "rate of 30 May 2025" in words


def test_cards_and_labels(ada, shop, typed):
    preview = send(
        ada,
        begin(ada, shop.desk),
        {
            **typed,
            "visibility": "named",
            "relationship": "reseller",
            "incentive": "gift",
            "incentive_from": "vendor",
        },
    )

    assert "under your handle" in preview.words()
    assert "Label We resell it" in preview.words()
    assert "Was given something: a gift" in preview.words()
    assert "Only who paid counts" in preview.words()


def test_odd_figures_are_pointed_out_and_may_be_saved(app, ada, shop, typed):
    preview = send(
        ada,
        begin(ada, shop.desk),
        {**typed, "lines-0-list_unit_price": "100", "lines-0-list_source": "quote"},
    )

    assert "You paid more than the list price." in preview.words()
    send(ada, preview, do="save", status=303)
    assert len(saved(app)) == 1


def test_the_profile_fills_in_the_organisation(app, cast, shop):
    with app.app_context(), transaction():
        db.session.execute(
            sa.update(User)
            .where(User.id == cast.ada.id)
            .values(
                org_size=OrgSize.TO_5000, industry=Industry.HEALTH, region=Region.APAC
            )
        )
    shown = begin(cast.page("ada"), shop.desk)

    found = fields(shown)
    assert (found["org_size"], found["industry"], found["region"]) == (
        "1001-5000",
        "health",
        "apac",
    )


def test_usual_answers_are_filled_in(ada, shop):
    found = fields(begin(ada, shop.desk))

    usual = {
        "currency": "USD",
        "term_months": "12",
        "billing": "annual-upfront",
        "channel": "direct",
        "sector": "private",
        "relationship": "buyer",
        "incentive": "none",
        "visibility": "aggregate",
        "stage": "",
        "lines-0-metric": "user",
        "lines-0-recurring_covers": "year",
    }
    assert {name: found.get(name) for name in usual} == usual
    assert "contract_forbids" not in found


def test_the_same_form_sent_twice_is_one_deal(app, ada, shop, typed):
    preview = send(ada, begin(ada, shop.desk), typed)

    first = send(ada, preview, do="save", status=303)
    second = send(ada, preview, do="save", status=303)

    assert first.location == second.location == "/deals/mine"
    assert len(saved(app)) == 1


def test_an_earlier_price_for_the_same_month_can_be_updated(app, ada, shop, typed):
    preview = send(ada, begin(ada, shop.desk), typed)
    send(ada, preview, do="save", status=303)
    address = own_addresses(ada.get("/deals/mine"))[0]

    asked = send(
        ada, begin(ada, shop.desk), {**typed, "lines-0-quantity": "160"}, status=422
    )
    assert "Did you report this before?" in asked.words()
    update = ada.post(
        f"{address}/edit",
        {**fields(asked), "do": "preview", "version": ""},
        status=200,
    )
    send(ada, update, do="save", status=303)

    assert [draft.lines[0].quantity for draft in saved(app)] == [160]


def test_or_said_to_be_another_contract(app, ada, shop, typed):
    send(ada, send(ada, begin(ada, shop.desk), typed), do="save", status=303)
    other = {**typed, "lines-0-quantity": "160"}

    asked = send(ada, begin(ada, shop.desk), other, status=422)
    preview = send(ada, asked, {"is_separate": "y"})
    send(ada, preview, do="save", status=303)

    assert [draft.lines[0].quantity for draft in saved(app)] == [150, 160]


def test_the_fourth_deal_of_a_new_account_waits_with_everything_kept(
    app, ada, shop, typed
):
    for month in ("2026-01", "2026-02", "2026-03"):
        preview = send(ada, begin(ada, shop.desk), {**typed, "deal_month": month})
        send(ada, preview, do="save", status=303)

    preview = send(ada, begin(ada, shop.desk), typed)
    refused = send(ada, preview, do="save", status=429)

    assert int(refused.response.headers["Retry-After"]) > 0
    assert fields(refused)["lines-0-quantity"] == "150"
    assert len(saved(app)) == 3


def test_an_expired_page_keeps_everything_and_saves_nothing(app, ada, shop, typed):
    shown = begin(ada, shop.desk)

    for do in ("preview", "save", "add-line", "show"):
        refused = send(ada, shown, {**typed, "csrf_token": "stale"}, do=do, status=422)
        assert "open for too long" in refused.words()
        assert fields(refused)["lines-0-quantity"] == "150"

    assert saved(app) == []


def test_who_was_logged_out_meanwhile_finds_the_form_filled_in(app, cast, shop, typed):
    page = cast.page("ada")
    shown = begin(page, shop.desk)
    with page.client.session_transaction() as session:
        user = session.pop("_user_id")

    sent_away = page.send(
        shown, typed, having="lines-0-product", submit=("do", "preview"), status=303
    )
    assert "/login" in sent_away.location
    with page.client.session_transaction() as session:
        session["_user_id"] = user
    back = page.get(FORM)

    assert fields(back)["lines-0-quantity"] == "150"
    assert fields(back)["lines-0-plan"] == typed["lines-0-plan"]


def test_nothing_tells_when_a_deal_was_reported(app, ada, shop, typed):
    """Rows that have a time must not name a deal."""
    send(ada, send(ada, begin(ada, shop.desk), typed), do="save", status=303)
    public_id = own_addresses(ada.get("/deals/mine"))[0].rsplit("/", 1)[1]

    with app.app_context():
        timed = [
            table
            for table in Base.metadata.sorted_tables
            if any(isinstance(column.type, UtcDateTime) for column in table.columns)
        ]
        rows = [
            str(row) for table in timed for row in db.session.execute(table.select())
        ]
    assert len(rows) > 5
    assert [row for row in rows if public_id in row] == []


def told(page) -> list[str]:
    return re.findall(r"<output[^>]*>([^<]*)</output>", page.html)


def test_what_one_unit_costs_is_told_while_it_is_filled_in(ada, shop, typed):
    shown = begin(ada, shop.desk)
    assert told(shown) == [""]
    full = send(ada, shown, typed, do="show")
    assert told(full) == ["$720 per user and year"]
    for name, value in (
        ("lines-0-quantity", ""),
        ("lines-0-quantity", "0"),
        ("lines-0-metric_period", "fortnight"),
        ("lines-0-recurring_amount", "9" * 18),
        ("term_months", ""),
        ("currency", "XXX"),
    ):
        assert told(send(ada, full, {name: value}, do="show")) == [""], name
    ramp = {
        "lines-0-recurring_amount": "",
        "lines-0-quantity": "",
        "lines-0-years-0-quantity": "100",
        "lines-0-years-0-amount": "72000",
    }
    assert told(send(ada, full, ramp, do="show")) == ["$720 per user and year"]
    two = send(ada, full, {"term_months": "24"}, do="add-line")
    assert told(two) == ["$1,080 per user and year"]
