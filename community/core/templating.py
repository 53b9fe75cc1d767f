"""What templates may use: icons, hashed file names, and how figures and times read."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from flask import Flask, g
from lucide.jinja import lucide
from werkzeug.local import LocalProxy

from community.core import clock
from community.core.actors import VISITOR, Actor
from community.core.factors import lacks
from community.core.money import Money, format_money, format_number
from community.core.settings import get_settings
from community.core.text import excerpt, safe
from community.core.web import current_actor
from community.core.zones import in_zone

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_STEPS = (
    (60, "second", 1),
    (3600, "minute", 60),
    (86_400, "hour", 3600),
    (86_400 * 30, "day", 86_400),
)


def template_folder() -> Path:
    """Return the templates: beside the packages in a checkout, inside in a wheel."""
    return _beside_or_inside("templates", "_templates")


def migrations_folder() -> Path:
    return _beside_or_inside("migrations", "_migrations")


def _beside_or_inside(beside: str, inside: str) -> Path:
    package = Path(__file__).resolve().parent.parent
    packed = package / inside
    return packed if packed.is_dir() else package.parent / beside


def init_app(app: Flask) -> None:
    env = app.jinja_env
    env.trim_blocks = True
    env.lstrip_blocks = True
    # Lazy, and globals rather than context: macros see them too, and a page that needs
    # neither, such as the one for a crash, asks no database who is there.
    env.globals.update(
        icon=icon,
        now=clock.now,
        actor=LocalProxy(current_actor),
        lacks_two_factors=lambda: lacks(current_actor()),
        settings=LocalProxy(get_settings),
    )
    env.filters.update(
        trusted=safe,
        money=money,
        number=number,
        ago=ago,
        hour=hour_text,
        month=month_name,
        date=date_text,
        excerpt=excerpt,
    )


def icon(name: str, size: int = 18) -> str:
    """Return Lucide's icon as inline SVG, hidden from screen readers."""
    drawn = lucide(name, size=size, **{"aria-hidden": "true", "focusable": "false"})
    return safe(str(drawn))


def money(value: Money, digits: int | None = None) -> str:
    return format_money(value, digits)


def number(value: Decimal | int, digits: int | None = None) -> str:
    return format_number(value, digits)


def ago(instant: datetime) -> str:
    """Return a <time> element that reads "3 hours ago", or the date after a month."""
    words = _ago_words(instant)
    iso = instant.strftime("%Y-%m-%dT%H:%M:%SZ")
    title = _local(instant).strftime("%-d %B %Y, %H:%M %Z")
    return safe(f'<time datetime="{iso}" title="{title}">{words}</time>')


def hour_text(instant: datetime) -> str:
    """Return a <time> element that reads "14:05 CET", on its reader's clock."""
    iso = instant.strftime("%Y-%m-%dT%H:%M:%SZ")
    return safe(f'<time datetime="{iso}">{_local(instant):%H:%M %Z}</time>')


def _local(instant: datetime) -> datetime:
    """Return an instant on the clocks of who reads the page, in UTC where nobody knows."""
    reader: Actor = g.get("fairquote_actor", VISITOR)
    return in_zone(instant, reader.time_zone)


def _ago_words(instant: datetime) -> str:
    seconds = max(0, int((clock.now() - instant).total_seconds()))
    for limit, unit, size in _STEPS:
        if seconds < limit:
            count = seconds // size
            if unit == "second":
                return "just now"
            return f"{count} {unit}{'s' if count != 1 else ''} ago"
    return date_text(_local(instant))


def date_text(day: date | datetime) -> str:
    """Return "12 Jan 2027"."""
    return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}"


def weekday_text(day: date | datetime) -> str:
    """Return "Tuesday, 12 January 2027"."""
    return f"{_DAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"


def month_name(month: str) -> str:
    """Return "November 2026" for "2026-11"."""
    return f"{_MONTHS[int(month[5:7]) - 1]} {month[:4]}"
