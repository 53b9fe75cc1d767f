"""Digests wait for the morning of their readers: by which clock, and from which hour."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from community.core.db import db, transaction
from community.notifications import jobs
from community.notifications.models import Reader
from community.notifications.quiet import QuietHours, digest_due, is_digest_time
from tests.notifications.made import answer, ask

MIDNIGHT = datetime(2027, 3, 11, tzinfo=UTC)
"""A Thursday begins in UTC: what is daily is due, and what is weekly too."""
ADA = "ada@northwind.example"


@pytest.fixture(autouse=True)
def _midnight(cast):
    with time_machine.travel(MIDNIGHT, tick=False):
        yield


def at(instant: datetime):
    return time_machine.travel(instant, tick=False)


def sent_when(mails, midnight: datetime) -> list[datetime]:
    """Ask each half hour of a day and a half; return when a digest went to Ada."""
    sent = []
    for halves in range(72):
        now = midnight + timedelta(minutes=30 * halves)
        with at(now):
            found = mails(jobs.mail_held if halves else jobs.mail_daily)
            sent += [now for one in found if one["To"] == ADA]
    return sent


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("UTC", 8),
        ("Europe/Berlin", 7),
        ("America/New_York", 13),
        ("Asia/Tokyo", 0),
        ("Asia/Kolkata", 2.5),
        ("Pacific/Kiritimati", 18),
    ],
)
def test_a_day_comes_once_in_the_morning_of_its_readers_zone(
    app, cast, mails, zone, hour
):
    """She never changed how she hears of things: there is no row of hers to hold it."""
    ada = cast.page("ada")
    ada.post("/account/time-zone", {"time_zone": zone}, status=303)
    asked, _ = ask(app, cast.actor("ada"))
    daily = {"mail_is_on": "y", "oneself": "daily", "followed": "daily"}
    ada.post("/account/notifications", daily, status=303)
    answer(app, cast.actor("cleo"), asked)
    with app.app_context(), transaction():
        db.session.execute(db.delete(Reader))
    assert sent_when(mails, MIDNIGHT) == [MIDNIGHT + timedelta(hours=hour)]


@pytest.mark.parametrize(
    ("zone", "midnight", "due"),
    [
        ("Europe/Berlin", datetime(2027, 3, 27, tzinfo=UTC), "2027-03-27 07:00"),
        ("Europe/Berlin", datetime(2027, 3, 28, tzinfo=UTC), "2027-03-28 06:00"),
        ("Europe/Berlin", datetime(2027, 10, 31, tzinfo=UTC), "2027-10-31 07:00"),
        ("America/New_York", datetime(2027, 3, 14, tzinfo=UTC), "2027-03-14 12:00"),
        ("America/New_York", datetime(2027, 11, 7, tzinfo=UTC), "2027-11-07 13:00"),
        ("Australia/Lord_Howe", datetime(2027, 4, 3, tzinfo=UTC), "2027-04-03 00:00"),
    ],
)
def test_the_morning_keeps_its_hour_when_clocks_change(zone, midnight, due):
    told = digest_due(midnight, zone, None)
    assert f"{told.astimezone(UTC):%Y-%m-%d %H:%M}" == due
    assert told.hour in {8, 9, 10, 11}


@pytest.mark.parametrize(
    ("quiet", "hours"),
    [
        (None, {8, 9, 10, 11}),
        (QuietHours(22, 7), {8, 9, 10, 11}),
        (QuietHours(22, 9), {9, 10, 11, 12}),
        (QuietHours(9, 17), {8}),
        (QuietHours(6, 15), {15, 16, 17, 18}),
        (QuietHours(8, 2), {2, 3, 4, 5}),
    ],
)
def test_quiet_hours_move_the_morning_to_their_end(quiet, hours):
    day = [MIDNIGHT + timedelta(hours=hour) for hour in range(24)]
    assert {one.hour for one in day if is_digest_time(one, quiet)} == hours
