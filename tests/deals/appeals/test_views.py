"""From the rejection to the second look in pages: what author, moderators and others read."""

from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.mydata.collecting import collect
from community.core.db import db, transaction
from community.core.personal import Person
from community.deals.kinds import HoldReason
from community.deals.models import DealLine, LineHold
from community.deals.rules.reporting import submit_samples
from community.deals.rules.reviewing import hold_line
from moderation.models import AuditRow
from tests.queries import count_queries

DESK = "/moderation/deals/"
NO = {"ground": "not-paid", "reason": "The list price is a tenth of it."}
APPEAL = {"text": "We paid it: the invoice of November says so."}
GRANT = {"verdict": "grant", "reason": "The invoice says so."}


@pytest.fixture
def rejected(app, cast, draft):
    """Return a function that reports a price which mo rejects: the ids of deal and hold."""

    def report(number: int = 0) -> tuple[str, str]:
        with app.app_context(), transaction():
            said = replace(draft, note=f"Number {number}")
            [deal] = submit_samples([(cast.actor("ada"), said)])
            hold_line(deal.lines[0], [HoldReason.SANITY_HIGH], Decimal(12))
            db.session.flush()
            hold = deal.lines[0].hold
            assert hold is not None
            ids = deal.public_id, hold.public_id
        cast.page("mo").post(f"{DESK}held/{ids[1]}/reject", NO, status=303)
        return ids

    return report


def test_an_author_reads_the_whole_statement_and_appeals(app, cast, rejected):
    deal, hold = rejected()
    ada = cast.page("ada")
    own = ada.get(f"/deals/mine/{deal}")
    assert "Your price for Arbor Desk counts in no figure." in own.words()
    assert "Where it is" not in own.words()
    path = f"/deals/mine/{deal}/rejected/{hold}"
    assert path in own.links

    page = ada.get(path)
    for told in (
        "Nobody else ever sees it.",
        "Nothing shows that a buyer paid it, or was offered it",
        "Tell prices that you know first hand.",
        "The list price is a tenth of it.",
        "A moderator decided.",
        "Once, without cost, until the end of",
        "or to a court",
    ):
        assert told in page.words()
    assert "mo" not in page.words().split()
    ada.send(page, APPEAL, having="text", status=303)

    assert "Another moderator will look at it again." in ada.get(path).words()
    again = ada.post(path, APPEAL, status=409)
    assert APPEAL["text"] in again.html


def test_another_moderator_looks_again(app, cast, rejected):
    deal, hold = rejected()
    cast.page("ada").post(f"/deals/mine/{deal}/rejected/{hold}", APPEAL, status=303)
    mo, mia = cast.page("mo"), cast.page("mia")
    assert "No appeal waits." in mo.get(f"{DESK}appeals/").words()
    first = mo.get(f"{DESK}appeals/{hold}")
    assert "somebody else looks at it again" in first.words()
    mo.post(f"{DESK}appeals/{hold}", GRANT, status=403)

    listed = mia.get(f"{DESK}appeals/")
    assert "A price, Arbor Desk: appeal 1" in listed.words()
    page = mia.get(f"{DESK}appeals/{hold}")
    for told in (APPEAL["text"], NO["reason"]):
        assert told in page.words()
    for told in ("ada", "720", "324", "northwind"):
        assert told not in page.words()
    mia.follow(mia.send(page, GRANT, having="reason", status=303))

    own = cast.page("ada").get(f"/deals/mine/{deal}").words()
    assert "let it count after all: The invoice says so." in own
    assert "It has been decided." in mia.get(f"{DESK}appeals/{hold}").words()
    mia.post(f"{DESK}appeals/{hold}", GRANT, status=409)
    with app.app_context():
        assert db.session.scalars(sa.select(DealLine.review)).one() == "accepted"
        rows = db.session.scalars(sa.select(AuditRow.action).order_by(AuditRow.number))
        assert list(rows) == ["hold.rejected", "hold.appeal-granted"]


@pytest.mark.parametrize(
    ("data", "status", "says"),
    [
        ({"verdict": "grant"}, 403, "Say why"),
        ({"reason": "It is right."}, 422, "Say what you find."),
        ({**GRANT, "verdict": "maybe"}, 422, "Not a valid choice"),
    ],
)
def test_a_judgment_that_is_not_whole_decides_nothing(
    app, cast, rejected, data, status, says
):
    deal, hold = rejected()
    cast.page("ada").post(f"/deals/mine/{deal}/rejected/{hold}", APPEAL, status=303)

    page = cast.page("mia").post(f"{DESK}appeals/{hold}", data, status=status)

    assert says in page.text
    with app.app_context():
        assert db.session.scalars(sa.select(LineHold.appeal_state)).one() == "open"


def test_an_appeal_needs_words_and_they_come_back(cast, rejected):
    deal, hold = rejected()
    ada = cast.page("ada")
    path = f"/deals/mine/{deal}/rejected/{hold}"

    assert "Say why." in ada.post(path, {"text": " "}, status=422).text
    assert "In short" in ada.post(path, {"text": "In short"}, status=422).html
    ada.get(f"/deals/mine/{deal}/rejected/nothing", status=404)
    cast.page("cleo").get(path, status=404)


def test_the_desk_asks_as_many_queries_for_many(cast, rejected):
    mia, ada = cast.page("mia"), cast.page("ada")
    deal, hold = rejected()
    ada.post(f"/deals/mine/{deal}/rejected/{hold}", APPEAL, status=303)
    with count_queries() as for_one:
        mia.get(f"{DESK}appeals/")
    for number in range(1, 5):
        deal, hold = rejected(number)
        ada.post(f"/deals/mine/{deal}/rejected/{hold}", APPEAL, status=303)
    with count_queries() as for_many:
        page = mia.get(f"{DESK}appeals/")

    assert len(for_many) == len(for_one) <= 9
    assert "appeal 5" in page.words()


def test_the_log_counts_decisions_by_month_and_names_neither_product_nor_day(
    cast, rejected
):
    rejected()
    ben = cast.page("ben")

    assert "rejected" not in ben.get("/log").words()
    with time_machine.travel("2026-12-01T00:00:01+00:00"):
        words = ben.get("/log").words()

    assert "Prices that were rejected, and count in nothing 1" in words
    assert "Arbor Desk" not in words


def test_an_export_holds_rejection_and_appeal_and_not_how_far_off_it_is(
    app, cast, rejected
):
    deal, hold = rejected()
    cast.page("ada").post(f"/deals/mine/{deal}/rejected/{hold}", APPEAL, status=303)

    with app.app_context():
        user = cast.ada
        told = repr(collect(Person(user.id, user.handle, user.email, {})))

    assert APPEAL["text"] in told
    assert NO["reason"] in told
    assert "sanity-high" not in told
