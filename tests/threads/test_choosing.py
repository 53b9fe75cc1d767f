import pytest
import sqlalchemy as sa

from community.core import clock
from community.core.db import db
from community.core.errors import Conflict, Forbidden, NotFound
from community.core.visibility import State
from community.threads import limits
from community.threads.models import Place, Post, Thread, Vote
from community.threads.queries import get_question_post
from community.threads.rules import choosing
from tests.threads.conftest import GENEROUS
from tests.threads.made import DAY_ONE, answer, ask, put_in_state

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def thread(cast) -> Thread:
    return ask(cast.actor("ada"))


def test_choose_answer(cast, thread):
    post, other = answer(cast.actor("ben"), thread), answer(cast.actor("cleo"), thread)
    choosing.choose_answer(cast.actor("ada"), thread, post, instead_of=None)
    assert thread.accepted_post_id == post.id
    assert (post.place, other.place) == (Place.CHOSEN, Place.ANSWER)


def test_choosing_again_changes_nothing(cast, thread):
    post = answer(cast.actor("ben"), thread)
    for _ in range(2):
        choosing.choose_answer(cast.actor("ada"), thread, post, instead_of=None)
    assert (thread.accepted_post_id, post.place) == (post.id, Place.CHOSEN)


def test_choice_can_be_changed(cast, thread):
    first, second = (
        answer(cast.actor("ben"), thread),
        answer(cast.actor("cleo"), thread),
    )
    choosing.choose_answer(cast.actor("ada"), thread, first, instead_of=None)
    choosing.choose_answer(cast.actor("ada"), thread, second, instead_of=first.id)
    db.session.expire_all()
    assert thread.accepted_post_id == second.id
    assert (first.place, second.place) == (Place.ANSWER, Place.CHOSEN)


def test_choice_unlike_what_the_asker_saw_is_refused(cast, thread):
    first, second = (
        answer(cast.actor("ben"), thread),
        answer(cast.actor("cleo"), thread),
    )
    choosing.choose_answer(cast.actor("ada"), thread, first, instead_of=None)
    with pytest.raises(Conflict):
        choosing.choose_answer(cast.actor("ada"), thread, second, instead_of=None)
    db.session.expire_all()
    assert (thread.accepted_post_id, second.place) == (first.id, Place.ANSWER)


def test_choice_can_be_undone_twice(cast, thread):
    post = answer(cast.actor("ben"), thread)
    choosing.choose_answer(cast.actor("ada"), thread, post, instead_of=None)
    for _ in range(2):
        choosing.withdraw_choice(cast.actor("ada"), thread, post)
    assert (thread.accepted_post_id, post.place) == (None, Place.ANSWER)


def test_choosing_is_for_the_asker(cast):
    thread = ask(cast.actor("ada"), at=clock.now())
    post = answer(cast.actor("ben"), thread)
    for name in ("ben", "mo", "hana"):
        with pytest.raises(Forbidden):
            choosing.choose_answer(cast.actor(name), thread, post, instead_of=None)
        with pytest.raises(Forbidden):
            choosing.withdraw_choice(cast.actor(name), thread, post)
    assert thread.accepted_post_id is None


def test_question_itself_cannot_be_chosen(cast, thread):
    with pytest.raises(NotFound):
        choosing.choose_answer(
            cast.actor("ada"), thread, get_question_post(thread), instead_of=None
        )


def test_removed_answer_cannot_be_chosen(cast, thread):
    post = answer(cast.actor("ben"), thread)
    put_in_state(thread, post, State.DELETED)
    with pytest.raises(Conflict):
        choosing.choose_answer(cast.actor("ada"), thread, post, instead_of=None)


def test_vote_counts_once(cast, thread):
    post = answer(cast.actor("ben"), thread)
    for _ in range(2):
        choosing.vote(cast.actor("ada"), thread, post)
    choosing.vote_in_samples(post, [cast.actor("cleo")], DAY_ONE)
    assert post.score == 2
    votes = db.session.execute(sa.select(Vote.user_id).order_by(Vote.user_id)).scalars()
    assert list(votes) == sorted([cast.ada.id, cast.cleo.id])


def test_vote_can_be_withdrawn_once(cast, thread):
    post = answer(cast.actor("ben"), thread)
    choosing.vote(cast.actor("ada"), thread, post)
    for _ in range(2):
        choosing.withdraw_vote(cast.actor("ada"), post)
    assert (post.score, db.session.scalar(sa.select(sa.func.count(Vote.user_id)))) == (
        0,
        0,
    )


def test_questions_take_votes_too(cast, thread):
    post = get_question_post(thread)
    choosing.vote(cast.actor("ben"), thread, post)
    assert post.score == 1


@pytest.mark.parametrize("name", ["ben", "rae"])
def test_vote_is_for_other_contributors(cast, thread, name):
    post = answer(cast.actor("ben"), thread)
    with pytest.raises(Forbidden):
        choosing.vote(cast.actor(name), thread, post)
    assert post.score == 0


def test_withdrawing_a_vote_is_for_contributors(cast, thread):
    with pytest.raises(Forbidden):
        choosing.withdraw_vote(cast.actor("rae"), get_question_post(thread))


def test_vote_in_a_removed_question_is_refused(cast, thread):
    post = answer(cast.actor("ben"), thread)
    put_in_state(thread, get_question_post(thread), State.DELETED)
    with pytest.raises(Conflict):
        choosing.vote(cast.actor("ada"), thread, post)


def test_live_votes_are_limited_and_samples_are_not(cast, thread, monkeypatch):
    def refuse(*_args):
        raise Conflict("limited")

    monkeypatch.setattr(choosing.limits, "require_may_vote", refuse)
    monkeypatch.setattr(limits, "LIMITS", GENEROUS)
    post = answer(cast.actor("ben"), thread)
    with pytest.raises(Conflict, match="limited"):
        choosing.vote(cast.actor("ada"), thread, post)
    choosing.vote_in_samples(post, [cast.actor("ada")], DAY_ONE)
    assert post.score == 1


def test_an_answer_that_is_taken_away_meanwhile_is_not_chosen(cast):
    thread = ask(cast.actor("ada"))
    post = answer(cast.actor("ben"), thread)
    assert post.state is State.PUBLIC  # read, before somebody else's transaction:
    db.session.execute(
        sa.update(Post).where(Post.id == post.id).values(state=State.HIDDEN),
        execution_options={"synchronize_session": False},
    )
    with pytest.raises(Conflict):
        choosing.choose_answer(cast.actor("ada"), thread, post, instead_of=None)
