"""The 48 hours that skip days, and the five days that skip none."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.defamation.periods import (
    LONDON,
    counts,
    to_answer_by,
    within_48_hours,
)

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 11 * 365 * 24 * 60).map(
    lambda minutes: FIRST + timedelta(minutes=minutes)
)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2026-11-24T10:00", "2026-11-26T10:00"),  # Tuesday to Thursday
        ("2026-11-27T16:00", "2026-12-01T16:00"),  # over a weekend
        ("2026-11-28T09:00", "2026-12-02T00:00"),  # begun on a Saturday
        ("2026-12-23T10:00", "2026-12-29T10:00"),  # Christmas, and Boxing Day's Monday
        ("2027-12-24T08:00", "2027-12-30T08:00"),  # both of them at a weekend
        ("2026-04-02T12:00", "2026-04-08T12:00"),  # Good Friday to Easter Monday
        ("2026-05-01T12:00", "2026-05-06T12:00"),  # the first Monday of May
        ("2026-10-23T15:00", "2026-10-27T15:00"),  # the clocks go back meanwhile
        ("2022-09-16T09:00", "2022-09-21T09:00"),  # the late Queen's funeral
    ],
)
def test_48_hours_are_those_of_days_that_count(since, until):
    assert within_48_hours(london(since)) == london(until)


@pytest.mark.parametrize(
    ("sent", "until"),
    [
        ("2026-11-02T09:00", "2026-11-08T00:00"),  # a Saturday is a day, too
        ("2026-12-22T09:00", "2026-12-28T00:00"),  # and so is Christmas
        ("2026-10-21T00:30", "2026-10-27T00:00"),  # 23:30 UTC of the day before
    ],
)
def test_who_posted_has_until_the_end_of_the_fifth_day(sent, until):
    assert to_answer_by(london(sent)) == london(until)


@given(MOMENTS)
def test_exactly_48_hours_of_what_passes_count(since):
    until, at, counted = within_48_hours(since), since, timedelta(0)
    while at < until:
        day = at.astimezone(LONDON).date()
        ends = london(f"{day + timedelta(days=1)}T00:00").astimezone(UTC)
        if counts(day):
            counted += min(ends, until) - at
        at = ends
    assert counted == timedelta(hours=48)


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=10)))
def test_what_comes_later_ends_no_earlier(since, later):
    assert within_48_hours(since + later) >= within_48_hours(since)
    assert to_answer_by(since + later) >= to_answer_by(since)


@given(MOMENTS)
def test_five_whole_days_lie_between(sent):
    until = to_answer_by(sent).astimezone(LONDON)
    assert until.time() == datetime.min.time()
    days = (until.date() - sent.astimezone(LONDON).date()).days
    assert days == 6


def test_a_working_day_counts_and_a_bank_holiday_does_not():
    assert counts(date(2026, 11, 27))
    assert not counts(date(2026, 11, 28))
    assert not counts(date(2026, 8, 31))
