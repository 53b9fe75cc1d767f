"""One event as an iCalendar file (RFC 5545), for any calendar program to take in."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_LONGEST_LINE = 75
"""Octets, as the standard asks."""


@dataclass(frozen=True)
class CalendarEvent:
    """What a calendar holds of something; `uid` stays the same when it is taken in again."""

    uid: str
    stamp: datetime
    starts: datetime
    minutes: int
    title: str
    place: str
    url: str
    is_certain: bool
    sequence: int = 0
    """How often its time or place changed: programs keep the highest."""
    is_cancelled: bool = False

    @property
    def status(self) -> str:
        if self.is_cancelled:
            return "CANCELLED"
        return "CONFIRMED" if self.is_certain else "TENTATIVE"


def calendar_file(event: CalendarEvent) -> str:
    """Return the file; times are in UTC, which every program shows on its own clock."""
    ends = event.starts + timedelta(minutes=event.minutes)
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Fairquote//Fairquote//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{_escaped(event.uid)}",
        f"DTSTAMP:{_instant(event.stamp)}",
        f"DTSTART:{_instant(event.starts)}",
        f"DTEND:{_instant(ends)}",
        f"SUMMARY:{_escaped(event.title)}",
        f"LOCATION:{_escaped(event.place)}",
        f"URL:{event.url}",
        f"SEQUENCE:{event.sequence}",
        f"STATUS:{event.status}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Break a line into those of 75 octets, and never within a character."""
    parts, length = [""], 0
    for character in line:
        octets = len(character.encode())
        if length + octets > _LONGEST_LINE:
            parts.append(" ")
            length = 1
        parts[-1] += character
        length += octets
    return "\r\n".join(parts)
