"""Who appeals against what, when and how often, who judges it, and what comes of it."""

from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.notices import send_notices
from community.core.actors import SYSTEM
from community.core.db import db
from community.core.errors import Conflict, Forbidden, Invalid, NotFound
from community.core.mail import Mail
from community.deals.appeals import queries
from community.deals.appeals.rules import appeal, can_appeal, judge
from community.deals.kinds import (
    AppealState,
    Ground,
    HoldDecision,
    HoldReason,
    ReviewState,
)
from community.deals.models import Deal, LineHold
from community.deals.notes.kinds import NoteState
from community.deals.notes.models import DealNote
from community.deals.notes.rules import reject_note
from community.deals.rules.doubting import look_closer
from community.deals.rules.moderating import accept_held, reject_held
from community.deals.rules.reporting import erase_deal, submit_deal, withdraw_deal
from community.deals.rules.reviewing import hold_line
from moderation.models import AuditRow

pytestmark = pytest.mark.usefixtures("context")
WHY = "It is twelve times the others."
WORDS = "It is what we paid: the invoice of November says so."
FOUND = "The invoice says so, indeed."


@pytest.fixture
def ada(cast):
    return cast.actor("ada")


@pytest.fixture
def mo(cast):
    return cast.actor("mo")


@pytest.fixture
def mia(cast):
    return cast.actor("mia")


@pytest.fixture
def deal(ada, draft) -> Deal:
    return submit_deal(
        ada, replace(draft, note="They gave in at the end of the quarter.")
    )


@pytest.fixture
def hold(deal, mo) -> LineHold:
    hold_line(deal.lines[0], [HoldReason.SANITY_HIGH], Decimal(12))
    db.session.flush()
    found = deal.lines[0].hold
    assert found is not None
    reject_held(mo, found, WHY, Ground.NOT_PAID)
    db.session.flush()
    return found


@pytest.fixture
def note(deal, mo) -> DealNote:
    db.session.flush()
    found = db.session.scalars(sa.select(DealNote)).one()
    reject_note(mo, found, "It names a rival.", Ground.TELLS_WHO)
    db.session.flush()
    return found


def actions() -> list[str]:
    rows = sa.select(AuditRow.action).order_by(AuditRow.number)
    return list(db.session.scalars(rows))


def test_a_granted_appeal_lets_a_price_count(ada, mo, mia, hold):
    appeal(ada, hold, f"  {WORDS}\r\n")
    assert (hold.appeal, hold.appeal_state) == (WORDS, AppealState.OPEN)
    assert queries.list_appeals(mo) == []
    assert queries.list_appeals(mia) == queries.list_appeals(SYSTEM) == [hold]

    judge(mia, hold, FOUND, grants=True)

    db.session.flush()
    assert hold.appeal_state is AppealState.GRANTED
    assert hold.decision is HoldDecision.ACCEPTED
    assert hold.line.review is ReviewState.ACCEPTED
    assert actions() == ["hold.rejected", "hold.appeal-granted"]
    assert queries.list_appeals(mia) == []


def test_a_refused_appeal_is_the_end(ada, mia, hold):
    appeal(ada, hold, WORDS)
    judge(mia, hold, "The invoice is of another product.", grants=False)
    db.session.flush()

    assert hold.appeal_state is AppealState.REFUSED
    assert hold.line.review is ReviewState.REJECTED
    with pytest.raises(Conflict):
        appeal(ada, hold, WORDS)
    with pytest.raises(Conflict):
        judge(SYSTEM, hold, FOUND, grants=True)
    assert actions() == ["hold.rejected", "hold.appeal-refused"]


def test_a_note_is_appealed_against_in_the_same_way(ada, mo, mia, note):
    appeal(ada, note, WORDS)
    assert queries.list_appeals(mo) == []
    assert queries.list_appeals(mia) == [note]

    judge(mia, note, FOUND, grants=True)

    assert note.state is NoteState.ACCEPTED
    assert actions() == ["note.rejected", "note.appeal-granted"]


def test_who_rejected_does_not_judge_and_neither_does_the_author(cast, ada, mo, hold):
    appeal(ada, hold, WORDS)

    for handle in ("mo", "ada", "cleo", "rae", "hana"):
        with pytest.raises(Forbidden):
            judge(cast.actor(handle), hold, FOUND, grants=True)

    assert hold.appeal_state is AppealState.OPEN


def test_nobody_appeals_for_somebody_else(cast, hold):
    for handle in ("ben", "mo", "rae", "hana"):
        with pytest.raises(Forbidden):
            appeal(cast.actor(handle), hold, WORDS)


@pytest.mark.parametrize("words", ["", "   short  ", "x" * 2_001])
def test_an_appeal_says_why_in_some_sentences(ada, hold, words):
    with pytest.raises(Invalid) as refused:
        appeal(ada, hold, words)

    assert "text" in refused.value.fields
    assert hold.appeal_state is None


@pytest.mark.parametrize(
    ("day", "may"), [("2027-05-31T23:00:00+00:00", True), ("2027-06-01", False)]
)
def test_the_time_for_an_appeal_is_six_months(ada, hold, day, may):
    with time_machine.travel(day):
        assert can_appeal(hold) is may


def test_a_rejection_of_an_earlier_version_knows_no_month_and_has_no_appeal(hold):
    hold.rejected_month = ""

    assert can_appeal(hold) is False


def test_what_is_withdrawn_or_gone_waits_for_nobody(ada, mia, deal, hold):
    appeal(ada, hold, WORDS)
    db.session.flush()
    withdraw_deal(ada, deal)
    db.session.flush()
    assert queries.list_appeals(mia) == []
    with pytest.raises(NotFound):
        queries.get_appealed(hold.public_id)

    erase_deal(ada, deal)
    db.session.flush()
    assert db.session.scalars(sa.select(LineHold)).all() == []


def test_what_is_doubted_again_has_a_new_start(ada, mia, deal, hold):
    appeal(ada, hold, WORDS)
    judge(mia, hold, FOUND, grants=False)

    look_closer(deal.lines[0].id)

    assert (hold.ground, hold.appeal_state, hold.appeal) == (None, None, "")
    accept_held(mia, hold, FOUND)
    assert can_appeal(hold) is False


def test_the_author_hears_of_the_judgment_by_the_day_s_mail(cast, ada, mia, hold):
    appeal(ada, hold, WORDS)
    judge(mia, hold, FOUND, grants=True)

    send_notices()

    mails = db.session.scalars(sa.select(Mail).order_by(Mail.id)).all()
    assert [one.recipient for one in mails] == [cast.ada.email] * 2
    assert any("about your appeal" in one.text for one in mails)
    for told in (WHY, WORDS, FOUND, "Arbor"):
        assert all(told not in one.text for one in mails)
