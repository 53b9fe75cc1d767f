"""Events as they are read: on lists and pages, by those who registered, and by organisers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from community.accounts.letters import Site
from community.accounts.post import site
from community.catalog.paths import product_path, vendor_path
from community.core.icalendar import CalendarEvent, calendar_file
from community.core.templating import weekday_text
from community.core.visibility import State
from community.core.zones import UTC_ZONE, in_zone
from community.demos import access, queries
from community.demos.kinds import KIND_LABELS, Stage
from community.demos.models import Demo, DemoRegistration
from community.demos.paths import event_path, registration_path
from community.demos.queries import Row
from community.requests import reading as requests
from community.requests.drafts import Shown
from community.requests.kinds import Reveals
from community.requests.reading import Seen

_PLACE = "Online: those who register are told where"


@dataclass(frozen=True)
class When:
    """The time on the clocks of one zone."""

    starts: datetime
    ends: datetime
    zone: str
    whose: str

    @property
    def words(self) -> str:
        """Return it as "Tuesday, 12 January 2027, 14:00 to 15:00 (Berlin time, UTC+01:00)"."""
        same_day = self.starts.date() == self.ends.date()
        ends = f"{self.ends:%H:%M}" if same_day else f"{self.ends:%H:%M} the day after"
        return (
            f"{weekday_text(self.starts)}, {self.starts:%H:%M} to {ends} "
            f"({', '.join(filter(None, (self.whose, self.zone_words)))})"
        )

    @property
    def zone_words(self) -> str:
        """Return the zone with how far it is from UTC on that day: summer time is in it."""
        offset = f"{self.starts:%z}".replace("-", "−")  # which breaks no line
        name = self.zone.replace("_", " ")
        if self.zone == UTC_ZONE:
            return name
        return f"{name}, UTC{offset[:3]}:{offset[3:5]}"


def times_of(demo: Demo, zone: str = "") -> tuple[When, ...]:
    """Return when it is: on the reader's clock if there is one, and as it was announced.

    Without a zone, for visitors and shared pages, as announced and in UTC.
    """
    wanted = (
        [(zone, "your clock"), (demo.zone, "as announced")]
        if zone
        else [(demo.zone, "as announced"), (UTC_ZONE, "")]
    )
    found: dict[str, When] = {}
    for name, whose in wanted:
        if name not in found:
            found[name] = When(
                in_zone(demo.starts_at, name), in_zone(demo.ends_at, name), name, whose
            )
    return tuple(found.values())


def organiser_of(row: Row, place: Site | None = None) -> str:
    """Return who announced it: the vendor, or the host of this site."""
    if row.demo.by_host or row.vendor is None:
        return f"The host of {(place or site()).name}"
    return row.vendor.name


@dataclass(frozen=True)
class EventView:
    """An event as everybody reads it: where to join is not in it."""

    demo: Demo
    url: str
    kind: str
    by: str
    by_url: str
    signature: str
    product: str
    product_url: str
    times: tuple[When, ...]
    is_ahead: bool
    is_full: bool

    @property
    def mark(self) -> str:
        """Return what is the matter with it, "" where it goes on as announced."""
        if self.demo.state is not State.PUBLIC:
            return "Hidden by a moderator"
        if self.demo.stage is Stage.CANCELLED:
            return "Cancelled"
        if not self.is_ahead:
            return "Over"
        return "Full" if self.is_full else ""


def event_view(row: Row, zone: str = "") -> EventView:
    demo, vendor, product = row.demo, row.vendor, row.product
    return EventView(
        demo=demo,
        url=event_path(demo.public_id),
        kind=KIND_LABELS[demo.kind],
        by=organiser_of(row),
        by_url="" if demo.by_host or vendor is None else vendor_path(vendor),
        signature="" if row.claim is None else row.claim.signature,
        product="" if product is None else product.name,
        product_url="" if product is None else product_path(product),
        times=times_of(demo, zone),
        is_ahead=access.is_ahead(demo),
        is_full=access.is_full(demo),
    )


def event_views(rows: Sequence[Row], zone: str = "") -> list[EventView]:
    return [event_view(one, zone) for one in rows]


def next_of_product(public_id: str) -> list[EventView]:
    """Return what a product's page shows: to everybody the same."""
    return event_views(queries.list_ahead_of_product(public_id))


def next_of_vendor(vendor_id: int) -> list[EventView]:
    return event_views(queries.list_ahead_of_vendor(vendor_id))


def seen(told: Shown) -> Seen:
    """Return everything that an organiser sees of somebody: a row without a name or alias."""
    return requests.seen("", told)


def seen_of(registration: DemoRegistration) -> Seen:
    return seen(
        Shown(
            reveals=registration.reveals,
            size=registration.shown_size,
            region=registration.shown_region,
            name=registration.shown_name,
            mail=registration.shown_mail,
        )
    )


@dataclass(frozen=True)
class OwnRegistration:
    """An event as somebody reads it who registered."""

    event: EventView
    seen: Seen
    link: str
    """Where to join, "" where it is off, hidden, or over."""
    may_reveal: bool


def own_registration(
    row: Row, registration: DemoRegistration, zone: str
) -> OwnRegistration:
    return OwnRegistration(
        event=event_view(row, zone),
        seen=seen_of(registration),
        link=row.demo.link if access.shows_link(row.demo) else "",
        may_reveal=access.is_ahead(row.demo)
        and registration.reveals is not Reveals.PERSON,
    )


def calendar_of(row: Row, *, own: bool) -> str:
    """Return a calendar file: `own` is for who registered, and holds where to join.

    Both are the same event to a calendar, so the one replaces the other there.
    """
    demo, place = row.demo, site()
    path = registration_path if own else event_path
    shows_link = own and access.shows_link(demo)
    return calendar_file(
        CalendarEvent(
            uid=f"{demo.public_id}@{urlsplit(place.base_url).hostname or 'localhost'}",
            stamp=demo.changed_at,
            starts=demo.starts_at,
            minutes=demo.minutes,
            title=f"{demo.title} ({organiser_of(row, place)})",
            place=demo.link if shows_link else _PLACE,
            url=place.link(path(demo.public_id)),
            is_certain=True,
            sequence=demo.sequence,
            is_cancelled=demo.stage is Stage.CANCELLED,
        )
    )


@dataclass(frozen=True)
class Guests:
    """Who registered, as the organiser sees it: all are counted, some are told of."""

    count: int
    seen: list[Seen]
    next_cursor: str | None


def guests_of(demo: Demo, after: str | None) -> Guests:
    page = queries.list_guests(demo, after)
    return Guests(demo.taken, [seen_of(one) for one in page.items], page.next_cursor)
