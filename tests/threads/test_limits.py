from datetime import timedelta

import pytest

from community.accounts.models import User
from community.core.db import db
from community.core.errors import Conflict, Invalid, TooMany
from community.core.visibility import State
from community.threads import limits
from community.threads.limits import Limits
from community.threads.models import Place
from community.threads.rules import asking, choosing, editing
from tests.threads.made import ANSWER, DAY_ONE, answer, ask, draft

pytestmark = pytest.mark.usefixtures("context")
NOON = DAY_ONE + timedelta(days=3)
OURS = Limits()


@pytest.fixture(autouse=True)
def _our_limits(monkeypatch, _generous_limits) -> None:
    monkeypatch.setattr(limits, "LIMITS", OURS)


def joined(cast, name: str, days_before: float) -> int:
    user = db.session.get_one(User, getattr(cast, name).id)
    user.created_at = NOON - timedelta(days=days_before)
    db.session.flush()
    return user.id


def may_post(
    user_id: int, *, place=Place.ANSWER, source="Another text", at=NOON
) -> None:
    limits.require_may_post(user_id, place=place, source=source, at=at)


def ago(**amount: float):
    return NOON - timedelta(**amount)


def test_figures_are_those_of_the_forum_study():
    assert (OURS.seconds_between_questions, OURS.seconds_between_posts) == (30, 10)
    assert (OURS.questions_a_day_when_new, OURS.answers_a_day_when_new) == (3, 10)
    assert (OURS.questions_a_day, OURS.answers_a_day) == (20, 30)
    assert (OURS.same_text_seconds, OURS.edits_a_day) == (300, 30)
    assert (OURS.links_when_new, OURS.mentions_when_new) == (2, 1)


@pytest.mark.parametrize(("seconds", "may"), [(9, False), (10, True)])
def test_ten_seconds_between_posts(cast, seconds, may):
    user_id = joined(cast, "ada", 90)
    answer(cast.actor("ada"), ask(cast.actor("ben")), at=ago(seconds=seconds))
    if may:
        may_post(user_id)
    else:
        with pytest.raises(TooMany) as refused:
            may_post(user_id)
        assert refused.value.retry_after == 1


@pytest.mark.parametrize(("seconds", "may"), [(29, False), (30, True)])
@pytest.mark.parametrize(("days", "place"), [(0.5, Place.ANSWER), (90, Place.QUESTION)])
def test_thirty_seconds_for_new_accounts_and_between_questions(
    cast, seconds, may, days, place
):
    user_id = joined(cast, "ada", days)
    ask(cast.actor("ada"), at=ago(seconds=seconds))
    if may:
        may_post(user_id, place=place)
    else:
        with pytest.raises(TooMany):
            may_post(user_id, place=place)


def test_a_clock_set_back_locks_nobody_out_for_long(cast):
    user_id = joined(cast, "ada", 90)
    ask(cast.actor("ada"), at=NOON + timedelta(days=300))
    with pytest.raises(TooMany) as refused:
        may_post(user_id)
    assert refused.value.retry_after == 10


@pytest.mark.parametrize(
    ("days", "place", "most"),
    [
        (0.5, Place.QUESTION, 3),
        (0.5, Place.ANSWER, 10),
        (90, Place.QUESTION, 20),
        (90, Place.ANSWER, 30),
    ],
)
def test_posts_a_day(cast, days, place, most):
    user_id = joined(cast, "ada", days)
    thread = ask(cast.actor("ben"))
    for number in range(most):
        may_post(user_id, place=place)
        at = ago(hours=11, minutes=-number)
        if place == Place.QUESTION:
            ask(cast.actor("ada"), at=at)
        else:
            answer(cast.actor("ada"), thread, at=at)
    with pytest.raises(TooMany) as refused:
        may_post(user_id, place=place)
    assert refused.value.retry_after == 13 * 3600
    may_post(user_id, place=place, at=NOON + timedelta(days=1, minutes=1))


def test_questions_do_not_use_up_answers(cast):
    user_id = joined(cast, "ada", 0.5)
    for minute in range(3):
        ask(cast.actor("ada"), at=ago(minutes=10 + minute))
    may_post(user_id, place=Place.ANSWER)


@pytest.mark.parametrize(("seconds", "may"), [(299, False), (300, True)])
def test_same_text_not_within_five_minutes(cast, seconds, may):
    user_id = joined(cast, "ada", 90)
    thread = ask(cast.actor("ben"))
    post = answer(cast.actor("ada"), thread, at=ago(seconds=seconds))
    if may:
        may_post(user_id, source=post.source)
    else:
        with pytest.raises(Conflict):
            may_post(user_id, source=post.source)
    may_post(user_id)


def test_two_links_on_the_first_day(cast):
    html = '<a href="x">x</a>'
    new = joined(cast, "ada", 0.5)
    limits.require_few_links(new, html * 2, NOON)
    with pytest.raises(Invalid) as refused:
        limits.require_few_links(new, html * 3, NOON)
    assert set(refused.value.fields) == {"body"}
    limits.require_few_links(joined(cast, "ada", 90), html * 3, NOON)


