"""The inbox as its reader sees it: what is new, why they got it, and where it leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from community.core.actors import Actor
from community.core.paging import Page
from community.notifications import queries, wording
from community.notifications.contents import find_contents
from community.notifications.items import Content
from community.notifications.kinds import ABOUT_ONESELF, News, Why
from community.notifications.models import InboxEntry
from community.notifications.targets import Target, find_targets


@dataclass(frozen=True)
class EntryView:
    """One entry; without an address what it tells of was taken away."""

    entry: InboxEntry
    headline: str
    url: str
    target: Target | None
    is_read: bool
    """Marked so, or seen where it stands."""

    @property
    def why(self) -> Why:
        return self.entry.why

    @property
    def concerns_openly(self) -> bool:
        """Whether others may know that it is about what the reader wrote."""
        return self.entry.owner_key is None and self.why in ABOUT_ONESELF

    @property
    def is_secret(self) -> bool:
        """Whether what it says, in whatever words, is that they wrote under an alias."""
        return self.entry.owner_key is not None and self.entry.news is News.YOURS_CHOSEN

    @property
    def reason(self) -> str:
        return wording.reason(self.why, self.target.name if self.target else "it")

    @property
    def reason_in_mail(self) -> str:
        name = self.target.name if self.target else "it"
        return wording.reason(self.why, name, in_mail=True)

    @property
    def changed_at(self) -> datetime:
        return self.entry.changed_at

    @property
    def is_gone(self) -> bool:
        return not self.url


def open_inbox(actor: Actor, after: str | None) -> Page[EntryView]:
    """Return one page of the actor's inbox: ten queries at most, whatever is in it."""
    page = queries.list_entries(actor, after)
    return Page(describe(actor, page.items), page.next_cursor)


def describe(actor: Actor, entries: Sequence[InboxEntry]) -> list[EntryView]:
    """Return entries in words, in their order, with what may be shown of them now."""
    targets = find_targets(actor, [(one.about, one.subject_id) for one in entries])
    contents = find_contents(actor, entries)
    seen = queries.find_seen(actor, entries)
    return [
        _view(
            one,
            targets.get((one.about, one.subject_id)),
            contents.get(one.id, []),
            is_read=one.is_read or one.id in seen,
        )
        for one in entries
    ]


def _view(
    entry: InboxEntry, target: Target | None, contents: list[Content], *, is_read: bool
) -> EntryView:
    shown = contents if target is not None else []
    name = target.name if target else ""
    return EntryView(
        entry=entry,
        headline=wording.headline(entry.news, entry.about, name, shown),
        url=wording.link(entry.news, target, shown),
        target=target,
        is_read=is_read,
    )
