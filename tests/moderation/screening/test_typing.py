"""A first text that came faster than hands type: in the queue with the reason, never hidden."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.models import User
from community.core import clock, formtimes
from community.core.db import db, transaction
from community.core.worker import run_due
from community.reviews.models import Review
from community.threads.models import Post
from moderation.screening import rules
from moderation.screening.models import ScreeningFinding
from moderation.screening.thresholds import THRESHOLDS
from tests.page import Page, PageClient
from tests.prices.seeds import arbor_desk
from tests.threads.made import BODY, ask

TYPED = {"title": "What did others pay for so many seats?", "body": BODY}
REVIEW = {
    "relationship": "buyer",
    "incentive": "none",
    "price_clarity": "4",
    "value": "3",
    "renewal": "unknown",
    "exit": "unknown",
    "support": "5",
    "good": "Their people answer within the hour, and the figures were right.",
    "bad": "The renewal letter came too late to compare it with anything.",
}


@pytest.fixture(autouse=True)
def _hands_are_hands(_hands_are_fast, monkeypatch):
    monkeypatch.setattr(rules, "FASTEST_HANDS", THRESHOLDS.typing_within)


@pytest.fixture
def hand():
    with time_machine.travel(clock.now(), tick=False) as found:
        yield found


@pytest.fixture
def newcomer(app, cast, hand) -> PageClient:
    """Cleo's work address is not verified any more: her account is new again."""
    with app.app_context(), transaction():
        row = sa.update(User).where(User.id == cast.cleo.id)
        db.session.execute(row.values(organisation_id=None))
    return cast.page("cleo")


@pytest.fixture
def states(app) -> Callable[[], list[str]]:
    def found() -> list[str]:
        with app.app_context():
            posts = db.session.scalars(sa.select(Post.state).order_by(Post.id)).all()
            return [one.value for one in posts]

    return found


def sentences(app) -> list[str]:
    with app.app_context():
        return [*db.session.scalars(sa.select(ScreeningFinding.sentence))]


def post_question(newcomer: PageClient, form: Page, **typed: str) -> Page:
    return newcomer.send(form, {**TYPED, **typed}, having="title", status=303)


def test_a_first_question_within_three_seconds_shows_and_stands_in_the_queue(
    app, cast, page, newcomer, hand, states
):
    form = newcomer.get("/questions/ask")
    hand.shift(timedelta(seconds=2.9))
    posted = post_question(newcomer, form)
    run_due(app)
    assert states() == ["public"]
    page.get(posted.location, status=200)
    mo = cast.page("mo")
    assert TYPED["title"] in mo.get("/moderation/").words()
    assert (
        "Sent 2.9 s after its form was opened"
        in mo.follow(mo.get("/moderation/next", status=303)).words()
    )


def test_hands_take_longer(app, newcomer, hand, states):
    form = newcomer.get("/questions/ask")
    hand.shift(timedelta(seconds=3))
    post_question(newcomer, form)
    assert (states(), sentences(app)) == (["public"], [])


def test_a_key_that_is_not_ours_says_nothing(app, newcomer, hand, states):
    form = newcomer.get("/questions/ask")
    post_question(newcomer, form, submission_key="drawn.1.é")
    assert (states(), sentences(app)) == (["public"], [])


def test_a_form_that_opens_with_a_draft_was_typed_before(app, newcomer, hand, states):
    form = newcomer.get("/questions/ask")
    kept = newcomer.send(form, {**TYPED, "save": "1"}, having="title", status=303)
    hand.shift(timedelta(hours=1))
    post_question(newcomer, newcomer.get(kept.location))
    assert states() == ["public"]


def test_a_preview_of_the_same_form_makes_it_no_older(app, newcomer, hand, states):
    form = newcomer.get("/questions/ask")
    hand.shift(timedelta(seconds=1))
    shown = newcomer.send(form, {**TYPED, "preview": "1"}, having="title", status=200)
    hand.shift(timedelta(seconds=1))
    post_question(newcomer, shown)
    assert len(sentences(app)) == 1


def test_an_answer_on_a_shared_page_is_timed_for_each_reader(
    app, cast, newcomer, hand, states
):
    with app.app_context(), transaction():
        thread = ask(cast.actor("ada"))
        path = f"/questions/{thread.public_id}/{thread.slug}"
    newcomer.get(path)
    hand.shift(timedelta(minutes=5))
    form = newcomer.get(path)
    hand.shift(timedelta(seconds=1))
    answer = "We paid four percent less than they asked for, after a month."
    newcomer.send(form, {"body": answer}, having="body", status=303)
    assert states() == ["public", "public"]
    assert len(sentences(app)) == 1


def test_the_second_text_and_those_of_known_members_may_be_fast(
    app, cast, newcomer, hand, states
):
    long_ago = clock.now() - timedelta(days=3)
    with app.app_context(), transaction():
        db.session.get_one(User, cast.ada.id).created_at = long_ago
    ada = cast.page("ada")
    post_question(ada, ada.get("/questions/ask"))
    form = newcomer.get("/questions/ask")
    hand.shift(timedelta(seconds=9))
    post_question(newcomer, form)
    hand.shift(timedelta(minutes=5))
    again = newcomer.get("/questions/ask")
    post_question(newcomer, again, body=f"{BODY} And how many seats?")
    assert (states(), sentences(app)) == (["public"] * 3, [])


def test_a_first_review_is_looked_at_alike(app, newcomer, hand):
    with app.app_context(), transaction():
        product = arbor_desk().public_id
    form = newcomer.get(f"/reviews/new?product={product}")
    newcomer.send(form, REVIEW, having="good", status=303)
    with app.app_context():
        assert db.session.scalars(sa.select(Review.state)).one() == "public"
    (told,) = sentences(app)
    assert told.startswith("Sent 0.0 s after its form was opened; its author")


def test_text_that_came_back_after_a_log_in_has_no_time(app, context):
    with app.test_request_context("/"):
        assert formtimes.opened_at(formtimes.untimed_key()) is None
        key = formtimes.new_key()
        opened = formtimes.opened_at(key)
        assert opened is not None
        assert abs(opened - clock.now()) < timedelta(seconds=5)
        drawn, made, signature = key.split(".")
        for wrong in (
            f"{drawn}.{int(made) - 9000}.{signature}",
            f"{drawn}.x.{signature}",
            f"{drawn}.{made}",
            "",
        ):
            assert formtimes.opened_at(wrong) is None