def test_thirty_edits_a_day(cast):
    user_id = joined(cast, "ada", 90)
    post = answer(cast.actor("ada"), ask(cast.actor("ben")))
    for version in range(1, 31):
        at = ago(hours=2, minutes=-version)
        limits.require_may_edit(user_id, NOON)
        editing.edit_answer(
            cast.actor("ada"),
            post,
            f"The text that edit {version} left.",
            version=version,
            at=at,
        )
    with pytest.raises(TooMany):
        limits.require_may_edit(user_id, NOON)
    limits.require_may_edit(user_id, NOON + timedelta(days=1))


@pytest.mark.parametrize(("days", "most"), [(0.5, 5), (90, 50)])
def test_votes_a_day(cast, days, most):
    user_id = joined(cast, "ada", days)
    thread = ask(cast.actor("ben"))
    for number in range(most):
        limits.require_may_vote(user_id, NOON)
        post = answer(cast.actor("cleo"), thread)
        choosing.vote_in_samples(post, [cast.actor("ada")], ago(minutes=number))
    with pytest.raises(TooMany):
        limits.require_may_vote(user_id, NOON)
    limits.require_may_vote(user_id, NOON + timedelta(days=1, minutes=1))


@pytest.mark.parametrize("anonymous", [False, True])
def test_three_answers_in_a_row(cast, anonymous):
    ada, user_id = cast.actor("ada"), joined(cast, "ada", 90)
    thread = ask(cast.actor("ben"))
    answers = [
        asking.answer(ada, thread, f"{ANSWER} {number}", anonymous=anonymous, at=NOON)
        for number in range(2)
    ]
    limits.require_others_turn(user_id, thread.id, NOON)
    answers.append(answer(ada, thread))
    with pytest.raises(Conflict, match="You wrote the last 3 answers here"):
        limits.require_others_turn(user_id, thread.id, NOON)
    limits.require_others_turn(cast.cleo.id, thread.id, NOON)
    answer(cast.actor("cleo"), thread)
    limits.require_others_turn(user_id, thread.id, NOON)


def test_new_accounts_answer_a_question_three_times(cast):
    thread = ask(cast.actor("ben"))
    for _ in range(2):
        answer(cast.actor("ada"), thread)
        answer(cast.actor("cleo"), thread)
    new = joined(cast, "ada", 0.5)
    limits.require_others_turn(new, thread.id, NOON)
    gone = answer(cast.actor("ada"), thread)
    answer(cast.actor("cleo"), thread)
    with pytest.raises(Conflict, match="A new account answers a question 3 times"):
        limits.require_others_turn(new, thread.id, NOON)
    limits.require_others_turn(joined(cast, "cleo", 90), thread.id, NOON)
    gone.state = State.HIDDEN
    limits.require_others_turn(new, thread.id, NOON)


def test_six_votes_a_day_for_one_author(cast):
    user_id, thread = joined(cast, "ada", 90), ask(cast.actor("cleo"))
    bens = [answer(cast.actor("ben"), thread) for _ in range(7)]
    hidden = asking.answer(
        cast.actor("ben"), thread, "Said quietly, by the same.", anonymous=True, at=NOON
    )
    for post in bens[:6]:
        limits.require_votes_for_others(user_id, post, NOON)
        choosing.vote_in_samples(post, [cast.actor("ada")], ago(hours=1))
    with pytest.raises(TooMany):
        limits.require_votes_for_others(user_id, bens[6], NOON)
    # A refusal here would tell that Ben wrote it.
    limits.require_votes_for_others(user_id, hidden, NOON)
    others = answer(cast.actor("mo"), thread)
    limits.require_votes_for_others(user_id, others, NOON)
    limits.require_votes_for_others(user_id, bens[6], NOON + timedelta(days=1))


def test_live_answers_and_votes_ask_for_these_limits(cast, monkeypatch):
    ada, thread = cast.actor("ada"), ask(cast.actor("ben"))
    few = Limits(answers_in_a_row=0, votes_for_one_a_day=1)
    monkeypatch.setattr(limits, "LIMITS", few)
    with pytest.raises(Conflict):
        asking.answer(ada, thread, ANSWER)
    one, other = (answer(cast.actor("ben"), thread) for _ in range(2))
    choosing.vote(ada, thread, one)
    with pytest.raises(TooMany):
        choosing.vote(ada, thread, other)


def test_live_rules_ask_for_the_limits(cast):
    asking.ask(cast.actor("ada"), draft())
    with pytest.raises(TooMany):
        asking.ask(cast.actor("ada"), draft())


def test_unknown_member_counts_as_new():
    with pytest.raises(Invalid):
        limits.require_few_links(10**6, "<a >" * 3, NOON)
