"""A line that moderators doubt waits for a person, whatever was decided before."""

from decimal import Decimal

import pytest

from community.core.db import db, transaction
from community.deals.kinds import (
    Ground,
    HoldDecision,
    HoldReason,
    HoldState,
    ReviewState,
)
from community.deals.models import DealLine
from community.deals.reviewwords import reasons_text
from community.deals.rules import doubting, moderating
from community.deals.rules.reporting import submit_deal
from community.deals.rules.reviewing import accept_lines, hold_line, this_week


@pytest.fixture
def line_id(app, cast, draft) -> int:
    with app.app_context(), transaction():
        deal = submit_deal(cast.actor("ada"), draft)
        db.session.flush()
        accept_lines([deal.lines[0].id])
        return deal.lines[0].id


def test_a_doubt_is_taken_back_as_if_it_had_never_been(app, line_id):
    with app.app_context(), transaction():
        doubting.count_again(line_id)  # nobody doubts it yet
        doubting.look_closer(line_id)
        doubting.look_closer(line_id)
        line = db.session.get_one(DealLine, line_id)
        assert (line.review, line.hold.week) == (ReviewState.HELD, this_week())
        assert reasons_text(line.hold.reasons) == "taken away by a moderator"
        doubting.count_again(line_id)
        assert (line.review, line.hold) == (ReviewState.ACCEPTED, None)


def test_another_reason_to_wait_outlives_the_doubt(app, line_id):
    with app.app_context(), transaction():
        line = db.session.get_one(DealLine, line_id)
        hold_line(line, [HoldReason.SANITY_HIGH], Decimal(12))
        doubting.look_closer(line_id)
        doubting.count_again(line_id)
        assert line.hold.reasons == [HoldReason.SANITY_HIGH]
        assert line.review is ReviewState.HELD


def test_what_a_person_decided_is_looked_at_again_and_then_stays(app, cast, line_id):
    with app.app_context(), transaction():
        mo = cast.actor("mo")
        line = db.session.get_one(DealLine, line_id)
        hold_line(line, [HoldReason.SANITY_HIGH], Decimal(12))
        db.session.flush()
        moderating.accept_held(mo, line.hold, "It is a large order.")
        doubting.look_closer(line_id)
        assert (line.hold.state, line.hold.reasons) == (HoldState.OPEN, ["doubted"])
        db.session.flush()
        moderating.reject_held(
            mo, line.hold, "Nobody sells it so.", Ground.OTHER_MEASURE
        )
        doubting.count_again(line_id)
        assert line.hold.decision is HoldDecision.REJECTED
        assert line.review is ReviewState.REJECTED
