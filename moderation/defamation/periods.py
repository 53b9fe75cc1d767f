"""The periods of the Defamation (Operators of Websites) Regulations 2013 (SI 2013/3028).

Pure. Regulation 1 (3): of "within 48 hours", what falls on a Saturday, a Sunday, Good
Friday, Christmas Day or a bank holiday in England and Wales does not count. Schedule,
paragraph 2: the poster has until midnight at the end of the fifth day after the day of
sending, whichever days these are. Days begin and end in London.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from holidays import HolidayBase, country_holidays

LONDON = ZoneInfo("Europe/London")
_HOURS = timedelta(hours=48)
_DAYS_TO_ANSWER = 5
_SATURDAY = 5


def within_48_hours(since: datetime) -> datetime:
    """Return when 48 hours of days that count have passed since a moment, in UTC."""
    at, left = since.astimezone(UTC), _HOURS
    while True:
        day = _day_of(at)
        ends = _midnight_after(day)
        if counts(day):
            if left <= ends - at:
                return at + left
            left -= ends - at
        at = ends


def to_answer_by(sent: datetime) -> datetime:
    """Return the midnight until which a poster may answer what was sent then, in UTC."""
    return _midnight_after(_day_of(sent) + timedelta(days=_DAYS_TO_ANSWER))


def counts(day: date) -> bool:
    """Whether a day's hours are among the 48."""
    return day.weekday() < _SATURDAY and day not in _holidays()


@cache
def _holidays() -> HolidayBase:
    # Good Friday and Christmas Day are among them; years are worked out as they are asked.
    return country_holidays("GB", subdiv="ENG")


def _day_of(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def _midnight_after(day: date) -> datetime:
    # The clocks change at one in the morning: midnight is there once, always.
    return datetime.combine(day + timedelta(days=1), time(), LONDON).astimezone(UTC)
