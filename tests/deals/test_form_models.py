"""Reporting a deal of each pricing model, from end to end, without JavaScript."""

from decimal import Decimal

from community.accounts.traits import Industry
from community.catalog.kinds import Period, PricingModel
from community.deals.kinds import Answer, Covers, Lever, Stage
from tests.deals.filling import (
    FORM,
    begin,
    contract,
    fields,
    report,
    saved,
)


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
        assert "$720 per user and year" in page.words()
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

    assert "$30,000 per organisation and year" in preview.words()
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

    assert "$2,000 per licence" in preview.words()
    assert "Maintenance or support a year 20 %" in preview.words()
    assert "Per unit and year over 5 years $800" in preview.words()
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

    assert "$6,000 per device" in preview.words()
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

    assert "$100 per hour" in preview.words()
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
