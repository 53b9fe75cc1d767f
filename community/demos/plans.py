"""An event as typed, cleaned and checked: words, time, place to join."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from community.core import clock
from community.core.errors import Invalid
from community.core.screening import watched
from community.core.text import clean_block, clean_line
from community.core.zones import find_instant, in_zone
from community.demos.kinds import DemoKind
from community.demos.models import LINK_LENGTH, MOST_SEATS, TITLE_LENGTH
from community.reviews.drafts import rendered, wrong_text

NOT_SAVED = "Nothing is announced yet."
SOONEST, LATEST = timedelta(minutes=30), timedelta(days=180)


@dataclass(frozen=True)
class Plan:
    """What somebody would announce; `shown` is what the clocks of `zone` show then."""

    kind: DemoKind
    title: str
    body: str
    shown: datetime
    zone: str
    minutes: int
    link: str
    seats: int | None = None
    product_id: int | None = None


@dataclass(frozen=True)
class Checked:
    """A plan as it is kept; times are instants."""

    title: str
    source: str
    html: str
    starts_at: datetime
    ends_at: datetime
    link: str


def checked(plan: Plan, *, before: tuple[datetime, str] | None = None) -> Checked:
    """Return a plan cleaned; raise Invalid with what is wrong, field by field.

    `before` is when and on whose clocks it was to begin: what stays is not asked again,
    so the second of two hours that clocks show alike survives an edit of the words.
    """
    title, link = clean_line(plan.title), clean_line(plan.link)
    source = clean_block(plan.body).strip()
    texts = watched({"title": title, "body": source}, NOT_SAVED)
    title, source = texts["title"], texts["body"]
    starts, wrong_start = _start(plan, before)
    wrongs = {
        "title": _wrong_title(title),
        "body": wrong_text(source),
        "starts": wrong_start,
        "link": _wrong_link(link),
        "seats": _wrong_seats(plan.seats),
    }
    if link and (link in source or link in title):
        wrongs["body"] = (
            "Take the address to join out of the words: those who register get it."
        )
    fields = {name: sentence for name, sentence in wrongs.items() if sentence}
    if fields:
        raise Invalid(NOT_SAVED, fields=fields)
    return Checked(
        title=title,
        source=source,
        html=rendered("body", source, NOT_SAVED),
        starts_at=starts,
        ends_at=starts + timedelta(minutes=plan.minutes),
        link=link,
    )


def _start(plan: Plan, before: tuple[datetime, str] | None) -> tuple[datetime, str]:
    """Return the instant, and what is wrong with it or ""."""
    now = clock.now()
    if before is not None and plan.zone == before[1]:
        stood = in_zone(before[0], plan.zone).replace(tzinfo=None)
        if plan.shown == stood.replace(second=0, microsecond=0):
            return before[0], ""
    try:
        starts = find_instant(plan.shown, plan.zone)
    except OverflowError:  # a year that no clock shows
        starts = None
    if starts is None:
        return now, "No clock there shows that time: clocks go forward then."
    if not SOONEST <= starts - now <= LATEST:
        return now, f"Choose a time from half an hour on, within {LATEST.days} days."
    return starts, ""


def _wrong_title(title: str) -> str:
    if not title:
        return "Say in a line what is shown."
    if len(title) > TITLE_LENGTH:
        return f"Keep the line to {TITLE_LENGTH} characters."
    return ""


def _wrong_link(link: str) -> str:
    wrong = "Give the address of the conference: it begins with https://."
    if len(link) > LINK_LENGTH:
        return f"Keep the address to {LINK_LENGTH} characters."
    try:
        parts = urlsplit(link)
    except ValueError:  # half an IPv6 address
        return wrong
    if parts.scheme != "https" or not parts.hostname or " " in link:
        return wrong
    return ""


def _wrong_seats(seats: int | None) -> str:
    if seats is not None and not 1 <= seats <= MOST_SEATS:
        return f"Choose 1 to {MOST_SEATS:,}, or leave it open."
    return ""
