"""What comes of looking at a line, and that a change of its deal begins anew."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from community.core.db import db
from community.deals.events import DealsErased
from community.deals.kinds import HoldReason, HoldState, ReviewState
from community.deals.models import Deal, DealLine, LineHold
from community.deals.rules.reporting import (
    erase_deal,
    erase_deals_of,
    revise_deal,
    submit_deal,
)
from community.deals.rules.reviewing import accept_lines, hold_line
from tests.deals.conftest import again, count_deals

pytestmark = pytest.mark.usefixtures("context")

BOTH = (HoldReason.SANITY_HIGH, HoldReason.OUTLIER_MAD)


@pytest.fixture
def ada(cast):
    return cast.actor("ada")


@pytest.fixture
def deal(ada, draft) -> Deal:
    return submit_deal(ada, draft)


@pytest.fixture
def row(deal) -> DealLine:
    return deal.lines[0]


def count_holds() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(LineHold)) or 0


def test_a_new_line_waits_and_counts_once_it_is_accepted(deal, row):
    assert row.review is ReviewState.PENDING

    accept_lines([row.id])

    assert again(deal).lines[0].review is ReviewState.ACCEPTED


def test_many_lines_are_accepted_at_once_and_held_ones_stay(cast, deal, draft):
    other = submit_deal(cast.actor("cleo"), draft)
    held = submit_deal(cast.actor("mo"), draft)
    hold_line(held.lines[0], BOTH, Decimal("12.5"))
    db.session.flush()

    accept_lines([one.lines[0].id for one in (deal, held)])

    assert [again(one).lines[0].review for one in (deal, other, held)] == [
        ReviewState.ACCEPTED,
        ReviewState.PENDING,
        ReviewState.HELD,
    ]


def test_a_held_line_waits_for_a_person_with_what_is_odd_about_it(deal, row):
    assert hold_line(row, BOTH, Decimal("12.5")) is True

    line = again(deal).lines[0]
    assert line.review is ReviewState.HELD
    assert line.hold is not None
    assert (line.hold.month, line.hold.week) == ("2026-11", date(2026, 11, 16))
    assert (line.hold.score, line.hold.state) == (
        Decimal("12.5"),
        HoldState.OPEN,
    )
    assert line.hold.reasons == ["outlier-mad", "sanity-high"]


def test_a_line_is_held_once_and_the_last_look_is_what_is_told(deal, row):
    hold_line(row, BOTH, Decimal("12.5"))
    hold_line(row, (HoldReason.OUTLIER_TUKEY,), Decimal(3))

    line = again(deal).lines[0]
    assert count_holds() == 1
    assert line.hold is not None
    assert (line.hold.reasons, line.hold.score) == (["outlier-tukey"], Decimal(3))


def test_a_held_line_is_not_accepted_in_passing(row):
    hold_line(row, BOTH, Decimal("12.5"))
    db.session.flush()

    accept_lines([row.id])

    assert row.review is ReviewState.HELD


def test_an_accepted_line_may_be_held_later(row):
    accept_lines([row.id])

    assert hold_line(row, BOTH, Decimal("0.04")) is True
    assert row.review is ReviewState.HELD


def test_a_change_lets_every_line_be_looked_at_again(ada, deal, draft):
    hold_line(deal.lines[0], BOTH, Decimal("12.5"))
    db.session.flush()

    revise_deal(ada, deal, replace(draft, note="Signed in May."), version=1)

    assert again(deal).lines[0].review is ReviewState.PENDING
    assert count_holds() == 0


def test_a_change_that_changes_nothing_leaves_the_review(ada, deal, draft):
    accept_lines([deal.lines[0].id])

    revise_deal(ada, deal, draft, version=1)

    assert again(deal).lines[0].review is ReviewState.ACCEPTED


def test_a_hold_goes_with_its_deal(ada, deal, row):
    hold_line(row, BOTH, Decimal("12.5"))
    db.session.flush()

    erase_deal(ada, deal)
    db.session.flush()

    assert (count_deals(), count_holds()) == (0, 0)


def test_deals_of_people_who_go_are_erased_and_told_of(cast, draft, told, shop):
    theirs = submit_deal(cast.actor("ada"), draft)
    hold_line(theirs.lines[0], BOTH, Decimal("12.5"))
    kept = submit_deal(cast.actor("cleo"), draft)
    db.session.flush()
    erased_id = theirs.id
    told.clear()

    erase_deals_of([cast.ada.id, cast.ben.id])

    assert db.session.scalars(sa.select(Deal.id)).all() == [kept.id]
    assert count_holds() == 0
    assert told == [DealsErased((erased_id,), (shop.desk.id,))]
