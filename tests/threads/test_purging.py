"""What an author took away: a day to bring it back, then a stub, whoever looks."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.core import clock
from community.core.db import db, transaction
from community.core.errors import Conflict, Invalid
from community.core.visibility import State
from community.threads import jobs
from community.threads.models import Post, PostRevision, Thread
from community.threads.queries import get_question_post
from community.threads.reading import get_thread_view
from community.threads.rules import (
    asking,
    editing,
    erasing,
    purging,
    redacting,
    removing,
)
from community.threads.threadview import Sort
from tests.threads.made import ANSWER, answer, ask

NOON = clock.now().replace(hour=12, minute=40, second=0, microsecond=0)
REASON = "It names a person."


@pytest.fixture(autouse=True)
def hand():
    with time_machine.travel(NOON, tick=False) as found:
        yield found


@pytest.fixture
def thread(context, cast) -> Thread:
    return ask(cast.actor("ada"), title="How much was it at CANARYCORP?")


def words_of(post: Post) -> list[str]:
    """Return all that the database still holds of what a post said."""
    versions = db.session.execute(
        sa.select(PostRevision.source, PostRevision.title, PostRevision.tags).where(
            PostRevision.post_id == post.id
        )
    ).all()
    thread = db.session.get_one(Thread, post.thread_id)
    title = [thread.title] if post.place == 0 else []
    said = [post.source, post.html, *title, *(x for row in versions for x in row)]
    return [one for one in said if one]


def test_a_day_later_an_answer_is_a_stub_with_its_versions(cast, thread, hand):
    ben = cast.actor("ben")
    post, kept = answer(ben, thread), answer(cast.actor("cleo"), thread)
    editing.edit_answer(ben, post, f"{ANSWER} And more.", version=1, at=NOON)
    removing.remove_post(ben, thread, post)
    hand.shift(timedelta(hours=23, minutes=59))
    jobs.purge()
    assert len(words_of(post)) == 4
    hand.shift(timedelta(minutes=1))
    jobs.purge()
    assert words_of(post) == []
    assert post.state is State.DELETED
    assert kept.source == ANSWER
    with pytest.raises(Conflict, match="words are gone"):
        removing.restore_post(ben, thread, post)
    for handle in ("ben", "mo"):
        view = get_thread_view(
            cast.actor(handle), thread.public_id, sort=Sort.OLDEST, after=None
        )
        (stub,) = [one for one in view.answers.items if one.post.id == post.id]
        assert (stub.readable, stub.may_restore) == (False, False)


def test_what_came_back_in_time_keeps_its_words(cast, thread, hand):
    post = answer(cast.actor("ben"), thread)
    removing.remove_post(cast.actor("ben"), thread, post)
    hand.shift(timedelta(hours=20))
    removing.restore_post(cast.actor("ben"), thread, post)
    removing.remove_post(cast.actor("ben"), thread, post)
    hand.shift(timedelta(hours=20))
    jobs.purge()
    assert post.source == ANSWER, "its day began anew"
    removing.restore_post(cast.actor("ben"), thread, post)
    hand.shift(timedelta(days=9))
    jobs.purge()
    assert post.source == ANSWER


def test_a_question_loses_its_title_and_others_keep_their_answers(cast, thread, hand):
    kept = answer(cast.actor("cleo"), thread)
    removing.remove_post(cast.actor("ada"), thread, get_question_post(thread))
    hand.shift(timedelta(days=1))
    jobs.purge()
    assert words_of(get_question_post(thread)) == [erasing.TAKEN_AWAY]
    assert "canarycorp" not in thread.slug
    assert kept.source == ANSWER


def test_under_an_alias_the_row_tells_the_hour_and_a_day_is_a_whole_one(
    cast, thread, hand
):
    ben = cast.actor("ben")
    post = asking.answer(ben, thread, ANSWER, anonymous=True, at=NOON)
    removing.remove_post(ben, thread, post)
    assert post.deleted_at == NOON.replace(minute=0)
    hand.shift(timedelta(hours=24, minutes=10))
    jobs.purge()
    assert post.has_words
    hand.shift(timedelta(hours=1))
    jobs.purge()
    assert words_of(post) == []


def test_what_a_moderator_does_meanwhile_neither_stops_nor_undoes_it(
    cast, thread, hand
):
    ben, mo = cast.actor("ben"), cast.actor("mo")
    hidden, struck, lost = (answer(ben, thread, f"{ANSWER} {n}.") for n in range(3))
    for post in (hidden, struck, lost):
        removing.remove_post(ben, thread, post)
    removing.hide_post(mo, thread, hidden, REASON)
    removing.strike_post(mo, thread, struck, REASON)
    hand.shift(timedelta(days=1))
    jobs.purge()
    assert words_of(hidden) == words_of(lost) == []
    assert struck.has_words, "it is a moderator’s now, until that is undone"
    removing.unhide_post(mo, thread, struck, REASON)
    assert struck.state is State.DELETED, "its author took it away"
    jobs.purge()
    assert words_of(struck) == []

    removing.strike_post(mo, thread, lost, REASON)
    removing.unhide_post(mo, thread, lost, REASON)
    assert (lost.state, lost.prior_state) == (State.DELETED, State.PUBLIC)
    with pytest.raises(Invalid):
        redacting.redact_post(mo, thread, lost, ["Something"], REASON)


def test_words_that_were_taken_out_are_not_put_back_into_a_stub(cast, thread, hand):
    ben, mo = cast.actor("ben"), cast.actor("mo")
    post = answer(ben, thread, f"{ANSWER} Ask Jane.")
    kept = redacting.redact_post(mo, thread, post, [ANSWER], REASON)
    removing.remove_post(ben, thread, post)
    hand.shift(timedelta(days=1))
    jobs.purge()
    with pytest.raises(Conflict):
        redacting.put_back(mo, thread, post, kept, REASON)
    assert words_of(post) == []


def test_many_go_job_by_job(app, cast, hand, monkeypatch):
    monkeypatch.setattr(purging, "POSTS_A_JOB", 1)
    with app.app_context(), transaction():
        thread = ask(cast.actor("ada"))
        for number in range(2):
            post = answer(cast.actor("ben"), thread, f"{ANSWER} {number}.")
            removing.remove_post(cast.actor("ben"), thread, post)
    hand.shift(timedelta(days=1))
    with app.app_context():
        assert [purging.purge_deleted() for _ in range(3)] == [True, True, False]


def test_the_button_says_how_long_and_is_gone_with_the_words(app, cast, hand):
    with app.app_context(), transaction():
        thread = ask(cast.actor("ada"))
        post = answer(cast.actor("ben"), thread)
        path, url = (
            f"/questions/{thread.public_id}/{thread.slug}",
            f"/questions/posts/{post.public_id}",
        )
    ben = cast.page("ben")
    ben.post(f"{url}/remove", status=303)
    assert (
        "You can bring it back where it stood, within a day." in ben.get(path).words()
    )
    assert "Bring it back" in ben.get(path).words()
    hand.shift(timedelta(days=1))
    with app.app_context(), transaction():
        jobs.purge()
    ben = cast.page("ben")
    shown = ben.get(path).words()
    assert "This was removed by its author." in shown
    assert "Bring it back" not in shown
    ben.post(f"{url}/restore", status=409)
