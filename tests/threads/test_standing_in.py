"""Who acts in an asker's place: moderators after a week, trusted members on duplicates."""

from datetime import timedelta

import pytest
import time_machine

from community.accounts.models import User
from community.catalog.rules import ensure_product, ensure_vendor
from community.core import clock
from community.core.db import db, transaction
from community.core.errors import Forbidden, TooMany
from community.core.events import Audited
from community.threads import limits
from community.threads.closings import list_closings
from community.threads.limits import Limits
from community.threads.models import Chooser
from community.threads.rules import choosing, closing
from tests.threads.made import answer, ask


def choose(actor, thread, post, instead_of=None):
    choosing.choose_answer(actor, thread, post, instead_of=instead_of)


@pytest.mark.usefixtures("context")
def test_a_moderator_chooses_after_a_week_and_never_over_who_asked(cast, bus_events):
    thread = ask(cast.actor("ada"), at=clock.now() - timedelta(days=6))
    post, own = answer(cast.actor("ben"), thread), answer(cast.actor("mo"), thread)
    with pytest.raises(Forbidden):
        choose(cast.actor("mo"), thread, post)
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        for name in ("cleo", "hana"):
            with pytest.raises(Forbidden):
                choose(cast.actor(name), thread, post)
        with pytest.raises(Forbidden):
            choose(cast.actor("mo"), thread, own)
        choose(cast.actor("mo"), thread, post)
        assert thread.accepted_as is Chooser.MODERATOR
        assert [one.action for one in bus_events(Audited)] == ["case.chosen"]
        choosing.withdraw_choice(cast.actor("mia"), thread, post)
        assert (thread.accepted_post_id, thread.accepted_as) == (None, None)
        choose(cast.actor("ada"), thread, own)
        assert thread.accepted_as is Chooser.ASKER
        with pytest.raises(Forbidden):
            choose(cast.actor("mia"), thread, post, instead_of=own.id)


def test_the_page_says_who_chose(app, cast, page):
    with app.app_context(), transaction():
        thread = ask(cast.actor("ada"), at=clock.now() - timedelta(days=8))
        post = answer(cast.actor("ben"), thread)
        path = f"/questions/{thread.public_id}/{thread.slug}"
        base = f"/questions/posts/{post.public_id}"
    mo = cast.page("mo")
    mo.send(mo.get(path), action=f"{base}/choose", status=303)
    assert "✓ Chosen by a moderator" in page.get(path).words()


@pytest.mark.usefixtures("context")
def test_trusted_members_close_what_was_asked_before(cast, monkeypatch):
    first, again = ask(cast.actor("ada")), ask(cast.actor("ben"))
    cleo = db.session.get_one(User, cast.cleo.id)
    with pytest.raises(Forbidden):
        closing.close_as_duplicate(cleo.actor, again, first)
    cleo.is_trusted = True
    closing.close_as_duplicate(cleo.actor, again, first)
    assert list_closings(again)[0].closed_by == "a trusted member"
    monkeypatch.setattr(limits, "LIMITS", Limits(closings_a_day=2))
    closing.reopen(cleo.actor, again)
    with pytest.raises(TooMany):
        closing.close_as_duplicate(cleo.actor, again, first)


def test_unanswered_questions_have_a_list_for_each_vendor(app, cast, page):
    with app.app_context(), transaction():
        desk = ensure_product(ensure_vendor("Arbor"), "Desk")
        ask(cast.actor("ada"), title="What of Arbor's desk, then?", product_id=desk.id)
        ask(cast.actor("ada"), title="What of something else?")
        answered = ask(cast.actor("ada"), title="Answered already?", product_id=desk.id)
        answer(cast.actor("ben"), answered)
        path = f"/questions/{answered.public_id}/{answered.slug}"
    (link,) = [one for one in page.get(path).links if "unanswered?vendor" in one]
    shown = page.get(link)
    assert shown.h1 == ["Unanswered questions about Arbor"]
    assert "What of Arbor's desk, then?" in shown.words()
    assert "something else" not in shown.words()
    assert "Answered already" not in shown.words()
    page.get("/questions/unanswered?vendor=nobody", status=404)


def test_who_is_mentioned_finds_it_in_the_inbox(app, cast):
    with app.app_context(), transaction():
        thread = ask(cast.actor("ada"), at=clock.now())
        answer(
            cast.actor("ben"),
            thread,
            "Ask @cleo, who renewed it twice.",
            at=clock.now(),
        )
    assert "Is there room below $140 a seat?" in cast.page("cleo").get("/inbox").words()
    assert "Is there room" not in cast.page("mia").get("/inbox").words()
