"""Questions that were asked before: closed onto one that stays, and opened again."""

import re

import pytest
import sqlalchemy as sa

from community.core.db import db, transaction
from community.core.errors import Conflict, Forbidden, Invalid
from community.core.visibility import State
from community.threads import access, closings, listing, sitemap
from community.threads.closedonto import Closer, DuplicateMark
from community.threads.events import QuestionClosed, QuestionReopened
from community.threads.models import Thread
from community.threads.queries import get_question_post
from community.threads.rules import asking, closing, removing
from tests.threads.made import ANSWER, BODY, ask

FIRST = "What do others pay for Arbor Desk?"
AGAIN = "Arbor Desk: what does it cost others?"


@pytest.fixture
def two(context, cast):
    """Ada's question, and Ben's that asks the same."""
    return ask(cast.actor("ada"), title=FIRST), ask(cast.actor("ben"), title=AGAIN)


def marks() -> list[DuplicateMark]:
    return list(db.session.scalars(sa.select(DuplicateMark).order_by(DuplicateMark.id)))


def test_close_leaves_a_mark_and_takes_no_more_answers(cast, two, bus_events):
    first, again = two
    closing.close_as_duplicate(cast.actor("ben"), again, first)

    assert (again.duplicate_of_id, first.duplicate_count) == (first.id, 1)
    (mark,) = marks()
    assert (mark.closed_as, mark.closed_by_id) == (Closer.ASKER, None)
    assert bus_events(QuestionClosed)[0].canonical_id == first.id
    with pytest.raises(Conflict):
        asking.answer(cast.actor("ada"), again, ANSWER)
    assert asking.answer(cast.actor("ben"), first, ANSWER).thread_id == first.id
    assert sitemap.is_thin(again)
    assert not sitemap.is_thin(first)
    assert [row.title for row in listing.list_unanswered(None).items] == []
    assert listing.list_new(None).items[0].closed


def test_what_is_asked_most_often_stands_first(app, cast, page):
    assert "Nothing was asked twice" in page.get("/questions/often").words()
    with app.app_context(), transaction():
        ben = cast.actor("ben")
        twice, often = (ask(cast.actor("ada"), title=f"{FIRST} {n}") for n in (2, 3))
        for first, times in ((twice, 1), (often, 2)):
            for number in range(times):
                again = ask(ben, title=f"{AGAIN} {first.id}, {number}")
                closing.close_as_duplicate(ben, again, first)
    shown = page.get("/questions/often").words()
    assert shown.index(f"{FIRST} 3") < shown.index(f"{FIRST} 2")
    assert shown.index("Asked 3 times") < shown.index("Asked 2 times")
    assert AGAIN not in shown


def test_reopen_undoes_it_and_keeps_the_history(cast, two, bus_events):
    first, again = two
    closing.close_as_duplicate(cast.actor("mo"), again, first)
    closing.reopen(cast.actor("ben"), again)
    closing.reopen(cast.actor("ben"), again)  # open already: nothing happens
    db.session.refresh(first)

    assert (again.duplicate_of_id, first.duplicate_count) == (None, 0)
    (mark,) = marks()
    assert (mark.closed_as, mark.closed_by_id) == (Closer.MODERATOR, cast.mo.id)
    assert mark.opened_as is Closer.ASKER
    assert len(bus_events(QuestionReopened)) == 1
    told = closings.list_closings(again)
    assert [(one.title, one.closed_by, one.opened_by) for one in told] == [
        (FIRST, "a moderator", "who asked")
    ]
    assert asking.answer(cast.actor("ada"), again, ANSWER)


def test_closing_is_for_who_asked_and_moderators(cast, two):
    first, again = two
    for name in ("ada", "hana", "rae"):
        assert not access.can_close(cast.actor(name), again)
        with pytest.raises(Forbidden):
            closing.close_as_duplicate(cast.actor(name), again, first)
    assert access.can_close(cast.actor("mo"), again)


def test_what_cannot_be_pointed_at(cast, two):
    first, again = two
    ben = cast.actor("ben")
    for wrong in (None, again):
        with pytest.raises(Invalid) as refused:
            closing.close_as_duplicate(ben, again, wrong)
        assert set(refused.value.fields) == {"of"}
    closing.close_as_duplicate(ben, again, first)
    with pytest.raises(Conflict):
        closing.close_as_duplicate(ben, again, first)
    with pytest.raises(Invalid):  # in a circle
        closing.close_as_duplicate(cast.actor("ada"), first, again)
    removing.remove_post(cast.actor("ada"), first, get_question_post(first))
    with pytest.raises(Invalid):
        closing.close_as_duplicate(ben, again, first)


def test_a_target_that_is_closed_at_the_same_moment_is_refused(cast, two, monkeypatch):
    first, again = two
    third = ask(cast.actor("cleo"), title="Arbor Desk prices in general?")
    real = closing._lock

    def meanwhile(*threads):
        monkeypatch.setattr(closing, "_lock", real)
        closing.close_as_duplicate(cast.actor("mo"), first, third)
        real(*threads)

    monkeypatch.setattr(closing, "_lock", meanwhile)
    with pytest.raises(Conflict):
        closing.close_as_duplicate(cast.actor("ben"), again, first)


