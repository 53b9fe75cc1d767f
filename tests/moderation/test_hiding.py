"""What cases keep of who puts an alias in place of their name: nothing that leads to them."""

import pytest
import sqlalchemy as sa

from community.accounts.models import User
from community.core.db import db, transaction
from community.threads.drafts import Draft
from community.threads.models import Post, Thread
from community.threads.queries import get_question_post
from community.threads.rules import asking
from community.threads.rules.signing import anonymise
from moderation import flagging, scoring
from moderation.escalation import rules
from moderation.flagging import FlagDraft
from moderation.items import get_item_for, item_of
from moderation.kinds import Reason
from moderation.models import Action, AuditRow, Case, Flag
from moderation.screening.facts import Finding, Rule
from moderation.screening.findings import keep
from moderation.screening.screen import screen

TEAM = Finding(
    Rule.TEAM, "Its author gets mail at arbor.example.", 3.0, Reason.UNDISCLOSED
)
SAID = "Ada works there: @ada said so, not Adam."


def _hide(cast, handle: str, thread: Thread) -> None:
    anonymise(cast.actor(handle), thread, get_question_post(thread))
    db.session.flush()  # as at the end of a request


def _thread_of(public_id: str) -> Thread:
    post = db.session.scalars(sa.select(Post).where(Post.public_id == public_id)).one()
    return db.session.get_one(Thread, post.thread_id)


def _case() -> Case:
    return db.session.scalars(sa.select(Case)).one()


@pytest.fixture
def reported(app, cast, scene):
    """Ada's question, where a rule found her mail, and Cleo wrote why she reports it."""
    with app.app_context(), transaction():
        item = get_item_for(cast.actor("mo"), "post", scene.post)
        keep(item, [TEAM])
        said = FlagDraft(Reason.OUTDATED, (("What is wrong with it?", SAID),))
        flagging.flag(cast.actor("cleo"), item, said)
        case = _case()
        assert (case.rule, case.reason, case.harm) == ("team", Reason.UNDISCLOSED, 2)
        assert case.score > TEAM.weight
    return scene


def test_reason_and_score_are_those_of_flags_alone(app, cast, reported):
    with app.app_context(), transaction():
        _hide(cast, "ada", _thread_of(reported.post))
        case, flag = _case(), db.session.scalars(sa.select(Flag)).one()

        assert (case.author_id, case.rule) == (None, None)
        assert (case.reason, case.score) == (Reason.OUTDATED, flag.weight)
        assert (case.harm, case.due_at) == (0, scoring.due(case.opened_at, 0))
        assert case.rank == scoring.rank(case.opened_at, case.score, 0)
        assert flag.said == [
            [
                "What is wrong with it?",
                "[name removed] works there: [name removed] said so, not Adam.",
            ]
        ]
        path = f"/moderation/cases/{case.public_id}"
    told = cast.page("mo").get(path).words()
    assert "arbor.example" not in told
    assert "domain" not in told
    queue = cast.page("mo").get("/moderation/").words()
    assert "1 flag · score" in queue


def test_what_moderators_said_of_a_case_names_its_author_no_longer(app, cast, reported):
    with app.app_context(), transaction():
        rules.write(cast.actor("mo"), _case(), f"{SAID} Look at it, mia.")
        _hide(cast, "ada", _thread_of(reported.post))
        (reply,) = rules.list_replies(_case())
    assert reply.text == (
        "[name removed] works there: [name removed] said so, not Adam. Look at it, mia."
    )


def test_a_case_without_anything_left_says_so(app, cast, scene):
    with app.app_context(), transaction():
        keep(get_item_for(cast.actor("mo"), "post", scene.post), [TEAM])
        _hide(cast, "ada", _thread_of(scene.post))
        case = _case()
        assert (case.reason, case.score, case.rule) == (None, 0.0, None)
        path = f"/moderation/cases/{case.public_id}"

    assert (
        "is forgotten, who stands under an alias" in cast.page("mo").get(path).words()
    )


def test_what_held_a_text_stays_without_the_day_its_author_joined(app, cast):
    with app.app_context(), transaction():
        row = sa.update(User).where(User.id == cast.cleo.id)
        db.session.execute(row.values(organisation_id=None, email="cleo@arbor.example"))
    with app.app_context(), transaction():
        title = "Who else would like a discount?"
        words = Draft(title, "Look at https://cheapdesk.example/offer, they give it.")
        thread = asking.ask(cast.actor("cleo"), words)
        action = db.session.scalars(sa.select(Action)).one()
        assert "its author joined on" in action.facts
        audited = db.session.scalars(
            sa.select(AuditRow.reason).order_by(AuditRow.number)
        ).all()
        assert not [one for one in audited if "joined" in one or "cheapdesk" in one]

        _hide(cast, "cleo", thread)
        case = _case()
        facts = db.session.scalar(sa.select(Action.facts))

        assert facts == "Leads to cheapdesk.example; its author is new here."
        assert (case.rule, case.reason) == ("link", Reason.ADVERTISING)
        assert case.score == pytest.approx(2.0)


def test_who_said_that_they_sell_it_is_not_found_out(app, cast, scene):
    with app.app_context(), transaction():
        row = sa.update(User).where(User.id == cast.ada.id)
        db.session.execute(row.values(email="ada@arbor.example"))
        post = get_question_post(_thread_of(scene.post))
        post.interested = True
        screen("post", post.id)
        assert db.session.scalar(sa.select(Case.id)) is None
        post.interested = False
        screen("post", post.id)
        case = _case()
        assert case.rule == "team"
        assert not item_of(case).is_disclosed
        post.interested = True
        path = f"/moderation/cases/{case.public_id}"
    told = cast.page("mo").get(path).words()
    assert "Its author says that they sell it or compete with it" in told
