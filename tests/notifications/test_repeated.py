"""Letters that come again unasked: questions to who may know, and reminders of dates."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.models import LoginSession, SealedNotice, User
from community.accounts.notices import keep_notice, send_notices, you_were_asked
from community.accounts.rules import people
from community.core import clock
from community.core.db import db, transaction
from community.core.mail import Mail
from community.core.repeating import Repeated, send_repeated
from community.core.sealing import seal
from community.notifications import jobs
from community.notifications.rules import bouncing, rationing, wishing
from community.notifications.rules.bouncing import SENT
from community.notifications.tokens import (
    UNDONE_WITHIN,
    Unsubscribing,
    undo_mark,
    unsubscribe_path,
)
from community.threads.models import Thread
from community.threads.rules import inviting
from tests.market import add_products
from tests.notifications.made import answer, ask, in_the_morning
from tests.page import PageClient

BEN = "ben@northwind.example"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def _morning(cast):
    with in_the_morning():
        yield


@pytest.fixture
def desk(app, cast) -> int:
    """Return a product that Ben has answered about by name, and may be asked about."""
    with app.app_context(), transaction():
        (desk,) = add_products(["Desk"])
        found = desk.id
        db.session.get_one(User, cast.ben.id).may_be_asked = True
    first, _ = ask(app, cast.actor("mo"), product_id=found)
    answer(app, cast.actor("ben"), first)
    return found


@pytest.fixture
def asked(app, cast, mails, desk) -> Callable[[], list]:
    """Return a function that has Ada ask about it; it returns what went to Ben."""

    def to_ben() -> list:
        public_id, _ = ask(app, cast.actor("ada"), product_id=desk)
        with app.app_context(), transaction():
            thread_id = db.session.scalar(
                sa.select(Thread.id).where(Thread.public_id == public_id)
            )
            inviting.send_invitations(thread_id)
        return [one for one in mails(send_notices) if one["To"] == BEN]

    return to_ben


def may_be_asked(app, user_id: int) -> bool:
    with app.app_context():
        return db.session.get_one(User, user_id).may_be_asked


def change(app, deed: Callable[[], object]) -> None:
    with app.app_context(), transaction():
        deed()


def test_an_invitation_says_why_and_ends_by_one_click(app, cast, page, asked):
    (mail,) = asked()
    text = mail.get_content()
    assert "because you agreed to be asked" in text
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = mail["List-Unsubscribe"].strip("<>")
    assert address in text
    shown = page.get(address)
    assert "no more questions that they may be able to answer" in shown.words()
    assert may_be_asked(app, cast.ben.id), "a look ends nothing"

    ended = page.send(shown, status=200)
    assert "Their profile says so, too." in ended.words()
    assert not may_be_asked(app, cast.ben.id)
    assert asked() == []
    page.send(ended, status=200)
    assert len(asked()) == 1, "undone"

    done = PageClient(app).client.post(address, data=ONE_CLICK)
    assert done.status_code == 200
    assert not may_be_asked(app, cast.ben.id)


def test_who_agreed_no_more_is_made_to_agree_by_no_old_link(app, cast):
    which = Unsubscribing(cast.ben.id, repeated=Repeated.ASKED)
    with app.app_context(), transaction():
        people.switch_asking(cast.ben.id, on=True)
        address = unsubscribe_path(which)
        other = undo_mark(Unsubscribing(cast.cleo.id, repeated=Repeated.ASKED))
    page = PageClient(app)
    ended = page.send(page.get(address), status=200)

    for mark in ("yes", other):
        page.post(address, {"undo": mark}, status=409)
    again = page.send(page.get(address), status=200)
    assert "Undo" not in again.words(), "there was nothing to end"
    with time_machine.travel(clock.now() + UNDONE_WITHIN + timedelta(minutes=1)):
        late = page.send(ended, status=409)
    assert "too late to undo" in late.words()
    assert not may_be_asked(app, cast.ben.id)


def _end_mails(user: User) -> None:
    wishing.switch_mail(user.id, on=False)


def _bounce(user: User) -> None:
    for _ in range(2):
        bouncing.count_bounce(user.id, permanent=True)


def _stay_away(user: User) -> None:
    user.created_at = clock.now() - timedelta(days=91)
    db.session.execute(sa.delete(LoginSession).where(LoginSession.user_id == user.id))


def _lose_address(user: User) -> None:
    user.email = None


@pytest.mark.parametrize("deed", [_end_mails, _bounce, _stay_away, _lose_address])
def test_nobody_is_asked_whom_no_mail_about_news_would_reach(app, cast, asked, deed):
    change(app, lambda: deed(db.session.get_one(User, cast.ben.id)))
    assert asked() == []
    with app.app_context():
        assert db.session.scalars(sa.select(SealedNotice)).all() == []


def test_who_thinks_better_of_it_before_the_days_sending_is_not_asked(app, cast, mails):
    with app.app_context(), transaction():
        keep_notice(cast.ben.id, you_were_asked("How much?", "/questions/x"))
    assert mails(send_notices) == [], "Ben never agreed"


def test_what_is_too_much_for_a_day_waits_for_the_next(app, cast, mails, asked):
    def use_up() -> None:
        while rationing.take_of_day(cast.ben.id, rationing.REPEATED_A_DAY):
            pass

    change(app, use_up)
    assert asked() == []
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert [one["To"] for one in mails(send_notices)] == [BEN]
        assert mails(send_notices) == []


def test_a_letter_that_waited_since_an_earlier_version_still_goes_out(app, cast, mails):
    with app.app_context(), transaction():
        told = f'[{cast.ben.id}, "A note", "Words."]'
        db.session.add(SealedNotice(sealed_letter=seal("deal.notice", told)))
    (mail,) = mails(send_notices)
    assert (mail["To"], mail["Subject"]) == (BEN, "A note")
    assert mail["List-Unsubscribe"] is None


def remind(app, user_id: int) -> None:
    change(
        app,
        lambda: send_repeated(Repeated.REMINDER, user_id, "A date", "It is near.\n"),
    )


def test_reminders_end_by_one_click_and_come_again_by_the_page(app, cast, page, mails):
    remind(app, cast.ben.id)
    (mail,) = mails()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = mail["List-Unsubscribe"].strip("<>")
    shown = page.get(address)
    assert "no more reminders of dates by mail" in shown.words()
    assert PageClient(app).client.post(address, data=ONE_CLICK).status_code == 200
    remind(app, cast.ben.id)
    assert mails() == []

    ben = cast.page("ben")
    wishes = ben.get("/account/notifications")
    ben.send(wishes, {"reminders_are_on": "y"}, having="followed", status=303)
    remind(app, cast.ben.id)
    assert len(mails()) == 1


def test_a_moderator_ends_mails_about_late_cases_alone(app, cast, page, mails):
    def late() -> bool:
        return send_repeated(Repeated.LATE, cast.mo.id, "Late", "It waits.\n")

    change(app, late)
    (mail,) = mails()
    address = mail["List-Unsubscribe"].strip("<>")
    assert "no more mails about late cases" in page.get(address).words()
    assert PageClient(app).client.post(address, data=ONE_CLICK).status_code == 200
    change(app, late)
    assert mails() == []
    remind(app, cast.mo.id)
    assert len(mails()) == 1

    mo = cast.page("mo")
    wishes = mo.get("/account/notifications")
    mo.send(wishes, {"late_mail_is_on": "y"}, having="followed", status=303)
    change(app, late)
    assert len(mails()) == 1
    assert "late cases" not in cast.page("ben").get("/account/notifications").words()


def test_a_date_is_told_to_who_is_long_away_but_not_where_mail_comes_back(
    app, cast, mails
):
    change(app, lambda: _stay_away(db.session.get_one(User, cast.ben.id)))
    change(app, lambda: _end_mails(db.session.get_one(User, cast.ben.id)))
    for _ in range(2):
        remind(app, cast.ben.id)
    assert len(mails()) == 2
    change(app, lambda: _bounce(db.session.get_one(User, cast.ben.id)))
    remind(app, cast.ben.id)
    remind(app, 40_404)
    assert mails() == []
    # What goes through speaks for an address here, too.
    with app.app_context():
        assert SENT == 1
        assert wishing.have_reader(cast.ben.id).bounces == 2 * bouncing.HARD


def test_all_mails_of_a_day_are_twenty_at_most(app, cast, mails, asked):
    """News at once, invitations, reminders, and both digests that fall on a day."""
    sent = 0
    public_id, _ = ask(app, cast.actor("ben"))
    for number in range(22):
        answer(app, cast.actor("mo"), public_id, f"Answer {number}: four percent.")
        sent += len([one for one in mails() if one["To"] == BEN])
    assert sent == 16
    for _ in range(4):
        remind(app, cast.ben.id)
        sent += len(mails())
    assert (sent, asked()) == (18, [])
    followed, _ = ask(app, cast.actor("cleo"))
    cast.page("ben").post(f"/follow/question/{followed}", {"level": "all"}, status=303)
    answer(app, cast.actor("mo"), followed, "Five percent off, and no more.")
    for job in (jobs.mail_daily, jobs.mail_weekly):
        sent += len([one for one in mails(job) if one["To"] == BEN])
    assert sent == 20


def test_a_digest_beyond_the_day_comes_with_the_next_one(app, cast, mails, monkeypatch):
    monkeypatch.setattr(
        "community.notifications.rules.mailing.MAILS_A_DAY", rationing.Limit(0, 86_400)
    )
    change(app, lambda: rationing.take_of_day(cast.ben.id, rationing.MAILS_A_DAY))
    followed, _ = ask(app, cast.actor("cleo"))
    cast.page("ben").post(f"/follow/question/{followed}", {"level": "all"}, status=303)
    answer(app, cast.actor("mo"), followed)
    assert [one for one in mails(jobs.mail_weekly) if one["To"] == BEN] == []
    monkeypatch.undo()
    with time_machine.travel(clock.now() + timedelta(days=1)):
        (digest,) = [one for one in mails(jobs.mail_daily) if one["To"] == BEN]
    assert digest["Subject"] == "Your day at Fairquote"


def test_letters_are_forgotten_once_sent(app, cast, mails):
    remind(app, cast.ben.id)
    mails()
    with app.app_context():
        (mail,) = db.session.scalars(sa.select(Mail)).all()
        assert (mail.recipient, mail.text) == ("", "")
