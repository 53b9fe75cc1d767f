"""The deal form from end to end, without JavaScript: each pricing model, each step, each refusal."""

from decimal import Decimal

import pytest
import sqlalchemy as sa

from community.accounts.models import User
from community.accounts.traits import Industry, OrgSize, Region
from community.catalog.kinds import Period, PricingModel
from community.core.db import db, transaction
from community.deals import recording
from community.deals.kinds import Answer, Covers, Lever, Stage, Visibility
from community.deals.models import Deal
from community.deals.plausibility import FORBIDDEN
from tests.deals.conftest import TYPED, count_deals

FORM = "/deals/new"


@pytest.fixture
def ada(cast):
    return cast.page("ada")


def saved(app) -> list[Deal]:
    """Return the drafts of all deals in the database."""
    with app.app_context():
        deals = db.session.scalars(sa.select(Deal).order_by(Deal.id)).all()
        return [recording.read(deal) for deal in deals]


def send(page, shown, values=None, *, do="preview", status=200):
    return page.send(
        shown, values, having="lines-0-product", submit=("do", do), status=status
    )


def fields(page) -> dict[str, str]:
    return page.form(having="lines-0-product")["fields"]


def begin(page, bought):
    """Open the form and name the product: the fields of its pricing model appear."""
    return send(
        page, page.get(FORM), {"lines-0-product": bought.label}, do="show", status=200
    )


def report(page, bought, values):
    """Go through all steps; return the page that shows the saved deal."""
    shown = begin(page, bought)
    preview = send(page, shown, {**fields(shown), **values})
    assert preview.h1 == ["Is this right?"]
    done = send(page, preview, do="save", status=303)
    return preview, page.follow(done)


def contract(**more) -> dict[str, str]:
    """Return the fields that every pricing model has."""
    typed = {name: text for name, text in TYPED.items() if not name.startswith("lines")}
    return {**typed, **more}


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


def test_seats(app, ada, shop):
    preview, shown = report(
        ada,
        shop.desk,
        contract(
            **{
                "lines-0-plan": shop.desk.plans["Professional"][1],
                "lines-0-quantity": "150",
                "lines-0-recurring_amount": "$324,000.00",
                "lines-0-recurring_covers": "term",
                "lines-0-setup_amount": "15000",
                "lines-0-list_unit_price": "1200",
                "lines-0-list_source": "quote",
            }
        ),
    )

    for page in (preview, shown):
        assert "$720.00 per user and year" in page.words()
        assert "With one-time fees $753.33" in page.words()
        assert "Off the list price 40 %" in page.words()
    draft = saved(app)[0]
    assert draft.lines[0].quantity == 150
    assert draft.lines[0].plan_id == shop.desk.plans["Professional"][0]
    assert draft.lines[0].recurring_covers is Covers.TERM


def test_usage(app, ada, shop):
    preview, _ = report(
        ada,
        shop.events,
        contract(
            **{
                "lines-0-quantity": "50,000,000",
                "lines-0-metric_period": "year",
                "lines-0-recurring_amount": "60 000",
                "lines-0-recurring_covers": "year",
                "lines-0-quantity_used": "61000000",
                "lines-0-overage_rate": "1.5",
                "lines-0-list_unit_price": "2.00",
                "lines-0-list_source": "price-book",
            },
            term_months="12",
        ),
    )

    assert "$1.20 per 1,000 events" in preview.words()
    assert "Off the list price 40 %" in preview.words()
    line = saved(app)[0].lines[0]
    assert (line.metric, line.metric_period) == ("event", Period.YEAR)
    assert (line.quantity_used, line.overage_rate) == (61_000_000, Decimal("1.5"))


def test_flat_fees(app, ada, shop):
    preview, _ = report(
        ada,
        shop.suite,
        contract(
            **{
                "lines-0-recurring_amount": "2500",
                "lines-0-recurring_covers": "month",
            }
        ),
    )

    assert "$30,000.00 per organisation and year" in preview.words()
    assert saved(app)[0].lines[0].quantity == 1


def test_perpetual_licences(app, ada, shop):
    preview, _ = report(
        ada,
        shop.server,
        contract(
            **{
                "lines-0-quantity": "100",
                "lines-0-licence_amount": "200,000",
                "lines-0-maintenance_pct": "20 %",
                "lines-0-maintenance_in_price": "no",
            }
        ),
    )

    assert "$2,000.00 per licence" in preview.words()
    assert "Maintenance or support a year 20 %" in preview.words()
    assert "Per unit and year over 5 years $800.00" in preview.words()
    line = saved(app)[0].lines[0]
    assert (line.licence_amount, line.maintenance_in_price) == (200_000, Answer.NO)
    assert line.metric_period is Period.ONCE


