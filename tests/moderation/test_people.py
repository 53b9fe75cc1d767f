"""Measures about people: warnings that are read first, rights taken for a time, suspension."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.models import AccountState, LoginSession, User
from community.core import clock
from community.core.actors import SYSTEM
from community.core.db import db, transaction
from community.core.errors import Conflict, Forbidden
from community.core.rights import RIGHT_LABELS, Right, require_may
from moderation.kinds import Reason
from moderation.models import Action, AuditRow, ModeratorScope
from moderation.people import rules
from moderation.people.access import require_can_decide_about
from moderation.people.models import Measure, MeasureKind
from moderation.people.rules import MeasureDraft
from moderation.screening.facts import Rule
from moderation.screening.models import ScreeningFinding
from tests.moderating import moderate
from tests.moderation.appealing import OVERTURN, appealed, judged
from tests.moderation.conftest import case_of, mails, report
from tests.queries import count_queries

ADA = "/moderation/people/ada"
WHY = {
    "reason": "harassment",
    "facts": "Three posts against one person.",
    "rule": "",
    "days": "7",
}


def measure(browser, kind: str, person: str = ADA, **said):
    page = browser.get(person)
    answers = {**WHY, "kind": kind, **said}
    return browser.send(page, answers, action=f"{person}/decide", status=None)


def statement(app) -> str:
    letter = mails(app)[-1][2]
    return letter[letter.index("/statements/") :].strip()


def test_a_warning_is_read_before_the_next_post(app, cast):
    mo, ada = cast.page("mo"), cast.page("ada")

    assert measure(mo, "warned").status == 303

    (to, subject, letter) = mails(app)[-1]
    assert (to, "restricted" in subject) == (cast.ada.email, True)
    assert "Three posts against one person." in letter
    for refused in (
        ada.get("/questions/ask", status=403),
        ada.post("/reviews/new", {}, status=403),
    ):
        assert "A moderator warned you" in refused.words()
        assert statement(app) in refused.links
    page = ada.get(statement(app))
    assert "you go on as before" in page.words()
    assert cast.page("ben").post(f"{statement(app)}/confirm").status == 403
    for _ in range(2):
        assert ada.post(f"{statement(app)}/confirm").status == 303
    assert "I have read this" not in ada.get(statement(app)).words()
    ada.get("/questions/ask")
    assert "Read" in mo.get(ADA).words()
    assert "Warned" in mo.get("/log?action=warned").words()
    assert "ada" not in mo.get("/log").words().split()


_USES = {
    Right.ASK: "/questions/ask",
    Right.ANSWER: "/questions/{thread}/answers",
    Right.REVIEW: "/reviews/new",
    Right.FLAG: "/flags/post/{post}/advertising",
    Right.VOTE: "/questions/posts/{post}/vote",
    Right.REPORT: "/deals/new",
}


def test_each_right_is_taken_alone_and_comes_back_by_itself(app, cast, scene):
    cleo = cast.page("cleo")
    thread = cleo.get(f"/questions/posts/{scene.post}", status=302).location
    known = {"post": scene.post, "thread": thread.split("/")[2]}
    path = "/moderation/people/cleo"
    with time_machine.travel(clock.now(), tick=False) as travel:
        for right in Right:
            mo, cleo = cast.page("mo"), cast.page("cleo")
            assert measure(mo, "limited", path, rights=str(right)).status == 303
            for other, address in _USES.items():
                tried = cleo.post(address.format(**known), {}, status=None)
                refused = "took away your right" in tried.words()
                assert refused == (other is right), (right, other)
                if refused:
                    assert tried.status == 403
                    assert RIGHT_LABELS[right] in tried.words()
                    assert "It attacks somebody" in tried.words()
                    assert statement(app) in tried.links
            assert RIGHT_LABELS[right] in cleo.get(statement(app)).words()
            travel.shift(timedelta(days=7, seconds=1))
        cast.page("cleo").get("/questions/ask")
        assert "Over" in cast.page("mo").get(path).words()


def test_who_is_suspended_reads_logs_in_and_posts_nothing_until_it_is_lifted(
    app, cast, scene
):
    mo, mia = cast.page("mo"), cast.page("mia")
    before = cast.page("ada")

    assert measure(mo, "suspended", days="").status == 303

    before.get("/account/", status=303)
    with app.app_context():
        own = sa.select(LoginSession.id).where(LoginSession.user_id == cast.ada.id)
        assert db.session.scalars(own).all() == []
    ada = cast.page("ada")
    refused = ada.get("/questions/ask", status=403).words()
    assert "Your account is suspended for good" in refused
    assert ada.post(f"/questions/posts/{scene.post}/edit", {}, status=403)
    ada.get(statement(app))
    ada.get("/account/")
    assert ada.post(f"/questions/posts/{scene.post}/remove").status == 303
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        page = mia.get(ADA)
        lift = next(link for link in page.links if link.endswith("/lift"))
        assert mia.send(mia.get(lift), {"reason": "x"}, having="reason", status=422)
        form = mia.get(lift)
        why = {"reason": "They have said sorry."}
        assert mia.send(form, why, having="reason", status=303).location == ADA
        assert mia.send(mia.get(lift), why, having="reason", status=409)
        ada.get("/questions/ask")
    assert "does not stand any more" in mails(app)[-1][1]
    assert "Measure lifted" in mo.get("/log").words()
    with app.app_context():
        kept = db.session.scalars(
            sa.select(AuditRow.action).order_by(AuditRow.number)
        ).all()
    assert kept == ["case.suspended", "case.lifted"]


def test_a_measure_is_undone_within_ten_minutes(app, cast):
    mo = cast.page("mo")
    measure(mo, "limited", rights="vote")
    lift = next(link for link in mo.get(ADA).links if link.endswith("/lift"))
    mo.send(mo.get(lift), {"reason": "The wrong Ada."}, having="reason", status=303)
    assert "Decision undone" in mo.get("/log").words()
    assert "Lifted" in mo.get(ADA).words()
    with app.app_context():
        undone = sa.select(Action.undone_at).where(Action.kind == "limited")
        assert db.session.scalars(undone).one() is not None


def test_a_measure_says_what_why_and_for_how_long(app, cast):
    mo = cast.page("mo")
    for wrong, told in (
        ({"reason": ""}, "Choose the reason"),
        ({"facts": "x"}, "Say what you found"),
        ({"kind": "banished"}, "Not a valid choice"),
        ({"rights": "breathe"}, "not a valid choice"),
        ({"kind": "limited"}, "Choose which rights"),
        ({"kind": "limited", "rights": "ask", "days": ""}, "choose for how long"),
        ({"seen": ""}, "Open the page again"),
    ):
        answers = {**WHY, "kind": "warned", "seen": "0", **wrong}
        refused = mo.post(f"{ADA}/decide", answers)
        assert (refused.status, told in refused.words()) == (422, True), told
    answers = {**WHY, "kind": "warned", "seen": "0"}
    assert mo.post(f"{ADA}/decide", answers).status == 303
    late = cast.page("mia").post(f"{ADA}/decide", answers)
    assert late.status == 409
    assert "Somebody decided about them meanwhile" in late.words()
    mo.get("/moderation/people/nobody", status=404)
    mo.get("/moderation/measures/nothing/lift", status=404)


def test_only_a_moderator_who_is_nobody_to_them_decides(app, cast):
    draft = MeasureDraft(
        MeasureKind.WARNED, (), None, Reason.HARASSMENT, "It is unkind.", "", 0
    )
    with app.app_context():
        for who, about, told in (
            ("hana", "ada", "Only moderators"),
            ("ben", "ada", "Only moderators"),
            ("rae", "ada", "Only moderators"),
            ("mo", "mo", "about themselves"),
            ("mo", "mia", "staff"),
            ("mo", "hana", "staff"),
        ):
            user = db.session.get_one(User, getattr(cast, about).id)
            with pytest.raises(Forbidden, match=told):
                rules.decide_about(cast.actor(who), user, draft)
        ada = db.session.get_one(User, cast.ada.id)
        db.session.get_one(User, cast.mo.id).organisation_id = ada.organisation_id
        db.session.flush()
        with pytest.raises(Forbidden, match="own organisation"):
            rules.write_note(cast.actor("mo"), ada, "He is kind.")
        unproven = replace(cast.actor("mia"), proven=False)
        with pytest.raises(Forbidden):
            require_can_decide_about(unproven, ada)
        ada.state, ada.email, ada.password_hash = AccountState.IMPORTED, None, None
        with pytest.raises(Conflict, match="nobody to tell"):
            require_can_decide_about(cast.actor("mia"), ada)
        require_may(SYSTEM, Right.ASK)
    assert (
        "Somebody else decides here"
        in cast.page("mo").get("/moderation/people/mia").words()
    )


def test_who_moderates_some_categories_notes_and_decides_about_nobody(
    app, cast, chairs
):
    with app.app_context(), transaction():
        db.session.add(ModeratorScope(user_id=cast.mo.id, category_id=chairs))
    mo = cast.page("mo")

    page = mo.get(ADA)

    assert "You moderate some categories" in page.words()
    assert f"{ADA}/decide" not in page.text
    with app.app_context():
        draft = MeasureDraft(
            MeasureKind.WARNED, (), None, Reason.HARASSMENT, "Three posts.", "", 0
        )
        ada = db.session.get_one(User, cast.ada.id)
        with pytest.raises(Forbidden, match="some categories"):
            rules.decide_about(cast.actor("mo"), ada, draft)
        assert db.session.scalars(sa.select(Measure)).all() == []
    notes = mo.get(f"{ADA}/notes")
    mo.send(notes, {"text": "Look at their posts."}, having="text", status=303)
    assert "Look at their posts." in cast.page("mia").get(ADA).words()


def test_a_person_is_seen_with_their_history_and_never_with_their_aliases(
    app, cast, scene
):
    mo, mia = cast.page("mo"), cast.page("mia")
    with count_queries() as few:
        mo.get(ADA)
    report(app, cast, "ada", "official", scene.official)
    moderate(mia, "official", scene.official, "hide")
    report(app, cast, "cleo", "review", scene.review)
    moderate(mo, "review", scene.review, "hide")
    moderate(mo, "post", scene.whisper, "hide")
    case = moderate(mo, "post", scene.post, "approve", reason="")
    assert ADA in mo.get(case).links
    form = mo.get(f"{ADA}/notes")
    for text, status in ((" ", 422), ("x" * 1001, 422), ("Sells 20 seats.", 303)):
        mo.send(form, {"text": text}, having="text", status=status)
    mo.get("/moderation/people/mia/notes", status=403)
    measure(mo, "warned")
    measure(mo, "limited", rights="ask")

    with count_queries() as many:
        page = mia.get(ADA)

    assert len(few) == len(many)
    for told in (
        "Review of Arbor Desk : Hidden from everybody",
        "Made 1, upheld 1, dismissed 0: 100 %",
        "Received 1, upheld 1",
        "Sells 20 seats. mo",
        "May not ask questions, until",
        "Warned: Three posts",
    ):
        assert told in page.words(), told
    assert "Answer to" not in page.words()
    assert "What moderators know" in mo.get("/u/ada").words()
    assert "What moderators know" not in cast.page("ben").get("/u/ada").words()
    with app.app_context(), transaction():
        assert len(db.session.scalars(sa.select(Measure)).all()) == 2


def test_who_hides_their_name_is_hidden_from_moderators_too(app, cast, scene):
    mo, review = cast.page("mo"), report(app, cast, "cleo", "review", scene.review)
    case = moderate(mo, "post", scene.post, "hide")
    rules = (Rule.LINK, Rule.REPEATED, Rule.PATTERN)
    with app.app_context(), transaction():
        kept = case_of(case.rpartition("/")[2])
        kept.rule = rules[0]
        found = {"case_id": kept.id, "weight": 1.0}
        for rule in rules:
            said = f"Found by {rule}."
            db.session.add(
                ScreeningFinding(**found, rule=rule, sentence=said, links=[])
            )
    other = f"/moderation/cases/{review}"
    assert [case in mo.get(one).links for one in (ADA, other)] == [True, True]

    cast.page("ada").post(f"/questions/posts/{scene.post}/anonymise", status=303)

    assert [case in mo.get(one).links for one in (ADA, other)] == [False, False]
    page = mo.get(case)
    assert ADA not in page.links
    shown = [f"Found by {rule}." in page.words() for rule in rules]
    assert shown == [True, False, True]  # without the day its author joined
    with app.app_context():
        assert case_of(case.rpartition("/")[2]).rule == Rule.LINK


def test_who_is_suspended_appeals_and_is_let_in_again(app, cast):
    mo, mia = cast.page("mo"), cast.page("mia")
    measure(mo, "suspended", days="30")
    ada = cast.page("ada")
    ada.get("/questions/ask", status=403)

    desk = appealed(cast, statement(app).replace("statements", "decisions") + "/appeal")

    assert judged(mo, desk, OVERTURN).status == 403
    assert judged(mia, desk, OVERTURN).status == 303
    ada.get("/questions/ask")