def test_what_happens_while_one_reopens_is_counted_once(cast, two, monkeypatch):
    first, again = two
    closing.close_as_duplicate(cast.actor("ben"), again, first)
    real = closing._lock

    def meanwhile(*threads):
        monkeypatch.setattr(closing, "_lock", real)
        closing.reopen(cast.actor("mo"), again)
        real(*threads)

    monkeypatch.setattr(closing, "_lock", meanwhile)
    with pytest.raises(Conflict):
        closing.reopen(cast.actor("ben"), again)
    assert (again.duplicate_of_id, first.duplicate_count) == (None, 0)


def test_those_closed_onto_a_duplicate_move_along(cast, two):
    first, again = two
    third = ask(cast.actor("cleo"), title="Arbor Desk prices in general?")
    closing.close_as_duplicate(cast.actor("ben"), again, first)
    closing.close_as_duplicate(cast.actor("mo"), first, third)
    db.session.refresh(again)
    assert (again.duplicate_of_id, third.duplicate_count) == (third.id, 2)
    assert first.duplicate_count == 0
    assert {mark.canonical_id for mark in marks()} == {third.id}
    # Who names a duplicate means what it leads to.
    fourth = ask(cast.actor("ada"), title="And what of Arbor Desk in March?")
    closing.close_as_duplicate(cast.actor("ada"), fourth, again)
    assert fourth.duplicate_of_id == third.id
    asked = closings.list_asked_again(third, None).items
    assert [one.title for one in asked] == [fourth.title, AGAIN, FIRST]


def test_what_is_taken_away_lets_its_duplicates_go(cast, two, bus_events):
    first, again = two
    closing.close_as_duplicate(cast.actor("ben"), again, first)
    removing.hide_post(
        cast.actor("mo"), first, get_question_post(first), "It names a person."
    )
    db.session.refresh(again)

    assert (again.duplicate_of_id, first.duplicate_count) == (None, 0)
    assert marks()[0].opened_as is Closer.NOBODY
    assert [one.object_id for one in bus_events(QuestionReopened)] == [again.id]
    (told,) = closings.list_closings(again)
    assert (told.title, told.url) == ("", "")


def test_of_an_anonymous_question_only_the_hour_is_told(cast, two):
    first, _ = two
    whisper = asking.ask(
        cast.actor("cleo"),
        asking.Draft(title="Arbor Desk, once more: what is fair?", body=BODY),
        anonymous=True,
    )
    closing.close_as_duplicate(cast.actor("cleo"), whisper, first)
    closing.reopen(cast.actor("cleo"), whisper)
    (mark,) = marks()
    assert (mark.closed_by_id, mark.closed_at.minute, mark.opened_at.minute) == (
        None,
        0,
        0,
    )


@pytest.mark.parametrize(
    "typed",
    ["", "what", "https://x/questions/short", "A" * 16, "/questions/" + "B" * 16],
)
def test_addresses_of_nothing_find_nothing(cast, context, typed):
    assert closings.find_canonical_for(cast.actor("ada"), typed) is None


def test_ben_closes_his_question_on_the_page_and_opens_it_again(app, cast, page):
    with app.app_context(), transaction():
        first = ask(cast.actor("ada"), title=FIRST)
        again = ask(cast.actor("ben"), title=AGAIN)
        first_url = f"/questions/{first.public_id}/{first.slug}"
        url = f"/questions/{again.public_id}/{again.slug}"
        base = f"/questions/{again.public_id}"
    ben = cast.page("ben")
    form = ben.get(f"{base}/close")
    wrong = ben.send(form, {"of": "nowhere"}, having="of", status=422)
    assert "There is no such question. Paste its address." in wrong.words()
    address = f"https://fairquote.example{first_url}?sort=oldest#post-x"
    ben.follow(ben.send(form, {"of": address}, having="of", status=303))

    seen = page.get(url)
    assert f"This was asked before: {FIRST}" in seen.words()
    assert re.search(rf'rel="canonical" href="[^"]*{re.escape(first_url)}"', seen.html)
    assert 'name="robots" content="noindex"' in seen.html
    assert "ld+json" not in seen.html
    assert "Answer it there." in seen.words()
    assert "Asked 2 times" in page.get(first_url).words()
    listed = page.get(f"{first_url.rsplit('/', 1)[0]}/duplicates")
    assert url in listed.links
    history = ben.get(f"{base}/duplicates")
    assert "by who asked: asked before as" in history.words()
    ben.follow(ben.send(history, action=f"{base}/reopen", status=303))
    assert "This was asked before" not in page.get(url).words()


def test_the_page_of_closing_offers_what_is_similar(app, cast):
    with app.app_context():
        with transaction():
            first = ask(cast.actor("ada"), title=FIRST)
            again = ask(cast.actor("ben"), title=AGAIN)
        app.extensions["fairquote.search"].catch_up()
        base, first_id = f"/questions/{again.public_id}", first.id
    mo = cast.page("mo")
    form = mo.get(f"{base}/close")
    assert f"Close onto “{FIRST}”" in form.html
    assert AGAIN not in form.words().split("Is it one of these?")[1]
    mo.send(form, action=f"{base}/close", status=303)
    with app.app_context():
        assert (
            db.session.scalar(
                sa.select(Thread.duplicate_of_id)
                .where(Thread.state == State.PUBLIC)
                .where(Thread.title == AGAIN)
            )
            == first_id
        )
