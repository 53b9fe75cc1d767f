"""What the site holds of one person, table by table: for their export and for their going.

Each room says it of its own tables in a Part, and the composition root hands all of them
over. A structure test fails for a table of which nobody says anything.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask import current_app

from community.core.db import Base
from community.core.settings import Settings

PARTS = "fairquote.personal"
"""`app.extensions[PARTS]` is a tuple of Part, in the order in which people read them."""

ANYBODY = "a deleted member"
"""What stands in texts where a handle stood."""
NOBODY = "Deleted member"
"""What stands beside what somebody left behind."""


class Fate(StrEnum):
    """What becomes of a table's rows when the account goes that they belong to."""

    ERASED = "erased"
    NAMELESS = "nameless"
    """They stay without anything that tells whose they were."""
    KEPT = "kept"
    """They stay as they are: `why` says for what reason."""
    NOBODYS = "nobody's"
    """The table holds nothing of a person."""


@dataclass(frozen=True)
class Person:
    """Whose data is asked for; `items` are ids of what they wrote, by moderators' kinds."""

    user_id: int
    handle: str
    email: str | None
    items: Mapping[str, frozenset[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Leaver(Person):
    """Somebody whose account goes now; their public texts stay if they `leave_texts`."""

    leave_texts: bool = True


Rows = list[dict[str, Any]]
Whose = Callable[[Person], sa.ColumnElement[bool]]
Indexed = Callable[[Sequence[int]], Mapping[str, Collection[int]]]


@dataclass(frozen=True)
class Held:
    """One table: whose its rows are, under which title they are exported, what becomes of them.

    Without a `title` it is not exported, and `why` says the reason. `rows` makes the
    export where a row cannot be found by a condition; `tells` adds to a row what its
    numbers mean; `without` names columns that stay out.
    """

    model: type[Base]
    fate: Fate
    title: str = ""
    whose: Whose | None = None
    why: str = ""
    without: frozenset[str] = frozenset()
    rows: Callable[[Person], Rows] | None = None
    tells: Callable[[Person, Mapping[str, Any]], Mapping[str, Any]] | None = None
    indexed: Indexed | None = None
    """What search knows of rows with these ids, where it knows any."""

    @property
    def table(self) -> sa.Table:
        found: Any = self.model.__table__
        return found  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Kept:
    """A row of the retention table: what is kept, for how long, and why."""

    what: str
    how_long: str
    why: str


def _nothing(_settings: Settings) -> Sequence[Kept]:
    return ()


@dataclass(frozen=True)
class Part:
    """What one room holds of people. `erase` does what deleting rows alone would not."""

    name: str
    title: str
    held: tuple[Held, ...]
    retention: Callable[[Settings], Sequence[Kept]] = _nothing
    erase: Callable[[Leaver], None] | None = None
    items: Callable[[int], Mapping[str, Collection[int]]] | None = None


def nobodys(*models: type[Base]) -> tuple[Held, ...]:
    """Return what is to be said of tables without people in them."""
    return tuple(Held(model, Fate.NOBODYS) for model in models)


def parts() -> Sequence[Part]:
    """Return what the running application's rooms hold of people."""
    found: Sequence[Part] = current_app.extensions[PARTS]
    return found


def items_of(user_id: int) -> dict[str, frozenset[int]]:
    """Return the ids of all that somebody wrote, by the kinds that moderators know."""
    found: dict[str, frozenset[int]] = {}
    for part in parts():
        if part.items is not None:
            for kind, ids in part.items(user_id).items():
                found[kind] = found.get(kind, frozenset()) | frozenset(ids)
    return found


def retention(settings: Settings) -> list[tuple[str, Sequence[Kept]]]:
    """Return the retention table, by rooms, as the settings have it; one's account first."""
    ordered = sorted(parts(), key=lambda part: part.name != "account")
    told = [(part.title, part.retention(settings)) for part in ordered]
    return [(title, kept) for title, kept in told if kept]
