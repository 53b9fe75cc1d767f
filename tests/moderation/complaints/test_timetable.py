"""The clocks of a complaint: late, twice, at the same moment, undone, under an alias."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from community.accounts.mydata.models import AccountErasure
from community.accounts.mydata.rules.erasing import erase_account
from community.core import clock
from community.core.db import db, transaction
from community.core.jobs import Job
from community.threads.models import Thread
from community.threads.rules import asking
from moderation.complaints import steps
from moderation.complaints.finding import get_by_number
from moderation.defamation.kinds import Stage, Why
from moderation.items import item_of
from moderation.kinds import CaseState
from moderation.models import AuditRow, Case
from moderation.telling import tell_flaggers
from tests.moderation.appealing import OVERTURN, appealed, judged
from tests.moderation.complaints.conftest import (
    STANDS,
    TUESDAY,
    claim,
    complain,
)
from tests.moderation.test_people import measure
from tests.reps.conftest import LONG_AGO
from tests.reps.test_disputes import PRODUCT, TEXT, raised

APPROVE = {"verdict": "approve", "reason": "", "facts": "No rule is broken."}
HOUR = timedelta(hours=1)


def told(cast, outside, what: str, **changed):
    sent = complain(outside, what, **changed)
    claim(cast, sent).post(sent.path("tell"), status=303)
    return sent


def jobs(app) -> list[datetime]:
    with app.app_context():
        found = sa.select(Job.run_at).where(Job.kind == steps.JOB).order_by(Job.run_at)
        return [*db.session.scalars(found)]


def test_a_letter_that_waits_for_the_days_mails_leaves_within_the_48_hours(
    outside, scene, time
):
    sent = complain(outside, f"post/{scene.whisper}")
    assert jobs(outside.app) == [TUESDAY + 20 * HOUR]
    time.move_to(TUESDAY + 19 * HOUR)
    sent.work()
    assert sent.now().stage is Stage.RECEIVED
    time.move_to(TUESDAY + 20 * HOUR)
    sent.work()
    assert sent.now().stage is Stage.TOLD
    assert sent.now().told_at + timedelta(days=1) <= sent.now().tell_by - 4 * HOUR


def test_a_server_that_was_down_for_two_weeks_does_what_is_due_and_once(
    cast, outside, scene, time
):
    sent = told(cast, outside, f"post/{scene.post}")
    time.shift(timedelta(days=14))
    sent.work()
    sent.work()
    assert sent.now().why is Why.SILENT
    assert [one.kind for one in sent.actions()] == ["held"]
    assert sum("does not show any more" in one for one in sent.letters()) == 1
    with outside.app.app_context():
        rows = sa.select(AuditRow).where(AuditRow.action == "case.held")
        (row,) = db.session.scalars(rows)
        assert row.reason == "illegal: noticed by a complaint that it is defamatory"
    log = outside.get("/log").words()
    assert log.count("paragraph 5") == 1


def test_an_answer_counts_until_the_last_second(cast, outside, scene, time):
    first, second = (
        told(cast, outside, f"{kind}/{item}")
        for kind, item in (("post", scene.post), ("review", scene.review))
    )
    ada, ends = cast.page("ada"), datetime(2026, 11, 30, tzinfo=UTC)
    time.move_to(ends - timedelta(microseconds=1))
    form = ada.get(first.answer_path)
    ada.send(form, STANDS, having="address", status=303)
    form = ada.get(second.answer_path)
    time.move_to(ends)
    first.work()
    second.work()
    ada.send(form, STANDS, having="address", status=409)
    assert (first.now().stage, second.now().stage) == (Stage.STANDS, Stage.GOES)


def test_undoing_a_decision_has_a_worker_look_at_once(cast, outside, scene, time):
    sent = complain(outside, f"post/{scene.post}")
    moderator = claim(cast, sent)
    time.move_to(TUESDAY + 43 * HOUR)
    moderator.post(f"{sent.case_path}/claim", status=303)
    page = moderator.get(sent.case_path)
    moderator.send(page, APPROVE, action=f"{sent.case_path}/decide", status=303)
    assert "before its author was told" in moderator.get(sent.case_path).words()
    assert "Tell its author now" not in moderator.get(sent.case_path).words()
    assert len(jobs(outside.app)) == 1
    decision = sent.actions()[-1].public_id
    why = {"reason": "We looked at the wrong one."}
    moderator.post(f"/moderation/decisions/{decision}/undo", why, status=303)
    assert jobs(outside.app) == [TUESDAY + 43 * HOUR, TUESDAY + 44 * HOUR]


def test_a_moderator_who_decides_at_the_same_moment_has_decided(
    cast, outside, scene, time
):
    sent = told(cast, outside, f"post/{scene.post}")
    time.shift(timedelta(days=14))
    with outside.app.app_context(), transaction():
        filed = get_by_number(sent.number)
        assert not filed.is_decided
        db.session.execute(
            sa.update(Case).values(state=CaseState.DECIDED),
            execution_options={"synchronize_session": False},
        )
        steps.advance(filed.notice.id)
    assert not sent.actions()
    assert sent.now().held_at is None


def test_who_has_the_case_open_while_it_is_held_looks_again(cast, outside, scene):
    sent = told(cast, outside, f"post/{scene.post}")
    moderator, ada = cast.page("mo"), cast.page("ada")
    stale = moderator.get(sent.case_path)
    form = ada.get(sent.answer_path)
    ada.send(form, {"answer": "goes"}, having="address", status=303)
    decide = f"{sent.case_path}/decide"
    moderator.send(stale, APPROVE, action=decide, status=409)


def test_what_a_moderator_shows_again_is_not_said_to_be_away(
    cast, outside, scene, time
):
    sent = told(cast, outside, f"post/{scene.post}")
    time.shift(timedelta(days=14))
    sent.work()
    moderator = claim(cast, sent)
    page = moderator.get(sent.case_path)
    moderator.send(page, APPROVE, action=f"{sent.case_path}/decide", status=303)
    with outside.app.app_context(), transaction():
        tell_flaggers(sent.actions()[-1].id)
    outside.get(f"/questions/posts/{scene.post}", status=302)
    for page in (outside.get(sent.link()), moderator.get(sent.case_path)):
        assert "Its author did not answer in time." in page.words()
        assert "It does not show" not in page.words()
    sent.work()
    assert outside.get(f"/questions/posts/{scene.post}", status=302)


def test_to_undo_that_has_it_held_again_and_told_once(cast, outside, scene, time):
    sent = told(cast, outside, f"post/{scene.post}")
    time.shift(timedelta(days=14))
    sent.work()
    moderator = claim(cast, sent)
    page = moderator.get(sent.case_path)
    moderator.send(page, APPROVE, action=f"{sent.case_path}/decide", status=303)
    decision = sent.actions()[-1].public_id
    why = {"reason": "We looked at the wrong one."}
    moderator.post(f"/moderation/decisions/{decision}/undo", why, status=303)
    sent.work()
    sent.work()
    outside.get(f"/questions/posts/{scene.post}", status=404)
    kinds = [str(one.kind) for one in sent.actions()]
    assert kinds == ["held", "approved", "undone", "held"]
    assert sum("does not show any more" in one for one in sent.letters()) == 1


def test_an_author_may_appeal_against_the_hold_and_that_decides(
    cast, outside, scene, time
):
    sent = told(cast, outside, f"post/{scene.post}")
    time.shift(timedelta(days=14))
    sent.work()
    letter = next(one for one in sent.told_ada() if "/statements/" in one)
    assert "How it was decided: By a program alone" in letter
    assert "How it came to our notice: a complaint that it is defamatory." in letter
    held = sent.actions()[-1].public_id
    desk = appealed(cast, f"/decisions/{held}/appeal")
    judged(cast.page("mia"), desk, OVERTURN)
    outside.get(f"/questions/posts/{scene.post}", status=302)
    sent.work()
    outside.get(f"/questions/posts/{scene.post}", status=302)


def test_a_dispute_is_really_taken_away(app, cast, outside, scene, time):
    with app.app_context(), transaction():
        public_id = raised(cast, PRODUCT).public_id
    sent = complain(outside, f"dispute/{public_id}")
    claim(cast, sent).post(sent.path("tell"), status=303)
    rae = cast.page("rae")
    assert rae.get("/log/disputes").words()
    form = rae.get(sent.answer_path)
    rae.send(form, {"answer": "goes"}, having="address", status=303)
    assert TEXT not in outside.get("/log/disputes").words()


def test_whoever_is_suspended_may_answer(cast, outside, scene):
    sent = told(cast, outside, f"post/{scene.post}")
    measure(cast.page("mo"), "suspended", days="30")
    ada = cast.page("ada")
    ada.get("/questions/ask", status=403)
    form = ada.get(sent.answer_path)
    ada.send(form, STANDS, having="address", status=303)
    assert sent.now().stage is Stage.STANDS


def posted_again(app, cast) -> str:
    """Have Ada answer with the same words once more; return which post that is."""
    words = "Jane Doe of Arbor breaks every promise that she makes to a buyer."
    with app.app_context(), transaction():
        thread = db.session.scalars(sa.select(Thread)).one()
        ada = cast.actor("ada")
        said = asking.answer(ada, thread, words, anonymous=False, at=LONG_AGO)
        return said.public_id


def test_what_a_program_took_away_twice_counts_though_nobody_has_decided_yet(
    app, cast, outside, scene, time
):
    ada, numbers = cast.page("ada"), []
    for spelt in ("Nora Notifier", "N. Notifier"):
        sent = told(cast, outside, f"post/{posted_again(app, cast)}", name=spelt)
        form = ada.get(sent.answer_path)
        ada.send(form, {"answer": "goes"}, having="address", status=303)
        numbers.append(sent.number)
    third = told(
        cast,
        outside,
        f"post/{posted_again(app, cast)}",
        earlier=" and ".join(numbers),
        email="NORA@kanarie.example",
    )
    assert third.now().why is Why.REPEATED


def test_what_has_begun_goes_on_when_the_host_takes_no_more_complaints(
    app, cast, outside, scene, time, monkeypatch
):
    sent = complain(outside, f"post/{scene.post}")
    without = replace(app.extensions["fairquote.settings"], uk_complaints=False)
    monkeypatch.setitem(app.extensions, "fairquote.settings", without)
    time.move_to(TUESDAY + 44 * HOUR)
    sent.work()
    ada = cast.page("ada")
    form = ada.get(sent.answer_path)
    ada.send(form, STANDS, having="address", status=303)
    assert "stands by it" in outside.get(sent.link()).words()
    assert "stands by it" in cast.page("mo").get(sent.case_path).words()


@pytest.mark.parametrize("what", ["post", "whisper", "review"])
@pytest.mark.parametrize("is_told", [False, True])
def test_whose_account_goes_meanwhile_is_silent(
    app, cast, outside, scene, time, what, is_told
):
    kind = "review" if what == "review" else "post"
    sent = complain(outside, f"{kind}/{getattr(scene, what)}")
    if is_told:
        claim(cast, sent).post(sent.path("tell"), status=303)
    with app.app_context(), transaction():
        asked = {"token_hash": "t", "leave_texts": True, "due_at": clock.now()}
        db.session.add(AccountErasure(user_id=cast.ada.id, **asked))
        db.session.flush()  # what erases looks for it
        erase_account(cast.ada.id)
    time.shift(timedelta(days=14))
    sent.work()
    sent.work()
    assert sent.now().why is (Why.SILENT if is_told else Why.UNREACHED)
    assert "does not show any more" in sent.letters()[-1]
    with app.app_context():
        assert not item_of(get_by_number(sent.number).case).is_public
    claim(cast, sent).get(sent.case_path)
