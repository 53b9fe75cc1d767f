"""The public log: what it is filtered by, what it counts, who wanted something gone."""

import csv
import re
from datetime import timedelta
from urllib.parse import quote

import pytest
import sqlalchemy as sa
import time_machine

from community.core import clock
from community.core.db import db, transaction
from community.core.jobs import Job
from community.threads.queries import get_readable_post_for
from community.threads.rules import choosing, closing
from moderation import heads
from moderation.deciding import TELL_JOB
from moderation.kinds import Reason
from moderation.models import AuditRow
from moderation.telling import tell_flaggers
from tests.moderation.appealing import (
    APPROVE,
    HIDE,
    OVERTURN,
    appealed,
    audited,
    decided,
    judged,
)
from tests.moderation.conftest import mails, report
from tests.queries import count_queries
from tests.reps.conftest import LONG_AGO
from tests.threads.made import ask


@pytest.fixture
def decisions(app, cast, scene) -> None:
    """A review hidden by mo, a post approved by mia that Arbor had reported."""
    decided(app, cast, scene.review, HIDE, kind="review")
    decided(app, cast, scene.post, {**APPROVE, "rule": "=Rule 7"}, by="mia", of="rae")


def test_what_is_decided_without_a_case_is_in_the_log_too(app, cast, page, scene):
    with app.app_context(), transaction():
        answer, asked = get_readable_post_for(cast.actor("mo"), scene.whisper)
        other = ask(cast.actor("cleo"), at=LONG_AGO)
        again = ask(cast.actor("ada"), at=LONG_AGO)
        mo = cast.actor("mo")
        choosing.choose_answer(mo, asked, answer, instead_of=None)
        choosing.withdraw_choice(mo, asked, answer)
        closing.close_as_duplicate(mo, asked, other)
        closing.reopen(mo, asked)
        closing.reopen(mo, asked)
        closing.close_as_duplicate(cast.actor("ada"), again, other)

    rows = list(csv.DictReader(page.client.get("/log.csv").text.splitlines()))

    assert [(one["done"], one["reason"], one["moderator"]) for one in rows] == [
        ("Opened again: it is another question", "", "mo"),
        ("Closed: it was asked before", "duplicate", "mo"),
        ("No longer the chosen answer", "", "mo"),
        ("Chosen as the answer that helped", "", "mo"),
    ]
    assert audited(app) == [
        "case.chosen",
        "case.unchosen",
        "case.closed",
        "case.reopened",
    ]


def lines(page, query: str) -> int:
    return page.get(f"/log?{query}").html.count("<tr id=")


@pytest.mark.usefixtures("decisions")
def test_lines_are_filtered_by_what_they_say(page):
    month = clock.current_month()
    for query, number in (
        ("", 2),
        ("what=review", 1),
        ("action=approved", 1),
        ("reason=identifies-person&what=post", 0),
        (f"rule={quote('=Rule 7')}", 1),
        (f"month={month}&moderator=MO", 1),
        (f"month={clock.add_months(month, -1)}", 0),
        ("moderator=nobody", 0),
    ):
        assert lines(page, query) == number, query
    for wrong in ("what=deal", "action=x", "reason=x", "month=2026-13", "rule=%00a"):
        page.get(f"/log?{wrong}", status=400)
    page.get("/log?moderator=%00", status=400)
    words = page.get("/log?rule=%3DRule+7").words()
    assert "Rule: =Rule 7 All decisions" in words


@pytest.mark.usefixtures("decisions")
def test_it_shows_whether_bad_reviews_go_more_often(page):
    words = page.get("/log").words()

    assert "Review, 4 of 5 0 1 100 %" in words
    assert "Restrictions that stand, by reason It tells who a person is 1" in words


def test_an_empty_log_counts_nothing(page):
    words = page.get("/log").words()
    assert "Are bad reviews" not in words
    assert "Restrictions that stand" not in words
    assert "Nothing was asked for" in page.get("/log/requests").words()
    assert page.client.get("/log.atom").status_code == 200


@pytest.mark.usefixtures("decisions")
def test_it_is_followed_as_a_feed(page):
    answer = page.client.get("/log.atom")

    assert answer.mimetype == "application/atom+xml"
    text = answer.get_data(as_text=True)
    titles = re.findall("<title>(.*?)</title>", text)
    assert titles[1:] == [
        "Post: Approved, flags dismissed",
        "Review: Hidden from everybody but its author",
    ]
    assert "/log#" in text
    for name in (b"ada", b"cleo", b"rae"):
        assert name not in answer.data


