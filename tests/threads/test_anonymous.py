"""Posting under an alias, putting one on later, and who may look behind it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.models import (
    Organisation,
    SealedNotice,
    User,
)
from community.accounts.notices import send_notices
from community.accounts.traits import OrgSize
from community.core.actors import VISITOR
from community.core.db import db
from community.core.errors import Conflict, Forbidden, NotFound, TooMany
from community.core.events import Bus, Event
from community.core.mail import Mail
from community.core.reasons import NoReason
from community.core.visibility import State
from community.threads import access, limits
from community.threads.aliases import Context
from community.threads.events import ThreadChanged
from community.threads.history import list_versions
from community.threads.limits import Limits
from community.threads.listing import list_active
from community.threads.mine import list_own_posts
from community.threads.models import Post, PostRevision, Thread, ThreadTag
from community.threads.owners import owner_key
from community.threads.queries import get_post_for, get_question_post
from community.threads.reading import get_thread_view
from community.threads.rules import asking, choosing, editing, removing
from community.threads.rules.revealing import reveal_author
from community.threads.rules.signing import anonymise, told_as, told_of
from community.threads.searchable import SOURCES
from community.threads.threadview import Sort
from moderation.models import AuditRow
from tests.queries import count_queries
from tests.threads.made import ANSWER, DAY_ONE, answer, ask, draft

pytestmark = pytest.mark.usefixtures("context")
AT = DAY_ONE + timedelta(days=1, minutes=17, seconds=21)
HOUR = DAY_ONE + timedelta(days=1)
WHY = "It names somebody."


@pytest.fixture
def published(app, monkeypatch) -> list[Event]:
    """Return the events of this test; only the bus of this test hears them."""
    heard: list[Event] = []
    bus = Bus()
    bus.subscribe(Event, heard.append)
    monkeypatch.setitem(app.extensions, "fairquote.bus", bus)
    return heard


def ask_quietly(cast, name: str = "ada", **changes) -> Thread:
    return asking.ask(cast.actor(name), draft(**changes), anonymous=True, at=AT)


def answer_quietly(cast, thread: Thread, name: str = "ben", *, at=AT) -> Post:
    return asking.answer(cast.actor(name), thread, ANSWER, anonymous=True, at=at)


def audit() -> list[tuple]:
    found = sa.select(AuditRow.actor_id, AuditRow.action, AuditRow.reason)
    rows = db.session.execute(found.order_by(AuditRow.number))
    return [tuple(row) for row in rows]


def test_an_anonymous_question_holds_no_author(cast):
    thread = ask_quietly(cast)
    post = get_question_post(thread)

    assert (thread.author_id, post.author_id, post.editor_id) == (None, None, None)
    assert thread.alias == post.alias
    assert thread.owner_key == post.owner_key == owner_key(cast.ada.id)
    assert thread.created_at == thread.last_activity_at == post.created_at == HOUR


def test_an_anonymous_answer_comes_after_what_everybody_saw(cast):
    thread = ask(cast.actor("ada"), at=AT - timedelta(minutes=3))
    early = answer_quietly(cast, thread)
    later = answer_quietly(cast, thread, at=AT + timedelta(hours=2))

    assert early.created_at == AT - timedelta(minutes=3)
    assert later.created_at == HOUR + timedelta(hours=2)
    assert thread.last_activity_at == later.created_at


def test_no_two_posts_share_an_alias_not_even_in_one_thread(cast):
    thread = ask_quietly(cast)
    aliases = [answer_quietly(cast, thread, "ada").alias for _ in range(3)]

    assert len({thread.alias, *aliases}) == 4


def test_an_alias_that_is_taken_is_drawn_again(cast, monkeypatch):
    drawn = iter(["Anonymous a", "Anonymous a", "Anonymous b"])
    monkeypatch.setattr(
        "community.threads.rules.signing.new_alias", lambda: next(drawn)
    )

    thread = ask_quietly(cast)

    assert answer_quietly(cast, thread).alias == "Anonymous b"
    assert thread.alias == "Anonymous a"


def test_lists_pages_search_and_history_show_the_alias(cast):
    thread = ask_quietly(cast)
    post = answer_quietly(cast, thread)
    editing.edit_answer(cast.actor("ben"), post, f"{ANSWER} Twice.", version=1, at=AT)
    view = get_thread_view(VISITOR, thread.public_id, sort=Sort.BEST, after=None)
    (row,) = list_active(None).items
    (found,) = SOURCES[0].results(VISITOR, [thread.id])

    assert row.author == view.question.author.name == thread.alias
    assert f"asked by {thread.alias}" in found.facts
    (shown,) = view.answers.items
    assert (shown.author.name, shown.author.url) == (post.alias, "")
    assert [one.author for one in list_versions(post, None).items] == [post.alias] * 2
    assert {one.author_id for one in db.session.scalars(sa.select(PostRevision))} == {
        None
    }
    assert (post.editor_id, post.edited_at) == (None, HOUR)


def test_moderators_who_post_anonymously_carry_no_label(cast):
    thread = ask_quietly(cast, "mo")
    view = get_thread_view(VISITOR, thread.public_id, sort=Sort.BEST, after=None)

    assert view.question.marks == []


def test_a_page_of_anonymous_posts_costs_what_others_cost(cast):
    costs = []
    for hidden in (False, True):
        thread = ask(cast.actor("ada"))
        for _ in range(3):
            asking.answer(cast.actor("ben"), thread, ANSWER, anonymous=hidden, at=AT)
        public_id = thread.public_id
        db.session.expire_all()
        with count_queries() as counted:
            get_thread_view(cast.actor("cleo"), public_id, sort=Sort.BEST, after=None)
        costs.append(len(counted))

    assert costs[0] == costs[1]


def test_the_author_still_edits_removes_restores_and_chooses(cast):
    ada, ben = cast.actor("ada"), cast.actor("ben")
    thread = ask_quietly(cast)
    post = answer_quietly(cast, thread)

    editing.edit_question(ada, thread, draft(tags="saas"), version=1, at=AT)
    choosing.choose_answer(ada, thread, post, instead_of=None)
    choosing.withdraw_choice(ada, thread, post)
    removing.remove_post(ben, thread, post)
    assert access.can_restore_post(ben, post)
    removing.restore_post(ben, thread, post)

    assert post.state is State.PUBLIC
    for stranger in ("cleo", "mo", "hana"):
        assert not access.is_author(cast.actor(stranger), post)
        with pytest.raises(Forbidden):
            editing.edit_answer(cast.actor(stranger), post, ANSWER, version=1)


def test_the_author_finds_it_hidden_and_nobody_else_does(cast):
    thread = ask_quietly(cast)
    post = get_question_post(thread)
    thread.state = post.state = State.HIDDEN
    db.session.flush()

    assert get_post_for(cast.actor("ada"), post.public_id)[0] is post
    assert access.can_see_thread(cast.actor("ada"), thread)
    with pytest.raises(NotFound):
        get_post_for(cast.actor("ben"), post.public_id)


def test_nobody_votes_on_an_own_anonymous_post(cast):
    thread = ask_quietly(cast)
    post = get_question_post(thread)

    with pytest.raises(Forbidden):
        choosing.vote(cast.actor("ada"), thread, post)
    choosing.vote(cast.actor("ben"), thread, post)
    assert post.score == 1


def test_events_about_an_alias_name_nobody(cast, published):
    ada, ben = cast.actor("ada"), cast.actor("ben")
    thread = ask_quietly(cast)
    post = answer_quietly(cast, thread)
    editing.edit_answer(ben, post, f"{ANSWER} Twice.", version=1, at=AT)
    choosing.choose_answer(ada, thread, post, instead_of=None)
    choosing.withdraw_choice(ada, thread, post)
    removing.remove_post(ben, thread, post)
    removing.restore_post(ben, thread, post)
    anonymise(ada, thread, answer(ada, thread))
    named = published.pop(-3)

    assert named.actor_id == cast.ada.id
    changes = [one for one in published if isinstance(one, ThreadChanged)]
    assert len(changes) == 8
    assert {one.actor_id for one in changes} == {None}


def test_a_moderator_is_named_in_what_they_do_to_an_alias(cast, published):
    thread = ask_quietly(cast)

    removing.hide_post(cast.actor("mo"), thread, get_question_post(thread), WHY)

    assert published[-1].actor_id == cast.mo.id


def verify_organisations(count: int, size: OrgSize | None) -> None:
    for number in range(count):
        organisation = Organisation(created_month="2026-07")
        db.session.add(organisation)
        db.session.flush()
        name = f"buyer{organisation.id}x{number}"
        db.session.add(
            User(
                handle=name,
                handle_key=name,
                organisation_id=organisation.id,
                org_size=size,
            )
        )
    db.session.flush()


def test_a_verified_size_is_told_among_five(cast):
    ada = db.session.get_one(User, cast.ada.id)
    ada.org_size = OrgSize.TO_500
    verify_organisations(3, OrgSize.TO_1000)
    assert told_of(ada.id) is Context.VERIFIED

    verify_organisations(1, OrgSize.TO_1000)

    assert told_of(ada.id) is Context.TO_1000
    assert told_as(ada.id) == "Anonymous, verified buyer, 201 to 1,000 people"
    thread = ask_quietly(cast)
    view = get_thread_view(VISITOR, thread.public_id, sort=Sort.BEST, after=None)
    assert view.question.marks == [("Verified buyer, 201 to 1,000 people", "")]


def test_nothing_is_told_of_the_unverified_or_the_few(cast):
    assert told_of(cast.ada.id) is Context.NOTHING
    assert told_of(cast.mo.id) is Context.NOTHING
    assert told_as(cast.ada.id) == "Anonymous"


def test_what_was_told_stays_when_the_author_changes(cast):
    verify_organisations(6, None)
    thread = ask_quietly(cast)

    db.session.get_one(User, cast.ada.id).organisation_id = None
    db.session.flush()

    assert get_question_post(thread).context is Context.VERIFIED


def test_a_named_post_turns_anonymous_in_all_its_versions(cast):
    ada = cast.actor("ada")
    thread = asking.ask(ada, draft(tags="saas"), at=AT)
    later = AT + timedelta(minutes=4)
    editing.edit_question(ada, thread, draft(tags="crm"), version=1, at=later)
    post = get_question_post(thread)

    anonymise(ada, thread, post)
    db.session.flush()

    assert (thread.author_id, post.author_id, post.editor_id) == (None, None, None)
    assert thread.alias == post.alias
    versions = db.session.scalars(sa.select(PostRevision)).all()
    assert [one.author_id for one in versions] == [None, None]
    times = [thread.created_at, thread.last_activity_at, post.created_at]
    times += [post.edited_at, *(one.written_at for one in versions)]
    times += db.session.scalars(sa.select(ThreadTag.last_activity_at)).all()
    assert set(times) == {HOUR}
    assert access.is_author(ada, post)


def test_an_answer_turns_anonymous_without_moving_before_its_question(cast):
    asked = AT - timedelta(minutes=5)
    thread = ask(cast.actor("ada"), at=asked)
    first = answer(cast.actor("ben"), thread, at=AT)
    answer(cast.actor("cleo"), thread, at=AT + timedelta(minutes=1))

    anonymise(cast.actor("ben"), thread, first)
    alias = first.alias
    anonymise(cast.actor("ben"), thread, first)

    assert first.alias == alias
    assert first.created_at == asked
    assert thread.last_activity_at == AT + timedelta(minutes=1)
    assert thread.author_id == cast.ada.id
    assert not access.can_hide_name(cast.actor("ben"), first)


def test_only_its_author_hides_the_name(cast):
    thread = ask(cast.actor("ada"))
    post = get_question_post(thread)

    for stranger in ("ben", "mo", "hana"):
        with pytest.raises(Forbidden):
            anonymise(cast.actor(stranger), thread, post)
        assert not access.can_hide_name(cast.actor(stranger), post)
    assert access.can_hide_name(cast.actor("ada"), post)


def test_a_moderator_sees_the_author_with_a_reason_audited_and_told(cast):
    thread = ask_quietly(cast)
    post = get_question_post(thread)

    assert reveal_author(cast.actor("mo"), post, WHY).id == cast.ada.id

    assert audit() == [(cast.mo.id, "post.author-revealed", WHY)]
    send_notices()
    mail = db.session.scalars(sa.select(Mail)).one()
    assert mail.recipient == "ada@northwind.example"
    assert WHY in mail.text
    assert post.public_id not in mail.text
    assert db.session.scalars(sa.select(SealedNotice)).all() == []


def test_nobody_else_looks_behind_an_alias(cast):
    post = get_question_post(ask_quietly(cast, "mo"))
    named = get_question_post(ask(cast.actor("ada")))

    for person in ("ada", "rae", "mo", "hana"):
        with pytest.raises(Forbidden):
            reveal_author(cast.actor(person), post, WHY)
        assert not access.can_reveal(cast.actor(person), post)
    with pytest.raises(NoReason):
        reveal_author(cast.actor("mia"), post, " ")
    with pytest.raises(NotFound):
        reveal_author(cast.actor("mia"), named, WHY)
    assert access.can_reveal(cast.actor("mia"), post)
    assert not access.can_reveal(cast.actor("mia"), named)
    assert audit() == []


def test_own_posts_are_listed_under_whatever_name(cast):
    thread = ask_quietly(cast)
    answer(cast.actor("ada"), thread, at=AT + timedelta(hours=1))
    answer_quietly(cast, thread, "ben")

    own = list_own_posts(cast.actor("ada"), None).items

    assert [(one.is_question, one.alias) for one in own] == [
        (False, ""),
        (True, thread.alias),
    ]
    with pytest.raises(NotFound):
        list_own_posts(VISITOR, None)


@pytest.fixture
def ours(monkeypatch, _generous_limits) -> Limits:
    monkeypatch.setattr(limits, "LIMITS", Limits())
    return limits.LIMITS


def test_limits_count_what_stands_under_an_alias(cast, ours):
    ada = cast.actor("ada")
    thread = ask(cast.actor("ben"))
    with time_machine.travel(
        HOUR + timedelta(days=60, minutes=17), tick=False
    ) as clock:
        asking.answer(ada, thread, ANSWER, anonymous=True)
        asking.answer(ada, thread, "Quite another answer.", anonymous=True)
        with pytest.raises(TooMany):
            asking.answer(ada, thread, "And a third one at once.", anonymous=True)
        clock.shift(60)
        with pytest.raises(Conflict):
            asking.answer(ada, thread, ANSWER)
        for number in range(9):
            clock.shift(60)
            answer(cast.actor("cleo"), thread)  # nobody answers thrice in a row
            asking.answer(ada, thread, f"{ANSWER} {number}", anonymous=True)


def test_edits_under_an_alias_count_as_edits(cast, monkeypatch):
    monkeypatch.setattr(limits, "LIMITS", Limits(edits_a_day=1))
    thread = ask(cast.actor("ada"))
    with time_machine.travel(AT + timedelta(days=60), tick=False):
        post = answer_quietly(cast, thread)
        editing.edit_answer(cast.actor("ben"), post, f"{ANSWER} One.", version=1)
        with pytest.raises(TooMany):
            editing.edit_answer(cast.actor("ben"), post, f"{ANSWER} Two.", version=2)
