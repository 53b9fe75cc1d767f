"""Each predicate agrees with the filter beside it, for every role and state."""

import pytest
import sqlalchemy as sa

from community.core import clock
from community.core.actors import SYSTEM, VISITOR
from community.core.db import db
from community.core.errors import Conflict, Forbidden, NotFound
from community.core.visibility import State
from community.threads import access
from community.threads.models import Post, Thread
from community.threads.queries import get_question_post
from tests.threads.made import answer, ask, put_in_state

ACTORS = ["ada", "ben", "rae", "mo", "hana", None]
pytestmark = pytest.mark.usefixtures("context")


def actor_of(cast, name):
    return VISITOR if name is None else cast.actor(name)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("name", ACTORS)
def test_can_see_thread_agrees_with_its_filter(cast, name, state):
    thread = ask(cast.actor("ada"))
    put_in_state(thread, get_question_post(thread), state)
    actor = actor_of(cast, name)
    expected = state is State.PUBLIC or name in {"ada", "mo"}

    found = db.session.scalar(sa.select(Thread).where(access.visible_threads(actor)))

    assert access.can_see_thread(actor, thread) is expected
    assert (found is not None) is expected


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("name", ACTORS)
def test_can_see_and_read_post_agree_with_their_filters(cast, name, state):
    thread = ask(cast.actor("cleo"))
    post = answer(cast.actor("ada"), thread)
    put_in_state(thread, post, state)
    actor = actor_of(cast, name)
    mine = Post.id == post.id

    seen = db.session.scalar(sa.select(Post).where(mine, access.visible_posts(actor)))
    read = db.session.scalar(sa.select(Post).where(mine, access.readable_posts(actor)))

    sees = state in {State.PUBLIC, State.DELETED} or name in {"ada", "mo"}
    reads = (
        state is State.PUBLIC
        or name == "mo"
        or (name == "ada" and state not in {State.DELETED, State.REMOVED})
    )
    assert (access.can_see_post(actor, post), seen is not None) == (sees, sees)
    assert (access.can_read_post(actor, post), read is not None) == (reads, reads)


@pytest.mark.parametrize("state", State)
def test_listed_threads_are_the_public_ones(cast, state):
    thread = ask(cast.actor("ada"))
    put_in_state(thread, get_question_post(thread), state)
    found = db.session.scalar(sa.select(Thread).where(access.listed_threads()))
    assert (found is not None) is (state is State.PUBLIC)


@pytest.mark.parametrize(
    ("name", "may"),
    [("ada", True), ("mo", True), ("hana", True), ("rae", False), (None, False)],
)
def test_can_contribute(cast, name, may):
    actor = actor_of(cast, name)
    assert access.can_contribute(actor) is may
    if may:
        assert access.require_contributor(actor) == actor.user_id
    else:
        with pytest.raises(Forbidden):
            access.require_contributor(actor)


def test_can_contribute_needs_a_proven_address_and_a_person(cast):
    ada = cast.ada.actor
    unproven = type(ada)(ada.user_id, ada.handle, ada.role, proven=False)
    assert access.can_contribute(unproven) is False
    assert access.can_contribute(SYSTEM) is False


@pytest.mark.parametrize("state", State)
def test_can_edit_post(cast, state):
    thread = ask(cast.actor("cleo"))
    post = answer(cast.actor("ada"), thread)
    put_in_state(thread, post, state)
    may = state in {State.PUBLIC, State.HELD}
    assert access.can_edit_post(cast.actor("ada"), post) is may
    assert access.can_edit_post(cast.actor("mo"), post) is False
    with pytest.raises(Forbidden):
        access.require_can_edit(cast.actor("ben"), post)
    if may:
        assert access.require_can_edit(cast.actor("ada"), post) == cast.ada.id
    else:
        with pytest.raises(Conflict):
            access.require_can_edit(cast.actor("ada"), post)


