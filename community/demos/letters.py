"""Mails about events, to those who registered; where to join is in none of them.

A mail can't be called back, and is read by others: it leads to the page that shows it.
"""

from datetime import datetime

from community.accounts.letters import Letter, Site
from community.core.templating import weekday_text
from community.core.zones import in_zone
from community.demos import reading
from community.demos.paths import registration_path
from community.demos.queries import Row
from community.requests.reading import Seen


def receipt(site: Site, row: Row, zone: str, seen: Seen) -> Letter:
    """Return the receipt of a registration; its subject says nothing: others see it arrive."""
    facts = "\n".join(f"{label}: {value}" for label, value in seen.facts)
    told = f"{reading.organiser_of(row, site)} sees of you:\n{facts}"
    nothing = f"{reading.organiser_of(row, site)} sees nothing of you: you are counted, no more."
    return Letter(
        f"Receipt of your registration at {site.name}",
        f"You registered for this:\n\n{_about(site, row, zone)}\n"
        f"{told if facts else nothing}\n\n"
        "Where to join, a file for your calendar, and how to take it back:\n"
        f"{_place(site, row)}\n\n"
        "You get this because you registered. We write once more the day before it "
        "begins, and when it is moved or cancelled.\n",
    )


def moved(site: Site, row: Row, zone: str, before: datetime) -> Letter:
    was = in_zone(before, zone)
    return Letter(
        f"Moved: what you registered for at {site.name}",
        f"This has another time or place now:\n\n{_about(site, row, zone)}\n"
        f"It was to begin on {weekday_text(was)}, {was:%H:%M} (your clock).\n\n"
        "Where to join, a new file for your calendar, and how to take it back:\n"
        f"{_place(site, row)}\n",
    )


def cancelled(site: Site, row: Row, zone: str) -> Letter:
    return Letter(
        f"Cancelled: what you registered for at {site.name}",
        f"This will not take place:\n\n{_about(site, row, zone)}\n"
        "A file that takes it out of your calendar, and what was seen of you:\n"
        f"{_place(site, row)}\n",
    )


def reminder(site: Site, row: Row, zone: str) -> Letter:
    return Letter(
        f"Soon: what you registered for at {site.name}",
        f"This begins within a day:\n\n{_about(site, row, zone)}\n"
        "Where to join, and how to take your registration back:\n"
        f"{_place(site, row)}\n\n"
        "You get this because you registered.\n",
    )


def _about(site: Site, row: Row, zone: str) -> str:
    times = "\n".join(one.words for one in reading.times_of(row.demo, zone))
    return f"{row.demo.title}\nBy {reading.organiser_of(row, site)}\n{times}\n"


def _place(site: Site, row: Row) -> str:
    return site.link(registration_path(row.demo.public_id))
