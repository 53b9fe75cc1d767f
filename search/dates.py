"""Days as people say them: "2026-03", "march 2026", "last month", "since 2025". Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_NAMES = """
    january february march april may june july august september october november
    december
"""
_MONTHS = {"sept": 9} | {
    form: number
    for number, name in enumerate(_NAMES.split(), 1)
    for form in (name, name[:3])
}
_OLDEST, _LATEST = 1970, 2100
_LONGEST = 4
"""Words that one spoken date has at most: "since last 3 months" is none."""

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_COUNT = re.compile(r"[1-9]\d{0,2}", re.ASCII)
_UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}


@dataclass(frozen=True)
class Days:
    """Days from `first` on, `end` not among them any more; None leaves a side open."""

    first: date | None
    end: date | None


def read_days(text: str, today: date) -> Days | None:
    """Return the days that all of `text` names, None when it names none."""
    return _read(text.casefold().split(), today)


def spoken_at_start(words: Sequence[str], today: date) -> tuple[Days, int] | None:
    """Return the days that the first of `words` speak of, and how many words did.

    A bare year or month is none: "Office 2021" and "May" mean something else mostly.
    """
    for length in range(min(_LONGEST, len(words)), 1, -1):
        some = [word.casefold() for word in words[:length]]
        found = _sided(some, today)
        if found is not None:
            return found, length
    return None


def _sided(words: list[str], today: date) -> Days | None:
    first, *rest = words
    if first not in {"since", "before", "until"}:
        return _read(words, today)
    days = _read(rest, today)
    if days is None:
        return None
    return {
        "since": Days(days.first, None),
        "before": Days(None, days.first),
        "until": Days(None, days.end),
    }[first]


def _read(words: list[str], today: date) -> Days | None:
    match words:
        case [word]:
            return _one_word(word, today)
        case [month, year] if _month(month) and _ISO.fullmatch(year):
            return _iso(f"{year}-{_month(month)}")
        case ["this" | "last" as which, unit]:
            return _calendar(unit, today, is_last=which == "last")
        case ["past", unit]:
            return _rolling(today, 1, unit)
        case ["last" | "past", count, unit] if _COUNT.fullmatch(count):
            return _rolling(today, int(count), unit.removesuffix("s"))
    return None


def _one_word(word: str, today: date) -> Days | None:
    if word == "today":
        return _few(today, 1)
    if word == "yesterday":
        return _few(today - timedelta(days=1), 1)
    return _iso(word) or _latest_month(word, today)


def _iso(text: str) -> Days | None:
    match = _ISO.fullmatch(text)
    if match is None or not _OLDEST <= int(match[1]) <= _LATEST:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # noqa: S101 - the pattern has it
    try:
        if month is None:
            return Days(date(year, 1, 1), date(year + 1, 1, 1))
        if day is None:
            return Days(date(year, month, 1), _next_month(date(year, month, 1)))
        return _few(date(year, month, day), 1)
    except ValueError:
        return None


def _latest_month(word: str, today: date) -> Days | None:
    """Return the latest month of that name that has begun."""
    number = _month(word)
    if not number:
        return None
    year = today.year if number <= today.month else today.year - 1
    return _iso(f"{year}-{number}")


def _month(word: str) -> int:
    """Return the number of a month's name, "mar" and "sept" too; 0 for other words."""
    return _MONTHS.get(word, 0)


def _calendar(unit: str, today: date, *, is_last: bool) -> Days | None:
    """Return the whole week, month or year that is now, or the one before."""
    match unit:
        case "week":
            monday = today - timedelta(days=today.weekday() + 7 * is_last)
            return _few(monday, 7)
        case "month":
            first = today.replace(day=1)
            if is_last:
                first = (first - timedelta(days=1)).replace(day=1)
            return Days(first, _next_month(first))
        case "year":
            return _iso(str(today.year - is_last))
    return None


def _rolling(today: date, count: int, unit: str) -> Days | None:
    """Return the time that ends with today: "past week", "last 3 months"."""
    if unit not in _UNITS:
        return None
    return Days(today - timedelta(days=count * _UNITS[unit]), today + timedelta(days=1))


def _few(first: date, days: int) -> Days:
    return Days(first, first + timedelta(days=days))


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
