"""The calendar of releases: on which days figures come out, and what each is called."""

from datetime import date, timedelta

_MONTHS_A_QUARTER = 3


def slot_of(day: date, every: str) -> str:
    """Return the name of the release that `day` belongs to: 2026-11, 2026-W48, 2026-Q4."""
    if every == "weekly":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}"
    if every == "quarterly":
        return f"{day.year}-Q{(day.month - 1) // _MONTHS_A_QUARTER + 1}"
    return f"{day:%Y-%m}"


def first_day(day: date, every: str) -> date:
    """Return the day on which the release came out that `day` belongs to."""
    if every == "weekly":
        return day - timedelta(days=day.weekday())
    if every == "quarterly":
        month = (day.month - 1) // _MONTHS_A_QUARTER * _MONTHS_A_QUARTER + 1
        return date(day.year, month, 1)
    return day.replace(day=1)


def next_day(day: date, every: str) -> date:
    """Return the day of the release after the one that `day` belongs to."""
    beyond = {"weekly": 7, "monthly": 31, "quarterly": 92}[every]
    return first_day(first_day(day, every) + timedelta(days=beyond), every)
