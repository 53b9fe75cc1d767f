"""What the mails say of when days and weeks end: as the reader's clocks show it."""

from datetime import UTC, datetime

import pytest
import time_machine

from community.accounts.letters import Site
from community.notifications.kinds import Frequency
from community.notifications.letters import Line, write_letter

LINE = Line("Ben answered “What did you pay?”", "/questions/x", "You follow it.")


@pytest.mark.parametrize(
    ("frequency", "zone", "told"),
    [
        (Frequency.AT_ONCE, "UTC", "news by mail."),
        (Frequency.DAILY, "UTC", "A day ends at 00:00 (UTC)."),
        (Frequency.DAILY, "Europe/Berlin", "A day ends at 01:00 (Europe/Berlin)."),
        (Frequency.WEEKLY, "UTC", "A week ends on Thursday at 00:00 (UTC)."),
        (
            Frequency.WEEKLY,
            "America/New_York",
            "A week ends on Wednesday at 19:00 (America/New_York).",
        ),
    ],
)
def test_times_are_those_of_the_readers_zone(frequency, zone, told):
    with time_machine.travel(datetime(2026, 11, 24, 15, tzinfo=UTC)):
        letter = write_letter(
            frequency,
            Site("Fairquote", "https://fairquote.example"),
            "ada",
            [LINE],
            more=0,
            unsubscribe="/off",
            zone=zone,
        )
    assert told in letter.text
    assert told in letter.html
