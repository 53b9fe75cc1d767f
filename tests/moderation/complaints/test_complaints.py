"""A complaint under the Defamation Act 2013: told, answered or not, taken away in time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from community.core.db import db, transaction
from community.core.errors import Conflict
from moderation.complaints import steps
from moderation.complaints.finding import get_by_number
from moderation.defamation.answers import Answer
from moderation.defamation.kinds import Stage, Why
from moderation.defamation.models import Complaint
from moderation.models import AuditRow, Flag
from moderation.notices.models import Notice
from moderation.notifying.forgetting import ANSWER_KEPT, forget_senders
from moderation.telling import tell_flaggers
from tests.moderation.complaints.conftest import (
    SAID,
    SENDER,
    STANDS,
    TUESDAY,
    claim,
    complain,
)
from tests.moderation.conftest import mails
from tests.page import PageClient

CANARY = "Kanarievogel"


def test_the_form_is_there_where_the_host_wants_it_and_somebody_wrote(
    app, outside, scene, monkeypatch
):
    page = outside.get(f"/notices/post/{scene.post}")
    assert f"/notices/post/{scene.post}/defamation" in page.links
    assert outside.get("/notices/member/ada").status == 200
    outside.get("/notices/member/ada/defamation", status=404)
    settings = app.extensions["fairquote.settings"]
    without = replace(settings, uk_complaints=False)
    monkeypatch.setitem(app.extensions, "fairquote.settings", without)
    outside.get(f"/notices/post/{scene.post}/defamation", status=404)
    page = outside.get(f"/notices/post/{scene.post}")
    assert f"/notices/post/{scene.post}/defamation" not in page.links


@pytest.mark.parametrize(
    "missing",
    [
        "meaning",
        "aspects",
        "not_enough",
        "passes_name",
        "passes_email",
        "name",
        "email",
    ],
)
def test_what_the_law_asks_for_is_asked_for_and_nothing_typed_is_lost(
    outside, scene, missing
):
    form = outside.get(f"/notices/post/{scene.post}/defamation")
    said = {**SAID, missing: None if missing.startswith(("not", "passes")) else ""}
    refused = outside.send(form, said, having="meaning", status=422)
    assert SAID["details"] in refused.text
    with outside.app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Flag)) == 0


def test_an_ordinary_notice_hears_what_a_complaint_must_say(outside, app, scene):
    form = outside.get(f"/notices/post/{scene.post}")
    said = {"details": SAID["details"], "passage": "12 percent", "law": "England"}
    outside.send(form, {**said, **SENDER, "good_faith": "y"}, having="law", status=303)
    text = [text for to, _, text in mails(app) if to == SENDER["email"]][-1]
    assert "what you take it to mean" in text
    assert f"/notices/post/{scene.post}/defamation" in text


def test_a_moderator_tells_the_author_who_reads_no_name_that_is_not_given(
    cast, outside, scene
):
    sent = complain(outside, f"post/{scene.post}", passes_name="no")
    assert sent.now().tell_by == TUESDAY + timedelta(days=2)
    cast.page("mo").post(sent.path("tell"), status=409)  # not claimed yet
    moderator = claim(cast, sent)
    assert (
        "By 10:00 on Thursday 26 November 2026" in moderator.get(sent.case_path).words()
    )
    moderator.post(sent.path("tell"), status=303)
    moderator.post(sent.path("tell"), status=409)

    letter = sent.told_ada()[-1]
    assert SAID["meaning"] in letter
    assert "midnight at the end of Sunday 29 November 2026" in letter
    assert "Nora" not in letter
    page = cast.page("ada").get(sent.answer_path)
    assert SAID["aspects"] in page.words()
    assert "Nora" not in page.text
    assert SENDER["email"] not in page.text
    for who in ("ben", "rae", "mo", "hana"):
        cast.page(who).get(sent.answer_path, status=404)
    assert "who posted it was told" in str(mails(outside.app))
    assert "has not answered yet" in outside.get(sent.link()).words()


def test_what_nobody_does_a_program_does_before_the_time_is_over(outside, scene, time):
    sent = complain(outside, f"post/{scene.post}")
    time.move_to(TUESDAY + timedelta(hours=43))
    sent.work()
    assert sent.now().stage is Stage.RECEIVED
    time.move_to(TUESDAY + timedelta(hours=44))
    sent.work()
    assert sent.now().stage is Stage.TOLD
    assert "Nora Notifier" in sent.told_ada()[-1]
    assert SENDER["email"] not in sent.told_ada()[-1]


def told(cast, outside, what: str, **changed):
    sent = complain(outside, what, **changed)
    claim(cast, sent).post(sent.path("tell"), status=303)
    return sent


def test_silence_takes_it_away_before_48_more_hours_are_over(
    cast, outside, scene, time
):
    sent = told(cast, outside, f"post/{scene.post}")
    time.move_to(datetime(2026, 11, 29, 23, 59, tzinfo=UTC))
    sent.work()
    assert sent.now().stage is Stage.TOLD
    time.move_to(datetime(2026, 11, 30, tzinfo=UTC))
    sent.work()
    assert sent.now().why is Why.SILENT
    assert sent.now().remove_by == datetime(2026, 12, 2, tzinfo=UTC)
    cast.page("ada").get(sent.answer_path)
    cast.page("ada").post(sent.answer_path, STANDS, status=409)
    assert not sent.actions()

    time.move_to(datetime(2026, 12, 1, 20, tzinfo=UTC))
    sent.work()
    sent.work()  # a job that runs again does nothing more
    held = sent.actions()
    assert [one.kind for one in held] == ["held"]
    assert held[0].automated
    assert "paragraph 5" in held[0].rule
    assert PageClient(outside.app).get(f"/questions/posts/{scene.post}", status=404)
    assert "Why something of yours was restricted" in str(mails(outside.app))
    assert len([one for one in sent.letters() if "does not show any more" in one]) == 1


def test_who_agrees_says_nothing_else_and_it_goes_at_once(cast, outside, scene):
    sent = told(cast, outside, f"post/{scene.post}")
    ada = cast.page("ada")
    ada.send(
        ada.get(sent.answer_path), {"answer": "goes"}, having="address", status=303
    )
    assert sent.now().why is Why.AGREED
    assert sent.now().sealed_answer is None
    outside.get(f"/questions/posts/{scene.post}", status=404)
    assert "agreed that it goes" in sent.letters()[-1]
    assert "It does not show. Its author agreed" in outside.get(sent.link()).words()
    assert (
        "It does not show. Its author agreed"
        in cast.page("mo").get(sent.case_path).words()
    )
    ada.post(sent.answer_path, {"answer": "goes"}, status=409)


@pytest.mark.parametrize("wrong", [{"name": ""}, {"address": "London"}, {"passes": ""}])
def test_who_stands_by_it_says_who_they_are(cast, outside, scene, wrong):
    sent = told(cast, outside, f"post/{scene.post}")
    ada = cast.page("ada")
    form = ada.get(sent.answer_path)
    refused = ada.send(form, {**STANDS, **wrong}, having="address", status=422)
    assert sent.now().stage is Stage.TOLD
    kept = "name" if "name" not in wrong else "address"
    assert refused.form(having="address")["fields"][kept] == STANDS[kept]


@pytest.mark.parametrize("passes", ["yes", "no"])
def test_who_complained_learns_what_the_author_agrees_to(
    cast, outside, scene, passes, time
):
    sent = told(cast, outside, f"post/{scene.post}")
    ada = cast.page("ada")
    form = ada.get(sent.answer_path)
    ada.send(form, {**STANDS, "passes": passes}, having="address", status=303)
    own = ada.get(sent.answer_path).words()
    assert f"Ada {CANARY}" in own
    assert "1 Canary Wharf, London E14" in own
    assert "Its author" not in own
    page = outside.get(sent.link())
    assert (CANARY in page.text) == (passes == "yes")
    assert CANARY not in str(sent.letters())
    assert outside.get(f"/questions/posts/{scene.post}", status=302)
    time.shift(timedelta(days=30))
    sent.work()
    assert not sent.actions()  # it stays until a moderator or a court decides
    with outside.app.app_context():
        for table in db.metadata.sorted_tables:
            rows = db.session.execute(sa.select(table)).all()
            assert CANARY not in str(rows), table.name


def test_a_moderator_opens_the_seal_with_a_reason_and_finds_what_is_false(
    cast, outside, scene, time
):
    sent = told(cast, outside, f"post/{scene.post}")
    ada = cast.page("ada")
    ada.send(ada.get(sent.answer_path), STANDS, having="address", status=303)
    moderator = cast.page("mo")
    cast.page("mia").get(sent.path("poster"), status=409)  # Mo holds the case
    assert CANARY not in moderator.get(sent.case_path).text
    form = moderator.get(sent.path("poster"))
    moderator.send(form, {"reason": ""}, having="reason", status=422)
    shown = moderator.send(form, {"reason": "A court asks for it."}, having="reason")
    assert CANARY in shown.text
    with outside.app.app_context():
        row = db.session.scalars(
            sa.select(AuditRow).where(AuditRow.action == "complaint.poster-read")
        ).one()
        assert row.reason == "A court asks for it."
    assert "gave this reason:\n\nA court asks for it." in sent.told_ada()[-1]
    form = moderator.get(sent.path("false"))
    moderator.send(
        form, {"reason": "Nobody lives on a wharf."}, having="reason", status=303
    )
    assert sent.now().why is Why.FALSE
    assert sent.now().remove_by == TUESDAY + timedelta(days=2)
    time.move_to(TUESDAY + timedelta(hours=44))
    sent.work()
    assert [one.kind for one in sent.actions()] == ["held"]


def test_under_an_alias_nobody_learns_who_and_the_day_s_mail_is_waited_for(
    cast, outside, scene, time
):
    sent = told(cast, outside, f"post/{scene.whisper}")
    assert not sent.told_ada()
    assert sent.now().answer_by == datetime(2026, 12, 1, tzinfo=UTC)
    cast.page("ben").get(sent.answer_path, status=404)
    assert "ada" not in cast.page("mo").get(sent.case_path).text.lower().replace(
        "adapt", ""
    )
    ada = cast.page("ada")
    ada.send(
        ada.get(sent.answer_path), {"answer": "goes"}, having="address", status=303
    )
    assert sent.now().why is Why.AGREED


def test_who_cannot_be_written_to_cannot_answer(app, cast, outside, scene, time):
    with app.app_context(), transaction():
        db.session.execute(
            sa.text("UPDATE \"user\" SET email = NULL WHERE handle = 'ada'")
        )
    sent = complain(outside, f"post/{scene.post}")
    time.move_to(TUESDAY + timedelta(hours=44))
    sent.work()
    assert sent.now().why is Why.UNREACHED
    assert "paragraph 3" in sent.actions()[0].rule


def test_a_decision_stops_the_clocks_and_undoing_it_lets_them_run(
    cast, outside, scene, time
):
    sent = complain(outside, f"post/{scene.post}")
    moderator = claim(cast, sent)
    said = {"verdict": "approve", "facts": "It is true, and no rule is broken."}
    page = moderator.get(sent.case_path)
    moderator.send(page, said, action=f"{sent.case_path}/decide", status=303)
    time.move_to(TUESDAY + timedelta(minutes=5))
    sent.work()
    assert not sent.told_ada()
    decision = sent.actions()[-1].public_id
    moderator.post(
        f"/moderation/decisions/{decision}/undo",
        {"reason": "We looked at the wrong one."},
        status=303,
    )
    time.move_to(TUESDAY + timedelta(hours=44))
    sent.work()
    assert sent.now().stage is Stage.TOLD


def test_what_came_back_twice_goes_without_asking(cast, outside, scene, time):
    first = upheld(cast, outside, scene, time)
    second = upheld(cast, outside, scene, time)
    named = f"{first.number}, {second.number}"
    third = complain(outside, f"post/{scene.post}", earlier=named)
    assert named in cast.page("mo").get(third.case_path).words()
    claim(cast, third).post(third.path("tell"), status=303)
    assert third.now().why is Why.REPEATED

    other = {"email": "somebody@else.example"}
    fourth = complain(outside, f"review/{scene.review}", earlier=named, **other)
    claim(cast, fourth).post(fourth.path("tell"), status=303)
    assert fourth.now().stage is Stage.TOLD


def upheld(cast, outside, scene, time):
    """Have a complaint upheld, and the same shown again as if it were posted anew."""
    sent = complain(outside, f"post/{scene.post}")
    for verdict in ("hide", "restore"):
        moderator = cast.page("mo")
        case = f"/moderation/open/post/{scene.post}"
        path = sent.case_path
        if verdict == "restore":
            path = moderator.post(case, status=303).location
        else:
            moderator.post(f"{path}/claim", status=303)
        said = {"verdict": verdict, "reason": "illegal", "facts": "A court said so."}
        if verdict == "restore":
            said["reason"] = ""
        answer = moderator.send(
            moderator.get(path), said, action=f"{path}/decide", status=303
        )
        assert answer.location == path
        if (
            verdict == "hide"
        ):  # a legal notice takes four eyes, being perhaps a vendor's
            second = cast.page("mia")
            second.post(f"{path}/claim", status=303)
            second.send(second.get(path), said, action=f"{path}/decide", status=303)
    time.shift(timedelta(hours=2))
    return sent


def test_nothing_is_answered_found_or_read_once_it_is_decided(
    cast, outside, scene, time
):
    sent = told(cast, outside, f"post/{scene.post}")
    moderator = cast.page("mo")
    moderator.get(sent.path("poster"))
    moderator.post(sent.path("poster"), {"reason": "A court asks."}, status=404)
    moderator.post(sent.path("false"), {"reason": "It is not there."}, status=409)
    ada = cast.page("ada")
    ada.send(ada.get(sent.answer_path), STANDS, having="address", status=303)
    page = moderator.get(sent.case_path)
    said = {"verdict": "approve", "facts": "It is true, and no rule is broken."}
    moderator.send(page, said, action=f"{sent.case_path}/decide", status=303)
    moderator.post(sent.path("false"), {"reason": "Found too late."}, status=409)
    assert "You stand by it" in ada.get(sent.answer_path).words()
    with outside.app.app_context(), transaction():
        tell_flaggers(sent.actions()[-1].id)
    assert CANARY in outside.get(sent.link()).text
    sent.work()
    assert [one.kind for one in sent.actions()] == ["approved"]


def test_what_somebody_took_away_themselves_is_not_held(cast, outside, scene, time):
    sent = told(cast, outside, f"post/{scene.whisper}")
    ada = cast.page("ada")
    ada.post(f"/questions/posts/{scene.whisper}/remove", status=303)
    ada.send(
        ada.get(sent.answer_path), {"answer": "goes"}, having="address", status=303
    )
    assert not sent.actions()
    assert "does not show any more" in sent.letters()[-1]


def test_of_two_steps_at_once_one_is_taken(cast, outside, scene):
    sent = told(cast, outside, f"post/{scene.post}")
    with outside.app.app_context(), transaction():
        filed = get_by_number(sent.number)
        db.session.execute(
            sa.update(Complaint).values(stage=Stage.STANDS),
            execution_options={"synchronize_session": False},
        )
        with pytest.raises(Conflict):
            steps.answer(filed, Answer(agrees=True))


def test_there_is_no_complaint_where_none_is(cast, outside, scene):
    cast.page("ada").get(f"/complaints/{'A' * 16}", status=404)
    cast.page("mo").get("/moderation/complaints/N-AAAAAAAA/poster", status=404)


def test_who_answered_is_forgotten_in_time(cast, outside, scene, time):
    sent = told(cast, outside, f"post/{scene.post}")
    ada = cast.page("ada")
    ada.send(ada.get(sent.answer_path), STANDS, having="address", status=303)
    for days, is_kept in ((ANSWER_KEPT.days - 1, True), (2, False)):
        time.shift(timedelta(days=days))
        with outside.app.app_context(), transaction():
            db.session.execute(sa.update(Notice).values(decided_at=TUESDAY))
            forget_senders()
        assert (sent.now().sealed_answer is not None) == is_kept
