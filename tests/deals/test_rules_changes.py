"""Revising, withdrawing, restoring and erasing deals, on the real database."""

from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa

from community.catalog.models import Product
from community.core.clock import Month
from community.core.db import db
from community.core.errors import Conflict, Forbidden, Invalid, NotFound
from community.core.visibility import State
from community.deals import recording
from community.deals.events import (
    DealRestored,
    DealRevised,
    DealsErased,
    DealWithdrawn,
)
from community.deals.kinds import (
    DealState,
)
from community.deals.models import (
    Deal,
    DealAlternative,
    DealLine,
    DealLineAddOn,
    DealRevision,
)
from community.deals.rules.reporting import (
    erase_deal,
    restore_deal,
    revise_deal,
    submit_deal,
    withdraw_deal,
)
from tests.deals.conftest import again

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def ada(cast):
    return cast.actor("ada")


@pytest.fixture
def deal(ada, draft) -> Deal:
    return submit_deal(ada, draft)


def rows(model) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_a_revision_changes_the_deal_and_keeps_what_it_said(
    ada, deal, draft, with_line, told
):
    revise_deal(ada, deal, with_line(quantity=Decimal(160)), version=1)

    deal = again(deal)
    assert recording.read(deal) == with_line(quantity=Decimal(160))
    assert deal.lines[0].unit_price == Decimal(675)
    assert deal.version == 2
    revision = deal.revisions[0]
    assert (revision.number, revision.month) == (2, "2026-11")
    assert revision.changes == [{"label": "Quantity", "before": "150", "after": "160"}]
    assert told == [
        DealRevised(deal_id=deal.id, product_ids=(draft.lines[0].product_id,))
    ]


def test_a_revision_without_a_change_leaves_no_trace(ada, deal, draft, told):
    revise_deal(ada, deal, draft, version=1)

    assert (deal.version, deal.revisions, told) == (1, [], [])


def test_a_stale_revision_conflicts(ada, deal, with_line):
    revise_deal(ada, deal, with_line(quantity=Decimal(160)), version=1)

    with pytest.raises(Conflict):
        revise_deal(ada, deal, with_line(quantity=Decimal(170)), version=1)

    assert again(deal).lines[0].quantity == 160


def test_a_revision_is_checked_like_a_report(ada, deal, draft, with_line):
    submit_deal(ada, replace(draft, deal_month=Month("2026-04")))

    with pytest.raises(Invalid):
        revise_deal(ada, deal, with_line(quantity=Decimal(0)), version=1)
    with pytest.raises(Invalid) as caught:
        revise_deal(ada, deal, replace(draft, deal_month=Month("2026-04")), version=1)

    assert caught.value.code == "same-deal"
    assert again(deal).version == 1


def test_lines_come_and_go_with_a_revision(ada, deal, draft, line, shop):
    other = replace(line, plan_id=shop.desk.plans["Enterprise"][0], quantity=Decimal(5))

    revise_deal(ada, deal, replace(draft, lines=(line, other)), version=1)
    assert recording.read(again(deal)).lines == (line, other)
    revise_deal(ada, deal, replace(draft, lines=(other,)), version=2)

    assert recording.read(again(deal)).lines == (other,)
    assert rows(DealLine) == 1


def test_add_ons_and_alternatives_come_and_go(ada, deal, draft, line, shop):
    voice = shop.desk.plans["Voice"][0]
    more = replace(
        draft,
        lines=(replace(line, add_on_ids=(voice,)),),
        alternative_ids=(shop.suite.id,),
    )

    revise_deal(ada, deal, more, version=1)
    assert recording.read(again(deal)) == more
    revise_deal(ada, deal, replace(more, alternative_ids=(shop.server.id,)), version=2)
    assert recording.read(again(deal)).alternative_ids == (shop.server.id,)
    revise_deal(ada, deal, draft, version=3)

    assert (rows(DealLineAddOn), rows(DealAlternative)) == (0, 0)


def test_history_is_never_converted_again(ada, draft, with_line):
    euro = replace(draft, currency="EUR")
    deal = submit_deal(ada, euro)
    deal.rate = Decimal("1.5")
    deal.base_currency = "CHF"

    revise_deal(ada, deal, replace(euro, term_months=24), version=1)
    assert (again(deal).rate, deal.base_currency) == (Decimal("1.5"), "CHF")
    assert deal.lines[0].unit_price == Decimal(1620)
    revise_deal(ada, deal, replace(euro, deal_month=Month("2026-04")), version=2)

    assert again(deal).rate != Decimal("1.5")
    assert deal.base_currency == "USD"


def test_products_that_were_hidden_stay_in_a_revision(ada, deal, with_line, shop):
    db.session.get_one(Product, shop.desk.id).state = State.HIDDEN

    revise_deal(ada, deal, with_line(quantity=Decimal(160)), version=1)

    assert again(deal).version == 2


def test_withdrawing_and_restoring(ada, deal, told):
    withdraw_deal(ada, deal)
    withdraw_deal(ada, deal)
    assert again(deal).state is DealState.WITHDRAWN
    restore_deal(ada, deal)
    restore_deal(ada, deal)

    assert again(deal).state is DealState.SUBMITTED
    assert [type(event) for event in told] == [DealWithdrawn, DealRestored]


def test_a_withdrawn_deal_cannot_be_changed(ada, deal, with_line):
    withdraw_deal(ada, deal)

    with pytest.raises(Conflict):
        revise_deal(ada, deal, with_line(quantity=Decimal(160)), version=1)


def test_what_was_reported_anew_is_not_restored(ada, deal, draft):
    withdraw_deal(ada, deal)
    submit_deal(ada, draft)

    with pytest.raises(Invalid) as caught:
        restore_deal(ada, deal)

    assert caught.value.code == "same-deal"


def test_erasing_leaves_nothing(ada, deal, draft, line, shop, told):
    voice = shop.desk.plans["Voice"][0]
    more = replace(
        draft,
        lines=(replace(line, add_on_ids=(voice,)),),
        alternative_ids=(shop.suite.id,),
    )
    revise_deal(ada, deal, more, version=1)
    erased = deal.id

    erase_deal(ada, again(deal))
    db.session.flush()

    models = (Deal, DealLine, DealLineAddOn, DealAlternative, DealRevision)
    assert [rows(model) for model in models] == [0, 0, 0, 0, 0]
    assert told[-1] == DealsErased(deal_ids=(erased,), product_ids=(shop.desk.id,))


@pytest.mark.parametrize("handle", ["ben", "rae", "mo", "hana"])
def test_to_others_a_deal_is_not_there(cast, deal, draft, handle):
    other = cast.actor(handle)

    for change in (
        lambda: revise_deal(other, deal, draft, version=1),
        lambda: withdraw_deal(other, deal),
        lambda: restore_deal(other, deal),
        lambda: erase_deal(other, deal),
    ):
        with pytest.raises(NotFound):
            change()

    assert again(deal).state is DealState.SUBMITTED


def test_who_lost_the_proof_may_withdraw_but_not_revise(cast, deal, draft):
    cast.ada.email_proven_at = None
    unproven = cast.actor("ada")

    with pytest.raises(Forbidden):
        revise_deal(unproven, deal, draft, version=1)
    withdraw_deal(unproven, deal)
    with pytest.raises(Forbidden):
        restore_deal(unproven, deal)

    assert again(deal).state is DealState.WITHDRAWN
