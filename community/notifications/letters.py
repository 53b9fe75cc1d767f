"""The mails about news: what is new, why one gets it, and how to end it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from community.accounts.letters import Site
from community.core import clock
from community.core.repeating import Repeated
from community.notifications.htmlmail import HtmlMail
from community.notifications.kinds import Frequency
from community.notifications.quiet import QuietHours, digest_due

DIGEST_ITEMS = 7
BATCH_ITEMS = 20

_SUBJECTS = {
    Frequency.AT_ONCE: "News for you at {site}",
    Frequency.DAILY: "Your day at {site}",
    Frequency.WEEKLY: "Your week at {site}",
}
_CLOCK = {
    Frequency.AT_ONCE: "",
    Frequency.DAILY: " A day’s mail goes out at {due:%H:%M} ({zone}).",
    Frequency.WEEKLY: (" A week’s mail goes out on {due:%A} at {due:%H:%M} ({zone})."),
}
_A_THURSDAY = 3
_OPENINGS = {
    Frequency.AT_ONCE: "This is new at {site}, {handle}:",
    Frequency.DAILY: "This is what was new today at {site}, {handle}:",
    Frequency.WEEKLY: "This is what was new this week at {site}, {handle}:",
}


_TEST = (
    "This is the test that you asked for, {handle}. Mails from {site} reach you; if this "
    "one lay among the unwanted, mark it as wanted, and the next ones will arrive too."
)

_LISTS = {
    Repeated.ASKED: "Questions to you <asked.{host}>",
    Repeated.REMINDER: "Reminders <reminders.{host}>",
    Repeated.LATE: "Late cases <late.{host}>",
}
_ENDS = {
    Repeated.ASKED: "Be asked no more",
    Repeated.REMINDER: "End all reminders of dates",
    Repeated.LATE: "End all mails about late cases",
}


@dataclass(frozen=True)
class Line:
    """One piece of news: in words, where it is, why one gets it, and what ends it."""

    headline: str
    path: str
    reason: str
    stop_path: str = ""


@dataclass(frozen=True)
class NewsLetter:
    """A mail about news, in both forms, with what mail programs read of it."""

    subject: str
    text: str
    html: str | None
    headers: dict[str, str]


def write_letter(
    frequency: Frequency,
    site: Site,
    handle: str,
    lines: Sequence[Line],
    *,
    more: int,
    unsubscribe: str,
    zone: str,
    quiet: QuietHours | None = None,
) -> NewsLetter:
    """Return the mail; `more` pieces of news are in the inbox only.

    When the next one of its kind goes out is told as the clocks of `zone` show it.
    The subject says nothing of what is new: anybody may see it on a locked screen.
    """
    words = {"site": site.name, "handle": handle}
    end = site.link(unsubscribe)
    opening = _OPENINGS[frequency].format(**words)
    due = digest_due(_ends(frequency, clock.now()), zone, quiet)
    told = _CLOCK[frequency].format(due=due, zone=zone)
    asked = f"You asked {site.name} to tell you of news by mail.{told}"
    return NewsLetter(
        subject=_SUBJECTS[frequency].format(**words),
        text=_text(opening, site, lines, more, end, asked),
        html=_html(opening, site, lines, more, end, asked),
        headers=_headers("News <news.{host}>", site, end),
    )


def write_test_letter(site: Site, handle: str, *, unsubscribe: str) -> NewsLetter:
    """Return a mail of no news, with the form and the headers of those that have some."""
    end = site.link(unsubscribe)
    opening = _TEST.format(site=site.name, handle=handle)
    asked = f"You asked {site.name} for this test on your page of notifications."
    return NewsLetter(
        subject=f"A test mail from {site.name}",
        text=_text(opening, site, [], 0, end, asked),
        html=_html(opening, site, [], 0, end, asked),
        headers=_headers("News <news.{host}>", site, end),
    )


def write_repeated(
    kind: Repeated, site: Site, subject: str, text: str, *, unsubscribe: str
) -> NewsLetter:
    """Return a letter of another room, with how to end those of its kind."""
    end = site.link(unsubscribe)
    foot = f"\n-- \n{_ENDS[kind]}, without logging in: {end}\n"
    return NewsLetter(
        subject, text + foot, html=None, headers=_headers(_LISTS[kind], site, end)
    )


def _ends(frequency: Frequency, now: datetime) -> datetime:
    """Return when the next day ends, in UTC; or the next week, as Thursday begins."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if frequency is Frequency.WEEKLY:
        return midnight + timedelta(days=(_A_THURSDAY - now.weekday()) % 7 or 7)
    return midnight + timedelta(days=1)


def _headers(list_id: str, site: Site, end: str) -> dict[str, str]:
    host = site.base_url.partition("://")[2].partition(":")[0]
    return {
        "List-Id": list_id.format(host=host),
        "List-Unsubscribe": f"<{end}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
        "X-Auto-Response-Suppress": "All",
    }


def _text(
    opening: str, site: Site, lines: Sequence[Line], more: int, end: str, asked: str
) -> str:
    parts = [opening, ""]
    for line in lines:
        parts += [line.headline, site.link(line.path)]
        parts.append(f"You get this because {line.reason}.")
        if line.stop_path:
            parts.append(f"No more mails about it: {site.link(line.stop_path)}")
        parts.append("")
    if more:
        parts += [f"{_more(more)} {site.link('/inbox')}", ""]
    parts += [
        "-- ",
        asked,
        f"How often: {site.link('/account/notifications')}",
        f"End all of these mails, without logging in: {end}",
        "",
    ]
    return "\n".join(parts)


def _html(
    opening: str, site: Site, lines: Sequence[Line], more: int, end: str, asked: str
) -> str:
    mail = HtmlMail(site.name, site.base_url)
    mail.paragraph(opening)
    for line in lines:
        mail.news(
            line.headline,
            site.link(line.path),
            f"You get this because {line.reason}.",
            site.link(line.stop_path) if line.stop_path else "",
        )
    if more:
        mail.linked(_more(more), "Open your inbox", site.link("/inbox"))
    mail.foot(
        asked,
        [
            ("How often", site.link("/account/notifications")),
            ("End all of these mails", end),
        ],
    )
    return mail.written()


def _more(more: int) -> str:
    return f"{more:,} more {'thing is' if more == 1 else 'things are'} in your inbox:"
