"""Days as people say them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.dates import Days, read_days, spoken_at_start

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("2026", date(2026, 1, 1), date(2027, 1, 1)),
        ("2026-03", date(2026, 3, 1), date(2026, 4, 1)),
        ("2026-12", date(2026, 12, 1), date(2027, 1, 1)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 3, 1)),
        ("March 2026", date(2026, 3, 1), date(2026, 4, 1)),
        ("sept 2025", date(2025, 9, 1), date(2025, 10, 1)),
        ("march", date(2026, 3, 1), date(2026, 4, 1)),
        ("december", date(2025, 12, 1), date(2026, 1, 1)),
        ("today", date(2026, 11, 26), date(2026, 11, 27)),
        ("yesterday", date(2026, 11, 25), date(2026, 11, 26)),
        ("this week", date(2026, 11, 23), date(2026, 11, 30)),
        ("last week", date(2026, 11, 16), date(2026, 11, 23)),
        ("this month", date(2026, 11, 1), date(2026, 12, 1)),
        ("last month", date(2026, 10, 1), date(2026, 11, 1)),
        ("this year", date(2026, 1, 1), date(2027, 1, 1)),
        ("last year", date(2025, 1, 1), date(2026, 1, 1)),
        ("past week", date(2026, 11, 19), date(2026, 11, 27)),
        ("last 3 months", date(2026, 8, 28), date(2026, 11, 27)),
        ("past 1 day", date(2026, 11, 25), date(2026, 11, 27)),
    ],
)
def test_days_are_read_as_they_are_said(text: str, first: date, end: date) -> None:
    assert read_days(text, TODAY) == Days(first, end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "ma",
        "2026-13",
        "2026-02-30",
        "1492",
        "20260101",
        "last decade",
        "past decade",
        "last 0 days",
        "last 3 seats",
        "march 3",
        "the last month",
        "٢٠٢٦",
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_days(text, TODAY) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("since 2025 uplift", (Days(date(2025, 1, 1), None), 2)),
        ("since last month uplift", (Days(date(2026, 10, 1), None), 3)),
        ("before march", (Days(None, date(2026, 3, 1)), 2)),
        ("until 2024", (Days(None, date(2025, 1, 1)), 2)),
        ("march 2026 uplift", (Days(date(2026, 3, 1), date(2026, 4, 1)), 2)),
        ("2026", None),
        ("may uplift", None),
        ("today", None),
        ("since then", None),
        ("", None),
    ],
)
def test_dates_are_heard_at_the_start_of_words(words: str, expected: object) -> None:
    assert spoken_at_start(words.split(), TODAY) == expected


@given(st.text(max_size=40), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_no_text_is_too_odd(text: str, today: date) -> None:
    days = read_days(text, today)
    assert days is None or (days.first < days.end)


def test_years_and_months_are_read_in_every_year() -> None:
    for year in range(1970, 2101):
        for number in range(1, 13):
            days = read_days(f"{year}-{number:02d}", TODAY)
            assert days is not None
            assert days.first == date(year, number, 1)
