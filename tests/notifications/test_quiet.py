"""Quiet hours: what waits, by whose clock, until when; and the test mail."""

from datetime import timedelta

import pytest
import time_machine

from community.accounts.models import User
from community.core import clock
from community.core.db import db, transaction
from community.notifications import jobs
from community.notifications.models import Reader
from community.notifications.quiet import QuietHours
from community.notifications.rules import mailing, trying
from community.notifications.rules.wishing import have_reader
from tests.notifications.made import answer, ask

ADA = "ada@northwind.example"
USUAL = {
    "mail_is_on": "y",
    "follows_own": "y",
    "oneself": "at-once",
    "followed": "weekly",
}
NIGHT = {**USUAL, "quiet_from": "22", "quiet_until": "7"}
EVENING = (clock.now() + timedelta(days=1)).replace(hour=20, minute=30)
"""21:30 in Lagos, all year."""


@pytest.fixture(autouse=True)
def _evening(cast):
    with time_machine.travel(EVENING, tick=False):
        yield


def later(hours: float):
    return time_machine.travel(EVENING + timedelta(hours=hours), tick=False)


def wish(cast, **wishes: str) -> None:
    ada = cast.page("ada")
    ada.post("/account/time-zone", {"time_zone": "Africa/Lagos"}, status=303)
    ada.post("/account/notifications", {**NIGHT, **wishes}, status=303)


@pytest.mark.parametrize(
    ("begins", "ends", "held"),
    [(22, 7, {22, 23, 0, 1, 6}), (9, 12, {9, 11}), (0, 1, {0})],
)
def test_quiet_hours_go_past_midnight_and_end_on_the_hour(begins, ends, held):
    quiet = QuietHours(begins, ends)
    assert {
        hour
        for hour in (0, 1, 6, 7, 8, 9, 11, 12, 21, 22, 23)
        if quiet.hold(EVENING.replace(hour=hour, minute=59))
    } == held


def test_mail_waits_for_the_end_of_the_night_on_the_readers_own_clock(app, cast, mails):
    wish(cast)
    asked, _ = ask(app, cast.actor("ada"))
    answer(app, cast.actor("cleo"), asked)
    assert [one["To"] for one in mails()] == [ADA]
    with later(1):
        answer(app, cast.actor("cleo"), asked)
        assert mails() == []
    with later(9.4):
        assert mails() == []
    with later(9.6):
        assert [one["To"] for one in mails()] == [ADA]
        assert mails() == []


def test_a_digest_that_falls_into_the_night_comes_after_it(app, cast, mails):
    wish(cast, oneself="daily")
    asked, _ = ask(app, cast.actor("ada"))
    answer(app, cast.actor("cleo"), asked)
    with later(4):
        assert mails(jobs.mail_daily) == mails(jobs.mail_held) == []
    with later(11):
        (day,) = mails(jobs.mail_held)
        assert (day["To"], day["Subject"]) == (ADA, "Your day at Fairquote")
        assert mails(jobs.mail_held) == mails(jobs.mail_daily) == []


def test_a_week_that_waits_brings_the_day_too_and_no_day_hides_it(app, cast, mails):
    wish(cast, oneself="daily")
    mine, _ = ask(app, cast.actor("ada"))
    theirs, _ = ask(app, cast.actor("ben"), title="What is followed by the week")
    cast.page("ada").post(f"/follow/question/{theirs}", {"level": "all"}, status=303)
    for asked in (mine, theirs):
        answer(app, cast.actor("cleo"), asked)
    with later(4):
        assert mails(jobs.mail_weekly) == mails(jobs.mail_daily) == []
    with later(11):
        subjects = [one["Subject"] for one in mails(jobs.mail_held) if one["To"] == ADA]
    assert subjects == ["Your day at Fairquote", "Your week at Fairquote"]


def test_who_is_quiet_holds_up_nobody_else(app, cast, mails, monkeypatch):
    monkeypatch.setattr(mailing, "ENTRIES_A_JOB", 1)
    wish(cast, oneself="daily")
    for handle in ("ada", "ben"):
        asked, _ = ask(app, cast.actor(handle), title=f"What {handle} would like")
        answer(app, cast.actor("cleo"), asked)
    with later(4):
        assert [one["To"] for one in mails()] == ["ben@northwind.example"]
        assert mails(jobs.mail_daily) == []
    with app.app_context(), transaction():
        have_reader(cast.ben.id).digest_waits = "weekly"
    with later(11.6):  # after eight in UTC too
        assert [one["To"] for one in mails(jobs.mail_held)] == [ADA]
    with app.app_context():
        assert {one.digest_waits for one in db.session.query(Reader)} == {None}


def test_quiet_hours_are_two_or_none_and_stand_in_the_form_again(cast):
    ada = cast.page("ada")
    for wrong, why in [
        ({"quiet_from": "22"}, "a begin and an end"),
        ({"quiet_from": "7", "quiet_until": "7"}, "These are all hours"),
        ({"quiet_from": "24", "quiet_until": "7"}, "Not a valid choice"),
    ]:
        refused = ada.post("/account/notifications", {**USUAL, **wrong}, status=422)
        assert why in refused.words()
    ada.post("/account/notifications", NIGHT, status=303)
    assert '<option selected value="22">' in ada.get("/account/notifications").html
    none = {"quiet_from": "", "quiet_until": ""}
    ada.post("/account/notifications", {**USUAL, **none}, status=303)
    assert 'selected value="22"' not in ada.get("/account/notifications").html


def test_a_zone_is_taken_from_a_button_and_offered_only_once(cast):
    ada = cast.page("ada")
    assert "tell you times in UTC" in ada.get("/account/").words()
    ada.post("/account/time-zone", {"time_zone": "Mars/Olympus"}, status=422)
    ada.post("/account/time-zone", {"time_zone": "Asia/Tokyo"}, status=303)
    assert "times as in Asia/Tokyo" in ada.get("/account/").words()
    assert "tell you times in UTC" not in ada.get("/account/notifications").words()


def test_a_test_mail_is_as_the_others_and_goes_at_any_hour(cast, mails):
    wish(cast, quiet_from="1", quiet_until="0")
    ada = cast.page("ada")
    ada.post("/account/notifications/test-mail", status=303)
    (mail,) = mails()
    assert (mail["To"], mail["Subject"]) == (ADA, "A test mail from Fairquote")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "This is the test that you asked for, ada." in mail.as_string()
    for _ in range(trying.TESTS[0].count - 1):
        ada.post("/account/notifications/test-mail", status=303)
    ada.post("/account/notifications/test-mail", status=429)


def test_no_test_goes_where_no_news_would(app, cast, mails):
    with app.app_context(), transaction():
        have_reader(cast.ada.id).bounces = 40
        db.session.get_one(User, cast.ben.id).email_proven_at = None
    for handle, why in [("ada", "came back"), ("ben", "Prove your address")]:
        theirs = cast.page(handle)
        refused = theirs.post("/account/notifications/test-mail", status=409)
        assert why in refused.words()
        assert "a test mail" not in theirs.get("/account/notifications").words()
    assert mails() == []