def test_hardware(app, ada, shop):
    preview, _ = report(
        ada,
        shop.switch,
        contract(
            **{
                "lines-0-quantity": "8",
                "lines-0-hardware_amount": "48000",
                "lines-0-maintenance_amount": "4800",
            }
        ),
    )

    assert "$6,000.00 per device" in preview.words()
    assert saved(app)[0].lines[0].maintenance_amount == 4800


def test_services(app, ada, shop):
    preview, _ = report(
        ada,
        shop.advice,
        contract(
            **{
                "lines-0-quantity": "10",
                "lines-0-metric": "day",
                "lines-0-metric_period": "once",
                "lines-0-recurring_amount": "8000",
                "lines-0-recurring_covers": "term",
            },
            term_months="3",
        ),
    )

    assert "$100.00 per hour" in preview.words()
    assert saved(app)[0].lines[0].metric == "day"


def test_a_fixed_price_has_no_unit_price(ada, shop):
    preview, shown = report(
        ada,
        shop.advice,
        contract(
            **{
                "lines-0-quantity": "1",
                "lines-0-metric": "fixed price",
                "lines-0-recurring_amount": "8000",
                "lines-0-recurring_covers": "term",
            }
        ),
    )

    assert "Unit price none" in preview.words()
    assert "A fixed price without effort has no price per unit." in shown.words()


def test_a_ramp_year_by_year(app, ada, shop):
    years = {
        f"lines-0-years-{number}-{name}": text
        for number, pair in enumerate(
            [("50", "60000"), ("100", "110000"), ("150", "150000")]
        )
        for name, text in zip(("quantity", "amount"), pair, strict=True)
    }
    preview, _ = report(
        ada,
        shop.desk,
        contract(**years, **{"lines-0-plan": "none"}),
    )

    assert "$1,066.67 per user and year" in preview.words()
    line = saved(app)[0].lines[0]
    assert [step.quantity for step in line.year_schedule] == [50, 100, 150]
    assert (line.quantity, line.plan_id) == (100, None)


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
        "$820.00 per user and year 100–249 (user) · 25–36 months · New purchase · "
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
        ("currency", "XXX", "Not a valid choice."),
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


def test_the_same_form_sent_twice_is_one_deal(app, ada, shop, typed):
    preview = send(ada, begin(ada, shop.desk), typed)

    first = send(ada, preview, do="save", status=303)
    second = send(ada, preview, do="save", status=303)

    assert first.location == second.location
    assert len(saved(app)) == 1


def test_an_earlier_price_for_the_same_month_can_be_updated(app, ada, shop, typed):
    preview = send(ada, begin(ada, shop.desk), typed)
    done = send(ada, preview, do="save", status=303)

    asked = send(
        ada, begin(ada, shop.desk), {**typed, "lines-0-quantity": "160"}, status=422
    )
    assert "Did you report this before?" in asked.words()
    update = ada.post(
        f"{done.location}/edit",
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


def test_optional_answers_are_stored(app, ada, shop, typed):
    full = {
        **typed,
        "levers": ["volume", "prepay"],
        "other_alternatives": ["incumbent"],
        "alternatives-0": shop.suite.label,
        "auto_renew": "yes",
        "renewal_cap_pct": "4",
        "notice_days": "90",
        "payment_days": "45",
        "expiry_month": "2029-05",
        "satisfaction": "4",
        "country": "DE",
        "industry": "health",
        "note": "Hard, but fair.",
        "first_quote_amount": "400000",
        "rounds": "3",
        "stage": "renewal",
        "lines-0-prior_unit_price": "700",
        "lines-0-add_ons": [shop.desk.plans["Voice"][1]],
        "lines-0-bundled": "y",
    }
    shown = begin(ada, shop.desk)
    data = {**fields(shown), **full}
    preview = ada.post(FORM, {**data, "do": "preview"}, status=200)
    assert "Against the earlier price +2.9 %" in preview.words()
    ada.post(FORM, {**data, "do": "save"}, status=303)

    draft = saved(app)[0]
    assert draft.levers == (Lever.VOLUME, Lever.PREPAY)
    assert draft.alternative_ids == (shop.suite.id,)
    assert (draft.auto_renew, draft.renewal_cap_pct, draft.notice_days) == (
        Answer.YES,
        4,
        90,
    )
    assert (draft.country, draft.industry, draft.note) == (
        "DE",
        Industry.HEALTH,
        "Hard, but fair.",
    )
    assert draft.stage is Stage.RENEWAL
    assert draft.lines[0].add_on_ids == (shop.desk.plans["Voice"][0],)
    assert draft.lines[0].bundled is True
    assert draft.lines[0].pricing_model is PricingModel.SEAT
