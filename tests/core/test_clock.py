from datetime import UTC, datetime

import pytest
import time_machine

from community.core import clock
from community.core.errors import Invalid


def test_now_is_aware_and_utc():
    assert clock.now().tzinfo is UTC


def test_current_month_follows_the_clock():
    with time_machine.travel(datetime(2026, 1, 31, 23, 59, tzinfo=UTC), tick=False):
        assert clock.current_month() == "2026-01"


@pytest.mark.parametrize("text", ["2026-11", " 2026-11 "])
def test_parse_month_takes_year_and_month(text):
    assert clock.parse_month(text) == "2026-11"


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "26-11", "2026-11-03", "२०२६-११"]
)
def test_parse_month_refuses_everything_else(text):
    with pytest.raises(Invalid):
        clock.parse_month(text)


@pytest.mark.parametrize(
    ("older", "newer", "months"),
    [("2026-11", "2026-11", 0), ("2025-12", "2026-01", 1), ("2026-03", "2024-01", -26)],
)
def test_months_between_counts_months(older, newer, months):
    assert clock.months_between(clock.Month(older), clock.Month(newer)) == months
    assert clock.add_months(clock.Month(older), months) == newer