@pytest.mark.parametrize("state", State)
def test_can_remove_and_restore_post(cast, state):
    thread = ask(cast.actor("ada"))
    post = get_question_post(thread)
    put_in_state(thread, post, state)
    gone = state in {State.DELETED, State.REMOVED}
    assert access.can_remove_post(cast.actor("ada"), post) is not gone
    restorable = state is State.DELETED
    assert access.can_restore_post(cast.actor("ada"), post) is restorable
    for stranger in ("ben", "mo", "hana"):
        assert access.can_remove_post(cast.actor(stranger), post) is False
        assert access.can_restore_post(cast.actor(stranger), post) is False
        with pytest.raises(Forbidden):
            access.require_author(cast.actor(stranger), post)
    access.require_author(cast.actor("ada"), post)


@pytest.mark.parametrize("state", State)
def test_can_choose(cast, state):
    thread = ask(cast.actor("ada"), at=clock.now())
    post = answer(cast.actor("ben"), thread)
    put_in_state(thread, get_question_post(thread), state)
    may = state is State.PUBLIC
    assert access.can_choose(cast.actor("ada"), thread) is may
    for stranger in ("ben", "mo", "hana"):
        assert access.can_choose(cast.actor(stranger), thread) is False
        with pytest.raises((Forbidden, Conflict)):
            access.require_can_choose(cast.actor(stranger), thread, post)
    if may:
        access.require_can_choose(cast.actor("ada"), thread, post)
    else:
        with pytest.raises(Conflict):
            access.require_can_choose(cast.actor("ada"), thread, post)


def test_only_answers_of_the_same_thread_can_be_chosen(cast):
    thread, other = ask(cast.actor("ada")), ask(cast.actor("ada"))
    elsewhere = answer(cast.actor("ben"), other)
    for post in (elsewhere, get_question_post(thread)):
        with pytest.raises(NotFound):
            access.require_can_choose(cast.actor("ada"), thread, post)


@pytest.mark.parametrize("state", State)
def test_can_vote(cast, state):
    thread = ask(cast.actor("cleo"))
    post = answer(cast.actor("ada"), thread)
    put_in_state(thread, post, state)
    may = state is State.PUBLIC
    assert access.can_vote(cast.actor("ben"), post) is may
    for nobody in (cast.actor("ada"), cast.actor("rae"), VISITOR):
        assert access.can_vote(nobody, post) is False
        with pytest.raises(Forbidden):
            access.require_can_vote(nobody, post)
    if may:
        assert access.require_can_vote(cast.actor("ben"), post) == cast.ben.id
    else:
        with pytest.raises(Conflict):
            access.require_can_vote(cast.actor("ben"), post)


@pytest.mark.parametrize("name", ACTORS)
def test_can_moderate_post(cast, name):
    thread = ask(cast.actor("cleo"))
    post, own = answer(cast.actor("ada"), thread), answer(cast.actor("mo"), thread)
    actor = actor_of(cast, name)
    may = name == "mo"
    assert access.can_moderate_post(actor, post) is may
    assert access.can_moderate_post(actor, own) is False
    with pytest.raises(Forbidden):
        access.require_can_moderate(actor, own)
    if may:
        access.require_can_moderate(actor, post)
    else:
        with pytest.raises(Forbidden):
            access.require_can_moderate(actor, post)


def test_require_open_refuses_what_is_not_public(cast):
    thread = ask(cast.actor("ada"))
    access.require_open(thread)
    put_in_state(thread, get_question_post(thread), State.HELD)
    with pytest.raises(Conflict):
        access.require_open(thread)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("shut", ["", "locked", "asked before"])
def test_takes_answers_agrees_with_its_filter(cast, state, shut):
    thread, other = ask(cast.actor("ada")), ask(cast.actor("cleo"))
    put_in_state(thread, get_question_post(thread), state)
    thread.locked_at = clock.now() if shut == "locked" else None
    thread.duplicate_of_id = other.id if shut == "asked before" else None
    mine = Thread.id == thread.id

    found = db.session.scalar(
        sa.select(Thread).where(mine, access.answerable_threads())
    )

    takes = state is State.PUBLIC and not shut
    assert (access.takes_answers(thread), found is not None) == (takes, takes)
