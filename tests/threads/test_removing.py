import pytest
import sqlalchemy as sa

from community.core.db import db
from community.core.errors import Conflict, Forbidden, Invalid
from community.core.visibility import State
from community.threads.models import Post, Tag, Thread
from community.threads.queries import get_question_post
from community.threads.rules import choosing, removing
from tests.threads.made import answer, ask, put_in_state

pytestmark = pytest.mark.usefixtures("context")
REASON = "Names a person"


@pytest.fixture
def thread(cast) -> Thread:
    return ask(cast.actor("ada"), tags="saas")


def tag_count() -> int:
    return db.session.scalar(sa.select(Tag.thread_count))


def test_removed_question_leaves_lists_and_keeps_its_answers(cast, thread):
    post, reply = get_question_post(thread), answer(cast.actor("ben"), thread)
    removing.remove_post(cast.actor("ada"), thread, post)
    assert (thread.state, post.state) == (State.DELETED, State.DELETED)
    assert (reply.state, thread.answer_count, tag_count()) == (State.PUBLIC, 1, 0)


def test_restored_question_is_back_as_it_was(cast, thread):
    post = get_question_post(thread)
    for _ in range(2):
        removing.remove_post(cast.actor("ada"), thread, post)
    for _ in range(2):
        removing.restore_post(cast.actor("ada"), thread, post)
    assert (thread.state, post.state, post.prior_state) == (
        State.PUBLIC,
        State.PUBLIC,
        None,
    )
    assert tag_count() == 1


def test_removed_answer_is_not_counted_and_comes_back(cast, thread):
    post = answer(cast.actor("ben"), thread)
    answer(cast.actor("cleo"), thread)
    removing.remove_post(cast.actor("ben"), thread, post)
    assert (thread.answer_count, thread.state) == (1, State.PUBLIC)
    removing.restore_post(cast.actor("ben"), thread, post)
    assert (thread.answer_count, tag_count()) == (2, 1)


def test_removing_the_chosen_answer_opens_the_question(cast, thread):
    post = answer(cast.actor("ben"), thread)
    choosing.choose_answer(cast.actor("ada"), thread, post, instead_of=None)
    removing.remove_post(cast.actor("ben"), thread, post)
    removing.restore_post(cast.actor("ben"), thread, post)
    assert (thread.accepted_post_id, post.is_chosen) == (None, False)


def test_removing_is_for_the_author(cast, thread):
    post = get_question_post(thread)
    for name in ("ben", "mo", "hana"):
        for rule in (removing.remove_post, removing.restore_post):
            with pytest.raises(Forbidden):
                rule(cast.actor(name), thread, post)
    assert post.state is State.PUBLIC


def test_removing_twice_at_once_is_refused_once(cast, thread):
    post = get_question_post(thread)
    db.session.execute(
        sa.update(Post).values(state=State.HIDDEN),
        execution_options={"synchronize_session": False},
    )
    with pytest.raises(Conflict):
        removing.remove_post(cast.actor("ada"), thread, post)


def test_hidden_answer_is_not_counted_and_not_chosen(cast, thread):
    post = answer(cast.actor("ben"), thread)
    choosing.choose_answer(cast.actor("ada"), thread, post, instead_of=None)
    for _ in range(2):
        removing.hide_post(cast.actor("mo"), thread, post, REASON)
    assert (post.state, thread.answer_count) == (State.HIDDEN, 0)
    assert thread.accepted_post_id is None
    for _ in range(2):
        removing.unhide_post(cast.actor("mia"), thread, post, REASON)
    assert (post.state, thread.answer_count) == (State.PUBLIC, 1)


def test_hidden_question_is_hidden_with_its_thread(cast, thread):
    removing.hide_post(cast.actor("mo"), thread, get_question_post(thread), REASON)
    assert (thread.state, tag_count()) == (State.HIDDEN, 0)


def test_author_cannot_undo_a_moderators_hiding(cast, thread):
    post = get_question_post(thread)
    removing.hide_post(cast.actor("mo"), thread, post, REASON)
    removing.remove_post(cast.actor("ada"), thread, post)
    assert post.state is State.DELETED
    removing.restore_post(cast.actor("ada"), thread, post)
    assert (post.state, thread.state, tag_count()) == (State.HIDDEN, State.HIDDEN, 0)


def test_hiding_what_was_removed_waits_for_its_return(cast, thread):
    post = get_question_post(thread)
    removing.remove_post(cast.actor("ada"), thread, post)
    removing.hide_post(cast.actor("mo"), thread, post, REASON)
    assert (post.state, thread.state) == (State.DELETED, State.DELETED)
    removing.restore_post(cast.actor("ada"), thread, post)
    assert post.state is State.HIDDEN


def test_unhiding_what_was_removed_leaves_it_removed(cast, thread):
    post = get_question_post(thread)
    removing.hide_post(cast.actor("mo"), thread, post, REASON)
    removing.remove_post(cast.actor("ada"), thread, post)
    removing.unhide_post(cast.actor("mo"), thread, post, REASON)
    assert post.state is State.DELETED
    removing.restore_post(cast.actor("ada"), thread, post)
    assert (post.state, tag_count()) == (State.PUBLIC, 1)


def test_held_post_can_be_released(cast, thread):
    post = answer(cast.actor("ben"), thread)
    put_in_state(thread, post, State.HELD)
    removing.unhide_post(cast.actor("mo"), thread, post, REASON)
    assert post.state is State.PUBLIC


@pytest.mark.parametrize("name", ["ada", "ben", "hana"])
def test_hiding_is_for_moderators(cast, thread, name):
    post = answer(cast.actor("ben"), thread)
    for rule in (removing.hide_post, removing.unhide_post):
        with pytest.raises(Forbidden):
            rule(cast.actor(name), thread, post, REASON)


def test_moderators_do_not_decide_about_their_own_posts(cast, thread):
    post = answer(cast.actor("mo"), thread)
    for rule in (removing.hide_post, removing.unhide_post):
        with pytest.raises(Forbidden):
            rule(cast.actor("mo"), thread, post, REASON)


@pytest.mark.parametrize("reason", ["", "abcd", "\u200b" * 20, "x" * 501])
def test_hiding_needs_a_reason(cast, thread, reason):
    post = answer(cast.actor("ben"), thread)
    for rule in (removing.hide_post, removing.unhide_post):
        with pytest.raises(Invalid) as refused:
            rule(cast.actor("mo"), thread, post, reason)
        assert set(refused.value.fields) == {"reason"}
    assert post.state is State.PUBLIC


def test_hiding_a_held_answer_counts_nothing(cast, thread):
    post = answer(cast.actor("ben"), thread)
    put_in_state(thread, post, State.HELD)
    before = thread.answer_count
    removing.hide_post(cast.actor("mo"), thread, post, REASON)
    assert (post.state, thread.answer_count) == (State.HIDDEN, before)


def test_showing_what_nobody_hid_is_no_act_of_a_moderator(cast, thread, monkeypatch):
    post = get_question_post(thread)
    removing.remove_post(cast.actor("ada"), thread, post)
    told = []
    monkeypatch.setattr(removing.events, "publish", told.append)
    removing.unhide_post(cast.actor("mo"), thread, post, REASON)
    assert (post.state, post.prior_state, told) == (State.DELETED, State.PUBLIC, [])
