"""Legal notices by whoever has no account: sent, told, appealed, and forgotten in time."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.core import clock
from community.core.db import db, transaction
from moderation.appeals.models import Appeal
from moderation.models import Action, AuditRow, Case, Flag
from moderation.notices.models import Notice, NoticeSender
from moderation.notices.senders import forget_senders_of, link_path
from moderation.notifying import views
from moderation.notifying.forgetting import KEPT, forget_senders
from moderation.telling import tell_flaggers
from tests.moderation.appealing import OVERTURN, judged, log
from tests.moderation.conftest import mails
from tests.page import PageClient

NUMBER = re.compile(r"N-[A-Z0-9]{8}")
SENDER = {"name": "Nora Notifier", "email": "nora@kanarie.example"}
SAID = {
    "details": "It tells what a court has forbidden to tell.",
    "passage": "Jane Doe of Arbor",
    "law": "A court’s order, Sweden",
    "good_faith": "y",
    **SENDER,
}


@pytest.fixture
def outside(app, scene) -> PageClient:
    return PageClient(app)


def send(outside: PageClient, path: str, **changed) -> str:
    """Send a notice; return the address that its receipt leads to."""
    form = outside.get(path)
    outside.send(form, {**SAID, **changed}, having="law", status=303)
    return link(outside.app)


def link(app) -> str:
    text = [text for to, _, text in mails(app) if to == SENDER["email"]][-1]
    return re.search(r"/notices/mine/\S+", text)[0]


def decide(app, cast, verdict: str, who: str = "mo") -> str:
    with app.app_context():
        case = db.session.scalars(
            sa.select(Case.public_id).order_by(Case.id.desc())
        ).first()
    browser, case = cast.page(who), f"/moderation/cases/{case}"
    browser.post(f"{case}/claim", status=303)
    reason = "" if verdict == "approve" else "illegal"
    said = {"verdict": verdict, "reason": reason, "facts": "We asked the court."}
    browser.send(browser.get(case), said, action=f"{case}/decide", status=303)
    with app.app_context(), transaction():
        action = db.session.scalars(
            sa.select(Action.id).order_by(Action.id.desc())
        ).first()
        tell_flaggers(action)
    return case


def test_anybody_finds_the_form_from_the_foot_of_each_page(app, outside, scene):
    assert "/notices/" in outside.get("/").links
    page = outside.get("/notices/")
    thread = outside.get(f"/questions/posts/{scene.post}", status=302).location
    own = app.extensions["fairquote.settings"].base_url
    for where in (thread, f"{own}{thread}", f"/reviews/{scene.review}"):
        found = outside.send(page, {"where": where}, having="where", status=303)
        assert found.location.startswith("/notices/")
    nothing = f"/reviews/{'A' * 16}"
    for where in ("https://elsewhere.example/x", "/", "http://[", "x" * 5_000, nothing):
        outside.send(page, {"where": where}, having="where", status=422)


@pytest.mark.parametrize("kind", ["post", "review", "official"])
def test_a_notice_is_confirmed_decided_and_told_by_mail(
    app, cast, outside, scene, kind
):
    where = send(outside, f"/notices/{kind}/{scene.of(kind)}")
    shown = outside.get(where)
    assert "N-" in shown.words()
    assert outside.get(f"/flags/{kind}/{scene.of(kind)}").status == 200
    with app.app_context():
        flag = db.session.scalars(sa.select(Flag)).one()
        assert (flag.reporter_id, flag.weight) == (None, 0.0)
        assert "Nora" not in str(flag.said)
    assert not [one for one in shown.forms if "text" in one["fields"]]

    decide(app, cast, "approve")

    letter = [text for to, _, text in mails(app) if to == SENDER["email"]][-1]
    assert "What you can do: You can appeal" in letter
    told = outside.get(where)
    sent = outside.send(
        told, {"text": "The court said so, in writing, last week."}, status=303
    )
    assert outside.get(sent.location).status == 200
    outside.post(where, {"text": "Once more: the court said so."}, status=409)
    with app.app_context():
        assert db.session.scalars(sa.select(Appeal.notice_id)).one() is not None


def test_a_wrong_or_short_notice_comes_back_as_it_was_typed(app, outside, scene):
    path = f"/notices/post/{scene.post}"
    for changed, told in (
        ({"name": ""}, "Give your name"),
        ({"email": "nobody"}, ""),
        ({"good_faith": None}, "Without that it is no notice"),
        ({"details": "Bad."}, "characters"),
    ):
        form = outside.get(path)
        refused = outside.send(form, {**SAID, **changed}, having="law", status=422)
        assert told in refused.words()
        assert refused.form(having="law")["fields"]["law"] == SAID["law"]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Notice.id))) == 0
    assert mails(app) == []


def test_who_reports_abuse_of_children_need_not_say_who_they_are(app, outside, scene):
    form = outside.get(f"/notices/post/{scene.post}")
    said = {**SAID, "name": "", "email": "", "shows_abuse": "y"}

    outside.send(form, said, having="law", status=303)

    with app.app_context():
        assert db.session.scalars(sa.select(NoticeSender.sealed)).one() is None


def test_who_did_not_say_who_they_are_is_neither_written_to_nor_shown(
    app, cast, outside, scene
):
    form = outside.get(f"/notices/post/{scene.post}")
    said = {**SAID, "name": "", "email": "", "shows_abuse": "y"}
    outside.send(form, said, having="law", status=303)
    case = decide(app, cast, "approve")
    assert SENDER["email"] not in [to for to, _, _ in mails(app)]
    mo = cast.page("mo")
    path = next(one for one in mo.get(case).links if one.endswith("/sender"))
    why = {"reason": "To ask which court."}

    mo.send(mo.get(path), why, having="reason", status=404)

    with app.app_context():
        rows = db.session.scalars(
            sa.select(AuditRow.action).order_by(AuditRow.number)
        ).all()
        assert "notice.sender-read" not in rows


def test_one_mailbox_gets_five_receipts_a_day_and_the_page_says_the_same(
    app, outside, scene, monkeypatch
):
    addresses = (f"192.0.2.{host}" for host in range(6))
    monkeypatch.setattr(views, "client_address", lambda: next(addresses))
    told = set()
    for _ in range(6):
        form = outside.get(f"/notices/post/{scene.post}")
        sent = outside.send(form, SAID, having="law", status=303)
        told.add((sent.location, NUMBER.sub("", outside.get(sent.location).words())))

    assert len(told) == 1
    assert [to for to, _, _ in mails(app)].count(SENDER["email"]) == 5
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Notice.id))) == 6


def test_who_appealed_hears_once_when_it_is_hidden_after_all(app, cast, outside, scene):
    where = send(outside, f"/notices/post/{scene.post}", shows_abuse="y")
    decide(app, cast, "approve")
    with app.app_context():
        decided_at = db.session.scalars(sa.select(Notice.decided_at)).one()
    appeal = {"text": "The court said so, in writing, last week."}
    outside.send(outside.get(where), appeal, status=303)
    with app.app_context():
        desk = f"/moderation/appeals/{db.session.scalars(sa.select(Appeal.public_id)).one()}"
    before = [to for to, _, _ in mails(app)].count(SENDER["email"])

    judged(cast.page("mia"), desk, {**OVERTURN, "reason": "illegal"})

    assert log(app)[-1] == ("hidden-on-appeal", False)
    after = [to for to, _, _ in mails(app)].count(SENDER["email"])
    assert after == before + 1
    with app.app_context():
        assert db.session.scalars(sa.select(Notice.decided_at)).one() == decided_at


def test_a_moderator_of_the_case_reads_who_sent_it_with_a_reason(
    app, cast, outside, scene
):
    send(outside, f"/notices/post/{scene.post}")
    mo, mia = cast.page("mo"), cast.page("mia")
    with app.app_context():
        case = (
            f"/moderation/cases/{db.session.scalars(sa.select(Case.public_id)).one()}"
        )
    assert "Somebody without an account" in mo.get(case).words()
    mo.post(f"{case}/claim", status=303)
    path = next(one for one in mo.get(case).links if one.endswith("/sender"))
    mia.get(path, status=409)
    for who, status in (("ada", 403), ("rae", 403), ("hana", 403)):
        cast.page(who).get(path, status=status)
    mo.send(mo.get(path), {"reason": ""}, having="reason", status=422)

    told = mo.send(
        mo.get(path), {"reason": "To ask which court."}, having="reason", status=200
    )

    assert SENDER["email"] in told.words()
    with app.app_context():
        rows = db.session.scalars(
            sa.select(AuditRow.action).order_by(AuditRow.number)
        ).all()
        assert rows.count("notice.sender-read") == 1


def test_how_a_member_signed_a_notice_is_read_with_a_reason_and_goes_with_them(
    app, cast, scene
):
    cleo, mo = cast.page("cleo"), cast.page("mo")
    path = f"/flags/post/{scene.post}/illegal"
    cleo.send(cleo.get(path), SAID, having="law", status=303)
    with app.app_context():
        assert "nora" not in str(db.session.scalars(sa.select(Flag.said)).all()).lower()
        number = db.session.scalars(sa.select(Notice.number)).one()
        case = db.session.scalars(sa.select(Case.public_id)).one()
    mo.post(f"/moderation/cases/{case}/claim", status=303)
    why = {"reason": "To ask which court."}
    seal = f"/moderation/notices/{number}/sender"
    cleo.get(seal, status=403)

    told = mo.send(mo.get(seal), why, having="reason", status=200)

    assert SENDER["email"] in told.words()
    with app.test_request_context():
        token = link_path(db.session.scalars(sa.select(Notice)).one())
    cast.page("ada").get(token, status=404)  # no mail holds such a link
    with app.app_context(), transaction():
        forget_senders_of(cast.actor("cleo").user_id)
    mo.send(mo.get(seal), why, having="reason", status=404)


def test_nobody_else_sees_who_sent_it(app, cast, outside, scene):
    where = send(outside, f"/notices/post/{scene.post}")
    case = decide(app, cast, "hide")
    pages = ("/log", "/log.csv", "/log/requests", "/log/requests.csv", where, case)
    for who in ("", "ada", "rae", "hana", "mo"):
        browser = cast.page(who) if who else outside
        for path in pages:
            page = browser.get(path, status=None)
            for word in SENDER.values():
                assert word not in page.html, (who, path)
    with app.app_context():
        for table in (Flag, Notice, NoticeSender, Case, Action, AuditRow):
            rows = db.session.execute(sa.select(table.__table__)).all()
            assert "nora" not in str(rows).lower(), table


def test_many_notices_of_one_address_are_too_many(app, outside, scene):
    path = f"/notices/post/{scene.post}"
    for _ in range(5):
        send(outside, path)
    form = outside.get(path)

    refused = outside.send(form, SAID, having="law", status=429)

    assert refused.form(having="law")["fields"]["details"] == SAID["details"]


def test_who_sent_it_is_forgotten_when_nothing_can_follow(app, cast, outside, scene):
    where = send(outside, f"/notices/post/{scene.post}")
    decide(app, cast, "approve")
    for after, left in ((timedelta(days=100), 1), (KEPT + timedelta(days=1), 0)):
        with time_machine.travel(clock.now() + after), app.app_context():
            with transaction():
                forget_senders()
            rows = db.session.scalar(sa.select(sa.func.count(NoticeSender.notice_id)))
            assert rows == left
    outside.get(where, status=404)
    outside.get("/notices/mine/wrong", status=404)


def test_what_was_taken_away_takes_no_notice(app, cast, outside, scene):
    path = f"/notices/post/{scene.post}"
    form = outside.get(path)
    send(outside, path)
    for who in ("mo", "mia"):  # about a vendor it takes two, whoever may be behind it
        decide(app, cast, "hide", who)

    outside.send(form, SAID, having="law", status=404)

    mo = cast.page("mo")
    mo.send(mo.get(path), SAID, having="law", status=409)
