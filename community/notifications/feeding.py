"""The inbox and the saved list as entries of a feed."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from html import escape

from community.core.actors import Actor
from community.core.atom import Entry
from community.core.ports import SearchResult
from community.core.settings import get_settings
from community.demos.queries import list_ahead
from community.demos.reading import event_views
from community.notifications import queries
from community.notifications.inbox import open_inbox

_EXCERPT = 500


def news_entries(actor: Actor) -> list[Entry]:
    """Return what is new for `actor`, without what was taken away meanwhile.

    Like mails, programs that read feeds are seen by others: what tells that somebody
    wrote under an alias stays in the inbox.
    """
    site = get_settings().site_name
    return [
        Entry(
            # The same thing with something new about it is another entry.
            permanent_url=f"/inbox#{one.entry.public_id}-{one.changed_at:%Y%m%d%H%M%S}",
            title=one.headline,
            url=one.url,
            author=site,
            html=f"<p>You get this because {escape(one.reason_in_mail)}.</p>",
            published_at=one.changed_at,
            updated_at=one.changed_at,
        )
        for one in open_inbox(actor, None).items
        if not (one.is_gone or one.is_secret)
    ]


def saved_entries(actor: Actor) -> list[Entry]:
    """Return what `actor` saved, without what was taken away meanwhile."""
    site = get_settings().site_name
    return [
        Entry(
            title=one.target.name,
            url=one.target.path,
            author=site,
            html=f"<p>{escape(one.target.name)}</p>",
            published_at=one.saved.created_at,
            updated_at=one.saved.created_at,
            permanent_url=one.target.path.rpartition("/")[0],
        )
        for one in queries.list_saved(actor, None).items
        if one.target is not None
    ]


def found_entries(found: Sequence[SearchResult]) -> list[Entry]:
    """Return what a search found, the newest first; of each the day and no hour is told."""
    entries = [
        Entry(
            title=one.title,
            url=one.url,
            author=one.now.author or "Somebody",
            html=f"<p>{escape(one.body[:_EXCERPT])}</p>",
            published_at=_midnight(one.now.day),
            updated_at=_midnight(one.now.day),
        )
        for one in found
    ]
    return sorted(entries, key=lambda one: one.published_at, reverse=True)


def event_entries() -> list[Entry]:
    """Return what is to come of demos and webinars, as everybody reads it."""
    return [
        Entry(
            title=f"{one.mark}: {one.demo.title}" if one.mark else one.demo.title,
            url=one.url,
            author=one.by,
            html=f"<p>{escape('; '.join(each.words for each in one.times))}</p>"
            f"{one.demo.html}",
            published_at=one.demo.created_at,
            updated_at=one.demo.changed_at,
        )
        for one in event_views(list_ahead(None).items)
    ]


def _midnight(day: date | None) -> datetime:
    return datetime.combine(day or date.min, time(), UTC)