@pytest.mark.usefixtures("decisions")
def test_requests_are_listed_refused_ones_too(app, cast, page, scene):
    report(app, cast, "cleo", "official", scene.official, Reason.ILLEGAL)
    report(app, cast, "ben", "official", scene.official, Reason.OUTDATED)

    words = page.get("/log/requests").words()

    assert "Not decided yet: 1 Granted: 0 Refused: 1" in words
    assert (
        "A legal notice Official text It is illegal: a formal notice Not decided yet"
        in words
    )
    assert "A vendor’s own people Post It tells who a person is Refused" in words
    assert "outdated" not in words
    assert "A legal" not in page.get("/log/requests?outcome=dismissed").words()[-400:]
    page.get("/log/requests?outcome=x", status=400)
    table = page.client.get("/log/requests.csv?outcome=&after=").get_data(as_text=True)
    assert f"{clock.now():%Y-%m-%d},Post,It tells who a person is,A vendor" in table


def test_long_tables_lead_on(app, cast, page, scene, monkeypatch):
    monkeypatch.setattr("moderation.log.views._CSV_ROWS", 1)
    desk = appealed(cast, decided(app, cast, scene.post, HIDE))
    assert judged(cast.page("mia"), desk, OVERTURN).status == 303

    first = page.client.get("/log.csv")

    assert b"Overturned on appeal" in first.data
    older = first.headers["Link"].split(">")[0].removeprefix("<")
    assert b"Hidden from everybody" in page.client.get(older).data


def test_a_vendors_notice_is_named_as_both(app, cast, page, scene):
    report(app, cast, "rae", "post", scene.post, Reason.ILLEGAL)
    words = page.get("/log/requests").words()
    assert "A legal notice of a vendor’s own people Post" in words


def test_the_log_asks_as_much_for_many_as_for_few(app, cast, page, scene):
    asked = []
    for kind in ("post", "review", "official"):
        decided(app, cast, scene.of(kind), HIDE, kind=kind)
        with count_queries() as log:
            page.get("/log")
        with count_queries() as requests:
            page.get("/log/requests")
        asked.append((len(log), len(requests)))

    assert asked[0] == asked[1] == asked[2]


def test_the_heads_of_the_audit_stand_in_public(app, cast, page, scene, monkeypatch):
    monkeypatch.setattr(heads, "LIST_SIZE", 2)
    assert "No head yet" in page.get("/log/heads").words()
    assert "Head of the audit" not in page.get("/log").words()
    decided(app, cast, scene.of("post"), HIDE, kind="post")
    begun, days = clock.now(), []
    for day in (1, 1, 2, 4):
        with time_machine.travel(begun + timedelta(days=day)):
            with app.app_context(), transaction():
                heads.publish()
            days.append(f"{begun + timedelta(days=day - 1):%-d %b %Y}")

    with app.app_context():
        row = db.session.scalars(sa.select(AuditRow)).one()
    noted = row.hash
    latest = page.get("/log").words()
    assert f"Head of the audit at the end of {days[3]}: {row.hash}" in latest
    first = page.get("/log/heads")
    between = f"{begun + timedelta(days=2):%-d %b %Y}"  # nothing ran on the day after
    assert f"{days[3]} {noted} {between} {noted}" in first.words()
    older = next(one for one in first.links if "after=" in one)
    assert f"{days[2]} {noted} {days[0]} {noted}" in page.get(older).words()
    assert f"1:{noted}" not in page.get(older).words()
    page.get("/log/heads?after=x", status=400)
    page.get("/log/heads?day=1", status=400)


def test_a_legal_notice_gets_a_receipt_a_clock_and_an_answer(app, cast, page, scene):
    report(app, cast, "ben", "post", scene.post, Reason.HARASSMENT)
    case = report(app, cast, "cleo", "post", scene.post, Reason.ILLEGAL)
    cleo, mo = cast.page("cleo"), cast.page("mo")
    ((to, subject, receipt),) = mails(app)
    number = re.search(r"N-[A-Z0-9]{8}", subject)[0]
    due = clock.now() + timedelta(days=7)
    assert to == cast.cleo.email
    assert f"has the number {number}" in receipt
    assert f"by {due:%-d %B %Y}, not a program" in receipt
    assert f"Notice {number}: to decide by {due:%-d %b %Y}" in (
        cleo.get("/flags/mine").words()
    )
    mo.post(f"/moderation/cases/{case}/claim")
    assert f"Notice {number}" in mo.get(f"/moderation/cases/{case}").words()
    done = mo.post(f"/moderation/cases/{case}/decide", {**APPROVE, "version": "3"})
    assert done.status == 303
    assert "in time" not in page.get("/log/requests").words()
    with app.app_context(), transaction():
        (job,) = db.session.scalars(sa.select(Job).where(Job.kind == TELL_JOB))
        tell_flaggers(**job.args)

    answers = {to: text for to, subject, text in mails(app) if "became" in subject}

    assert f"Your notice {number} of" in answers[cast.cleo.email]
    assert "by a moderator and not by a program" in answers[cast.cleo.email]
    assert "/appeal" in answers[cast.cleo.email]
    assert "notice N-" not in answers[cast.ben.email]
    assert f"Notice {number}: decided" in cleo.get("/flags/mine").words()
    assert "1 of 1 legal notices" in page.get("/log/requests").words()
