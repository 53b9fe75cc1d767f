"""What the mails say of when the next goes out: as the reader's clocks show it."""

from datetime import UTC, datetime

import pytest
import time_machine

from community.accounts.letters import Site
from community.notifications.kinds import Frequency
from community.notifications.letters import Line, write_letter
from community.notifications.quiet import QuietHours

LINE = Line("Ben answered “What did you pay?”", "/questions/x", "You follow it.")


@pytest.mark.parametrize(
    ("frequency", "zone", "quiet", "told"),
    [
        (Frequency.AT_ONCE, "UTC", None, "news by mail."),
        (Frequency.DAILY, "UTC", None, "mail goes out at 08:00 (UTC)."),
        (Frequency.DAILY, "Europe/Berlin", None, "out at 08:00 (Europe/Berlin)."),
        (Frequency.DAILY, "Asia/Tokyo", None, "out at 09:00 (Asia/Tokyo)."),
        (Frequency.DAILY, "Asia/Kathmandu", None, "out at 08:00 (Asia/Kathmandu)."),
        (Frequency.DAILY, "Australia/Adelaide", None, "at 10:30 (Australia/Adelaide)."),
        (Frequency.DAILY, "UTC", QuietHours(6, 15), "out at 15:00 (UTC)."),
        (Frequency.WEEKLY, "UTC", None, "out on Thursday at 08:00 (UTC)."),
        (
            Frequency.WEEKLY,
            "America/New_York",
            None,
            "out on Thursday at 08:00 (America/New_York).",
        ),
        (
            Frequency.WEEKLY,
            "Pacific/Kiritimati",
            None,
            "out on Friday at 08:00 (Pacific/Kiritimati).",
        ),
    ],
)
def test_times_are_those_of_the_readers_zone(frequency, zone, quiet, told):
    with time_machine.travel(datetime(2026, 11, 24, 15, tzinfo=UTC)):
        letter = write_letter(
            frequency,
            Site("Fairquote", "https://fairquote.example"),
            "ada",
            [LINE],
            more=0,
            unsubscribe="/off",
            zone=zone,
            quiet=quiet,
        )
    assert told in letter.text
    assert told in letter.html
