"""The moderators' desk: what is listed, read, revealed and decided, and what refusals leave."""

from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa

from community.accounts.models import SealedNotice
from community.core import refusals
from community.core.db import db, transaction
from community.core.ratelimit import Limit
from community.deals.kinds import HoldReason, ReviewState
from community.deals.models import Deal, DealLine
from community.deals.queries import PAGE_SIZE
from community.deals.rules.reporting import submit_deal, submit_samples
from community.deals.rules.reviewing import accept_lines, hold_line
from moderation.models import AuditRow
from tests.queries import count_queries

DESK = "/moderation/deals/"
WHY = {"reason": "It is twelve times the others."}
AND_GROUND = {**WHY, "ground": "not-paid"}


@pytest.fixture
def held(app, cast, draft):
    """Return a function that reports deals of `handle` and holds them."""

    def report(handle: str = "ada", count: int = 1) -> list[tuple[str, str]]:
        made = []
        with app.app_context(), transaction():
            for number in range(count):
                changed = replace(draft, note=f"Number {number}")
                [deal] = submit_samples([(cast.actor(handle), changed)])
                hold_line(deal.lines[0], [HoldReason.SANITY_HIGH], Decimal(12))
                db.session.flush()
                assert deal.lines[0].hold is not None
                made.append((deal.public_id, deal.lines[0].hold.public_id))
        return made

    return report


@pytest.fixture
def mo(cast):
    return cast.page("mo")


def audit(app) -> list[tuple]:
    with app.app_context():
        rows = sa.select(AuditRow.actor_id, AuditRow.role, AuditRow.action)
        found = db.session.execute(rows.order_by(AuditRow.number))
        return [tuple(row) for row in found]


def reviews(app) -> list[ReviewState]:
    with app.app_context():
        return list(db.session.scalars(sa.select(DealLine.review)))


def test_the_list_tells_product_and_reason_and_neither_price_nor_author(mo, held):
    held()

    page = mo.get(DESK)

    assert "Arbor Desk" in page.text
    assert "implausibly high" in page.text
    assert "more than 10 times the median" in page.text
    for word in ("720", "324", "ada", "northwind"):
        assert word not in page.words()


def test_an_empty_list_says_so(mo):
    assert "Nothing is held." in mo.get(DESK).text


def test_the_list_comes_in_pages_of_as_many_queries(mo, held):
    held()
    with count_queries() as for_one:
        mo.get(DESK)
    held(count=PAGE_SIZE + 4)
    with count_queries() as for_many:
        first = mo.get(DESK)

    assert len(for_many) == len(for_one) <= 6
    more = next(link for link in first.links if "after=" in link)
    assert first.html.count('aria-label="Read held') == PAGE_SIZE
    assert mo.get(more).html.count('aria-label="Read held') == 5
    mo.get(f"{DESK}?sort=price", status=400)
    mo.get(f"{DESK}?after=nonsense", status=400)


def test_reading_asks_why_first_and_shows_the_deal_without_its_author(app, mo, held):
    ((deal, _hold),) = held()
    asked = mo.get(DESK + deal)
    assert "324" not in asked.text

    page = mo.send(asked, WHY, having="reason", status=200)

    assert "324,000" in page.text
    assert "more than 10 times" in page.text
    for word in ("ada", "northwind"):
        assert word not in page.words()
    assert [row[2] for row in audit(app)] == ["deal.read"]


@pytest.mark.parametrize("reason", ["", "   ", None])
def test_without_a_reason_nothing_is_shown(app, mo, held, reason):
    ((deal, hold),) = held()
    data = {} if reason is None else {"reason": reason}

    for path in (deal, f"{deal}/author", f"held/{hold}/accept", f"held/{hold}/reject"):
        page = mo.post(DESK + path, data, status=403)
        assert "Say why" in page.text
        assert "324" not in page.text
        assert page.html.count('aria-invalid="true"') == 1

    assert audit(app) == []
    assert reviews(app) == [ReviewState.HELD]


def test_too_long_a_reason_comes_back_in_the_form(mo, held):
    ((deal, _hold),) = held()

    page = mo.post(DESK + deal, {"reason": "x" * 501}, status=422)

    assert "At most 500 characters." in page.text
    assert "x" * 501 in page.html


def test_the_author_is_shown_and_told(app, mo, held):
    ((deal, _hold),) = held()
    asked = mo.get(f"{DESK}{deal}/author")

    page = mo.send(asked, WHY, having="reason", status=200)

    assert "ada" in page.text
    assert [row[2] for row in audit(app)] == ["deal.author-revealed"]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(SealedNotice.id))) == 1


