"""The shapes through which moderators see what people wrote, people, and vendors."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

import sqlalchemy as sa

from community.core.actors import Actor
from community.core.visibility import State


@dataclass(frozen=True)
class ModeratedItem:
    """Something that people wrote and moderators decide about, as it is now."""

    kind: str
    object_id: int
    public_id: str
    title: str
    url: str
    text: str
    """Its words without layout."""
    version: int
    author: str
    """The name that stands beside it: a handle, an alias, a signature."""
    author_id: int | None
    """Nobody, where it stands under an alias."""
    vendor_id: int | None
    is_public: bool
    is_verified: bool
    """Whether flags alone never hide it."""
    is_disclosed: bool = False
    """Whether its author says beside it that they are of a vendor: nothing is hidden then."""
    state: State = State.PUBLIC
    is_locked: bool | None = None
    """Whether it takes no more answers; None for what takes none."""
    is_answer: bool = False
    """Whether it can be made a question of its own."""
    alerted_until: datetime | None = None
    """How long a vendor's pages show an alert."""
    is_unreached: bool = False
    """Whether no measure reaches whose page it is: the page itself may be hidden then."""
    stays_on_record: bool = False
    """Whether it is hidden, never removed: the site made it, or it stays on record."""
    is_made_by_site: bool = False
    """Whether the site made it of what people told: nobody posted it."""
    parts: tuple[tuple[str, str], ...] = ()
    """What moderators may take words out of: labels and texts; empty where they can't."""
    vendor: str = ""
    product: str = ""
    """Slugs of what it is about."""
    subject: str = ""
    """The name of that."""


class Subject(Protocol):
    """A kind of thing that moderators decide about."""

    kind: str
    label: str

    def load(self, object_id: int) -> ModeratedItem:
        """Return it whoever may see it."""
        ...

    def is_own(self, actor: Actor, object_id: int) -> bool:
        """Whether `actor` wrote it, under their name or an alias, or is it."""
        ...

    def category_of(self, object_id: int) -> int | None:
        """Return the category that it belongs to, for moderators who work in some."""
        ...

    def write_to_author(self, object_id: int, subject: str, text: str) -> bool:
        """Send its author a letter, which tells nobody who wrote under an alias.

        Returns False for nobody who can be written to.
        """
        ...


class Alerted(Subject, Protocol):
    """Vendors, which moderators may warn about on their pages."""

    def find(self, actor: Actor, public_id: str) -> ModeratedItem | None:
        """Return the one with a public id, None where there is none."""
        ...

    def alert(self, object_id: int, text: str, until: datetime) -> None:
        """Show `text` on its pages, in place of an earlier alert."""
        ...

    def end_alert(self, object_id: int) -> None:
        """Show none any more."""
        ...


ROSTER = "fairquote.roster"
"""`app.extensions[ROSTER]` is a KnowsRoster."""


class KnowsRoster(Protocol):
    """What knows who moderates."""

    def count_deciding(self) -> int:
        """Return how many moderators may decide about anything, today."""
        ...


class KnowsOpenCases(Protocol):
    """What knows what moderators have not decided yet."""

    def in_front(self, kind: str, object_ids: Collection[int]) -> set[int]:
        """Return which of some things flags would have hidden, were they not verified."""
        ...

    def reporters(self, kind: str, object_ids: sa.Select[int], since: datetime) -> int:
        """Count who reported one of them, not in vain, and not as the vendor's people."""
        ...


class KnowsCategories(Protocol):
    """What knows the categories that products are filed under."""

    def categories(self) -> dict[int, str]:
        """Return their names, in the order of these."""
        ...


@runtime_checkable
class Contested(Protocol):
    """A kind of thing that is about what somebody else wrote."""

    def is_about_own(self, actor: Actor, object_id: int) -> bool:
        """Whether `actor` wrote what it is about: others decide about it then."""
        ...


class Hidable(Subject, Protocol):
    """A kind of thing that moderators keep from others, and show again."""

    def hide(self, actor: Actor, object_id: int, reason: str) -> None:
        """Keep it from all but its author; nothing if it is hidden."""
        ...

    def show(self, actor: Actor, object_id: int, reason: str) -> None:
        """Show it again; nothing if it is shown."""
        ...


class Moderated(Hidable, Protocol):
    """A kind of thing that can be flagged; each slice offers its own.

    Changes of state publish the slice's events; the caller writes the audit.
    """

    def find(self, actor: Actor, public_id: str) -> ModeratedItem | None:
        """Return what `actor` may read, None otherwise."""
        ...

    def hold(self, object_id: int) -> None:
        """Keep what is public from all but its author, until a moderator decides."""
        ...

    def remove(self, actor: Actor, object_id: int, reason: str) -> None:
        """Keep it from its author too; nothing if it is removed."""
        ...


@runtime_checkable
class Located(Protocol):
    """A kind of thing that pages with ids of their own show."""

    def find_on_page(self, actor: Actor, public_id: str) -> ModeratedItem | None:
        """Return what stands first on the page with that id, None otherwise."""
        ...


@runtime_checkable
class Addressed(Protocol):
    """A kind of thing that stands on pages without an id of their own."""

    def find_at(self, actor: Actor, path: str) -> ModeratedItem | None:
        """Return what stands at a path of ours, None otherwise."""
        ...


class Redacted(Moderated, Protocol):
    """A kind of thing that moderators take words out of."""

    def redact(
        self, actor: Actor, object_id: int, texts: Sequence[str], reason: str
    ) -> Mapping[str, Any]:
        """Let its parts say `texts` and nothing more, in its history as well.

        Returns what `unredact` needs; raises Invalid for words that were put in.
        """
        ...

    def unredact(
        self, actor: Actor, object_id: int, kept: Mapping[str, Any], reason: str
    ) -> None:
        """Put the words back; raise Conflict when it was edited since."""
        ...


class Rearranged(Moderated, Protocol):
    """A kind of thing that may stand in the wrong place.

    Each returns what undoing needs; `target` is what a moderator typed: the address of
    where it belongs, or a title and the addresses of what goes along.
    """

    def move(
        self, actor: Actor, object_id: int, target: str, reason: str
    ) -> Mapping[str, Any]:
        """File it elsewhere."""
        ...

    def merge(
        self, actor: Actor, object_id: int, target: str, reason: str
    ) -> Mapping[str, Any]:
        """Give its answers to what was asked before."""
        ...

    def split(
        self, actor: Actor, object_id: int, target: str, reason: str
    ) -> Mapping[str, Any]:
        """Make it a question of its own."""
        ...

    def put_in_place(
        self, actor: Actor, object_id: int, deed: str, kept: Mapping[str, Any]
    ) -> None:
        """Undo "move", "merge" or "split"; raise Conflict when it is too late."""
        ...


class Lockable(Moderated, Protocol):
    """A kind of thing that takes answers until a moderator locks it."""

    def lock(self, actor: Actor, object_id: int, reason: str) -> None:
        """Let it take no more answers; nothing if it is locked."""
        ...

    def unlock(self, actor: Actor, object_id: int, reason: str) -> None:
        """Let it take answers again; nothing if it is not locked."""
        ...


@runtime_checkable
class Rated(Protocol):
    """A kind of thing with stars: of which everybody may see how many are taken away."""

    def by_stars(self) -> Mapping[int, tuple[int, int]]:
        """Return, by stars, how many show and how many a moderator has taken away."""
        ...
