"""The mails of a day and a week: how often, how many, to whom, and what they hold."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.models import LoginSession, User
from community.accounts.rules.people import lock_account
from community.core import clock
from community.core.actors import SYSTEM
from community.core.db import db, transaction
from community.core.jobs import Job
from community.core.ratelimit import Limit
from community.core.visibility import State
from community.notifications import jobs
from community.notifications.models import InboxEntry, Reader
from community.notifications.rules import mailing
from community.threads.models import Thread
from community.threads.queries import get_question_post
from tests.notifications.made import answer, ask, in_the_morning, inbox
from tests.page import PageClient
from tests.prices.seeds import arbor_desk
from tests.threads.made import put_in_state

ADA = "ada@northwind.example"
BEN = "ben@northwind.example"


def wish(cast, handle: str, **wishes: str) -> None:
    usual = {"mail_is_on": "y", "oneself": "at-once", "followed": "weekly"}
    cast.page(handle).post("/account/notifications", {**usual, **wishes}, status=303)


def text_of(mail) -> str:
    return mail.get_body(("plain",)).get_content()


@pytest.fixture(autouse=True)
def _morning(cast):
    with in_the_morning():
        yield


@pytest.fixture
def product(app) -> tuple[int, str]:
    with app.app_context(), transaction():
        found = arbor_desk()
        return found.id, found.public_id


def test_a_week_of_what_is_followed_is_seven_things_and_a_way_to_the_rest(
    app, cast, mails, product
):
    ben = cast.page("ben")
    for number in range(9):
        asked, _ = ask(app, cast.actor("cleo"), title=f"Question {number} about seats")
        ben.post(f"/follow/question/{asked}", {"level": "all"}, status=303)
        answer(app, cast.actor("cleo"), asked)
    asked, _ = ask(app, cast.actor("ben"), title="What Ben would like to know")
    wish(cast, "ben", oneself="weekly")
    answer(app, cast.actor("cleo"), asked)

    assert mails() == []
    assert mails(jobs.mail_daily) == []
    (week,) = mails(jobs.mail_weekly)
    text = text_of(week)
    assert (week["To"], week["Subject"]) == (BEN, "Your week at Fairquote")
    assert "A week’s mail goes out on Thursday at 08:00 (UTC)" in text
    assert text.count("You get this because") == 7
    assert text.index("What Ben would like to know") < text.index("about seats")
    assert "3 more things are in your inbox:" in text
    assert "3 more things" in week.get_body(("html",)).get_content()
    assert mails(jobs.mail_weekly) == []


def test_a_follow_has_a_frequency_of_its_own_and_ends_alone(app, cast, mails, page):
    asked, _ = ask(app, cast.actor("cleo"))
    ben = cast.page("ben")
    ben.post(f"/follow/question/{asked}", {"level": "all"})
    listed = ben.get("/account/follows")
    ben.send(listed, {"frequency": "daily"}, having="frequency", status=303)
    answer(app, cast.actor("mo"), asked)

    (day,) = [one for one in mails(jobs.mail_daily) if one["To"] == BEN]
    assert day["Subject"] == "Your day at Fairquote"
    line = next(x for x in text_of(day).splitlines() if x.startswith("No more mails"))
    asked_for = page.get(line.rpartition(" ")[2])
    assert "no more mails about “Is there room below $140 a seat?”" in asked_for.words()
    answer(app, cast.actor("mo"), asked, "Another answer, which waits.")
    ended = page.send(asked_for, status=200)
    assert "gets no more mails about" in ended.words()
    assert mails(jobs.mail_daily) == []
    answer(app, cast.actor("mo"), asked, "And a third one: four percent.")
    assert [one["To"] for one in mails(jobs.mail_daily)] == []
    page.send(ended, status=200)
    answer(app, cast.actor("mo"), asked, "And a fourth one: five percent.")
    assert [one["To"] for one in mails(jobs.mail_weekly)] == [BEN]


def test_what_is_read_muted_or_taken_away_is_not_mailed(app, cast, mails):
    ada = cast.page("ada")
    first, _ = ask(app, cast.actor("ada"))
    answer(app, cast.actor("cleo"), first)
    unread = ada.get("/inbox")
    ada.post("/inbox/read-all", status=303)
    assert mails() == []
    answer(app, cast.actor("cleo"), first)
    ada.post(f"/follow/question/{first}", {"level": "mute"}, status=303)
    assert mails() == []
    second, _ = ask(app, cast.actor("ada"), title="Something that is taken away")
    answer(app, cast.actor("cleo"), second)
    with app.app_context(), transaction():
        thread = db.session.scalars(
            sa.select(Thread).where(Thread.public_id == second)
        ).one()
        put_in_state(thread, get_question_post(thread), State.HIDDEN)
    assert mails() == []
    for handle in ("ada", "mo"):
        assert "cleo answered “Something" not in inbox(cast, handle)
    assert "Something here was taken away." in inbox(cast, "ada")
    action = next(
        one["action"] for one in unread.forms if one["action"].endswith("/read")
    )
    ada.post(action, status=303)
    cast.page("ben").post(action, status=404)


def test_news_beyond_what_goes_out_at_once_in_a_day_waits_for_the_digest(
    app, cast, mails, monkeypatch
):
    monkeypatch.setattr(mailing, "AT_ONCE_A_DAY", Limit(2, 86_400))
    asked, _ = ask(app, cast.actor("ada"))
    sent = []
    for number in range(4):
        answer(app, cast.actor("cleo"), asked, f"Answer {number}: four percent.")
        sent.append(len(mails()))

    assert sent == [1, 1, 0, 0]
    (digest,) = mails(jobs.mail_daily)
    assert "4 new answers" in text_of(digest)


def _unprove(user: User) -> None:
    user.email_proven_at = None


def _leave(user: User) -> None:
    long_ago = clock.now() - timedelta(days=91)
    user.created_at = long_ago
    db.session.execute(
        sa.update(LoginSession)
        .where(LoginSession.user_id == user.id)
        .values(last_seen_at=long_ago)
    )


def _lose_address(user: User) -> None:
    user.email = None


@pytest.mark.parametrize("change", [_unprove, _leave, _lose_address, None])
def test_mail_goes_only_to_who_is_there_and_proven(app, cast, mails, change):
    asked, _ = ask(app, cast.actor("ada"))
    answer(app, cast.actor("cleo"), asked)
    with app.app_context(), transaction():
        if change is None:
            lock_account(SYSTEM, "ada", "It was stolen.")
        else:
            change(db.session.get_one(User, cast.ada.id))
    assert mails() == []


def test_who_was_here_is_noted_before_logins_end(app, cast, mails):
    asked, _ = ask(app, cast.actor("ada"))
    cast.page("ada").get("/inbox")
    with app.app_context(), transaction():
        jobs.tidy()
        assert db.session.get_one(Reader, cast.ada.id).last_seen_on
        user = db.session.get_one(User, cast.ada.id)
        user.created_at = clock.now() - timedelta(days=400)
        db.session.execute(sa.delete(LoginSession))
    answer(app, cast.actor("cleo"), asked)
    assert [one["To"] for one in mails()] == [ADA]
    answer(app, cast.actor("cleo"), asked)
    with time_machine.travel(clock.now() + timedelta(days=92)):
        assert mails() == []


def test_entries_are_forgotten_after_sixty_days(app, cast):
    asked, _ = ask(app, cast.actor("ada"))
    answer(app, cast.actor("cleo"), asked)
    with time_machine.travel(clock.now() + timedelta(days=59)):
        with app.app_context(), transaction():
            jobs.tidy()
        assert "Nothing new" not in inbox(cast, "ada")
    with time_machine.travel(clock.now() + timedelta(days=61)), app.app_context():
        with transaction():
            jobs.tidy()
        assert db.session.scalars(sa.select(InboxEntry)).all() == []


def test_many_followers_are_told_and_mailed_job_by_job(app, cast, mails, monkeypatch):
    monkeypatch.setattr("community.notifications.rules.telling.FOLLOWERS_A_JOB", 2)
    monkeypatch.setattr(mailing, "ENTRIES_A_JOB", 2)
    asked, _ = ask(app, cast.actor("cleo"))
    for handle in ("ada", "ben", "mo", "mia", "hana"):
        wish(cast, handle, followed="at-once")
        cast.page(handle).post(f"/follow/question/{asked}", {"level": "all"})
    answer(app, cast.actor("mo"), asked)

    sent = {one["To"].partition("@")[0] for one in mails()}
    assert sent == {"ada", "ben", "mia", "hana", "cleo"}
    with app.app_context():
        assert not db.session.scalars(sa.select(Job).where(Job.state != "done")).all()


def test_wishes_that_are_none_are_refused(cast):
    ada = cast.page("ada")
    wrong = {"oneself": "hourly", "followed": "weekly"}
    refused = ada.post("/account/notifications", wrong, status=422)
    assert "Not a valid choice" in refused.words()


def test_a_link_that_is_not_whole_or_of_nobody_ends_nothing(app, cast, mails, page):
    asked, _ = ask(app, cast.actor("ada"))
    answer(app, cast.actor("cleo"), asked)
    (mail,) = mails()
    address = mail["List-Unsubscribe"].strip("<>")
    for wrong in (address[:-3], f"{address}x", "/unsubscribe/é"):
        provider = PageClient(app)
        assert provider.client.post(wrong).status_code == 404
    with app.app_context(), transaction():
        for table in ("inbox_item", "inbox_entry", "follow", "login_session"):
            db.session.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608
        db.session.execute(sa.text("UPDATE thread SET author_id = 3"))
        db.session.execute(sa.text("UPDATE post SET author_id = 3"))
        db.session.delete(db.session.get_one(User, cast.ada.id))
    page.get(address, status=404)