def test_the_eleventh_look_at_an_author_waits_a_day(app, mo, held):
    ((deal, _hold),) = held()
    for _ in range(10):
        mo.post(f"{DESK}{deal}/author", WHY, status=200)

    page = mo.post(f"{DESK}{deal}/author", WHY, status=429)

    assert "ada" not in page.words()
    assert WHY["reason"] in page.html
    assert int(page.response.headers["Retry-After"]) > 0
    assert len(audit(app)) == 10


@pytest.mark.parametrize(
    ("act", "said", "state"),
    [
        ("accept", WHY, ReviewState.ACCEPTED),
        ("reject", AND_GROUND, ReviewState.REJECTED),
    ],
)
def test_a_decision_is_made_once(app, mo, held, act, said, state):
    ((_deal, hold),) = held()
    asked = mo.get(f"{DESK}held/{hold}/{act}")
    assert "324" not in asked.text

    mo.send(asked, said, having="reason", status=303)

    assert reviews(app) == [state]
    assert "Nothing is held." in mo.get(DESK).text
    mo.post(f"{DESK}held/{hold}/{act}", said, status=409)


def test_one_s_own_is_for_others_and_leaves_no_trace(app, mo, held):
    ((deal, hold),) = held("mo")

    for path in (deal, f"{deal}/author", f"held/{hold}/accept", f"held/{hold}/reject"):
        mo.get(DESK + path, status=403)
        mo.post(DESK + path, WHY, status=403)

    assert "Nothing is held." in mo.get(DESK).text
    assert audit(app) == []


@pytest.mark.parametrize("handle", ["hana", "rae", "cleo", "ada"])
def test_the_attempts_of_others_are_refused_and_leave_a_row(app, cast, held, handle):
    ((deal, hold),) = held()
    page = cast.page(handle)

    page.get(DESK, status=403)
    page.get(DESK + deal, status=403)
    page.post(f"{DESK}{deal}/author", WHY, status=403)
    page.post(f"{DESK}held/{hold}/accept", WHY, status=403)

    who = (getattr(cast, handle).id, str(getattr(cast, handle).role))
    assert audit(app) == [
        (*who, "deal.list.refused"),
        (*who, "deal.read.refused"),
        (*who, "deal.author-revealed.refused"),
        (*who, "hold.decide.refused"),
    ]
    assert reviews(app) == [ReviewState.HELD]


def test_nobody_floods_the_audit_with_refusals(app, cast, monkeypatch):
    monkeypatch.setattr(refusals, "_MOST", Limit(2, 3_600))
    hana = cast.page("hana")
    hana.get(DESK, status=403)
    hana.get(DESK, status=403)

    hana.get(DESK, status=429)

    assert len(audit(app)) == 2


def test_visitors_are_led_to_the_log_in_and_leave_no_row(app, page, held):
    ((deal, _hold),) = held()

    assert "/login?next=" in (page.get(DESK + deal, status=303).location or "")

    assert audit(app) == []


def test_the_author_sees_where_each_line_stands(app, cast, mo, held):
    ((deal, hold),) = held()
    ada, page = cast.page("ada"), f"/deals/mine/{deal}"

    assert "wait for a moderator" in ada.get(page).text

    said = {"ground": "other-measure", "reason": "Typed per month."}
    mo.post(f"{DESK}held/{hold}/reject", said, status=303)
    assert "Rejected: Typed per month." in ada.get(page).text
    assert "Rejected" in ada.get("/deals/mine").text


def _held_by_a_rule(line):
    hold_line(line, [HoldReason.SANITY_HIGH], Decimal(20))


def _accepted_by_a_rule(line):
    accept_lines([line.id])


@pytest.mark.parametrize("look", [_accepted_by_a_rule, _held_by_a_rule])
def test_an_author_does_not_see_whether_a_price_is_held(app, cast, draft, look):
    with app.app_context(), transaction():
        deal = submit_deal(cast.actor("ada"), draft)
        page = f"/deals/mine/{deal.public_id}"
    ada = cast.page("ada")
    before = [ada.get(one).words() for one in (page, "/deals/mine")]

    with app.app_context(), transaction():
        look(db.session.scalars(sa.select(Deal)).one().lines[0])

    assert [ada.get(one).words() for one in (page, "/deals/mine")] == before


@pytest.mark.parametrize(
    "text", ["\x00", "<script>alert(1)</script>", "\u202eevil", "💶" * 300, "9" * 600]
)
def test_no_reason_makes_it_fall_over(mo, held, text):
    ((deal, hold),) = held()

    for path in (deal, f"{deal}/author", f"held/{hold}/accept"):
        answer = mo.post(DESK + path, {"reason": text}, status=None)
        assert answer.status < 500
        assert "<script>alert" not in answer.html
