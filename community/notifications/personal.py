"""What notifications hold of a person: all of it goes with them."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from community.core.db import changed, db
from community.core.personal import Fate, Held, Kept, Leaver, Part, Person
from community.core.settings import Settings
from community.notifications.access import own_of
from community.notifications.kinds import Followed
from community.notifications.models import (
    Follow,
    InboxEntry,
    InboxItem,
    Reader,
    SavedItem,
    SavedSearch,
    SearchMatch,
)
from community.notifications.rules.forgetting import DAYS_TO_UNDO, KEPT_DAYS
from community.notifications.targets import ref_column
from community.threads.owners import owner_key


def _entries(person: Person) -> sa.Select[int]:
    whose = own_of(person.user_id, owner_key(person.user_id), InboxEntry)
    return sa.select(InboxEntry.id).where(whose)


def _searches(person: Person) -> sa.Select[int]:
    return sa.select(SavedSearch.id).where(SavedSearch.user_id == person.user_id)


def _names(kind: str, number: str) -> Any:
    """Return what tells how addresses call the thing that a row is about."""

    def tell(_person: Person, row: Mapping[str, Any]) -> dict[str, Any]:
        column = ref_column(Followed(row[kind]))
        there: Any = sa.select(column).where(column.class_.id == row[number])
        return {"called": db.session.scalar(there)}

    return tell


HELD = (
    Held(
        Follow,
        Fate.ERASED,
        "What you follow",
        lambda person: own_of(person.user_id, owner_key(person.user_id), Follow),
        without=frozenset({"object_id"}),
        tells=_names("followed", "object_id"),
    ),
    Held(
        InboxEntry,
        Fate.ERASED,
        "Your inbox",
        lambda person: own_of(person.user_id, owner_key(person.user_id), InboxEntry),
        without=frozenset({"subject_id", "latest_id"}),
        tells=_names("about", "subject_id"),
    ),
    Held(
        InboxItem,
        Fate.ERASED,
        whose=lambda person: InboxItem.entry_id.in_(_entries(person)),
        why="Numbers of what an entry tells of; the entry says what it is about.",
    ),
    Held(
        SavedSearch,
        Fate.ERASED,
        "Searches that you follow",
        lambda person: SavedSearch.user_id == person.user_id,
    ),
    Held(
        SearchMatch,
        Fate.ERASED,
        "When they found something",
        lambda person: SearchMatch.search_id.in_(_searches(person)),
        without=frozenset({"object_id"}),
    ),
    Held(
        Reader,
        Fate.ERASED,
        "How you want to hear of things",
        lambda person: Reader.user_id == person.user_id,
        without=frozenset({"feed_id"}),
    ),
    Held(
        SavedItem,
        Fate.ERASED,
        "What you saved for later",
        lambda person: SavedItem.user_id == person.user_id,
        without=frozenset({"object_id"}),
        tells=_names("kind", "object_id"),
    ),
)


def erase(leaver: Leaver) -> None:
    """Let nobody follow who goes, nor look for what they wrote by their name."""
    them = ((Follow, Follow.followed), (InboxEntry, InboxEntry.about))
    for model, kind in them:
        about = Follow.object_id if model is Follow else InboxEntry.subject_id
        changed(
            sa.delete(model).where(kind == Followed.PERSON, about == leaver.user_id)
        )
    searches = sa.select(SavedSearch.id).where(
        SavedSearch.text.icontains(f"by:{leaver.handle}", autoescape=True)
    )
    ids = list(db.session.scalars(searches))
    changed(
        sa.delete(Follow).where(
            Follow.followed == Followed.SEARCH, Follow.object_id.in_(ids)
        )
    )
    changed(sa.delete(SavedSearch).where(SavedSearch.id.in_(ids)))


def retention(_settings: Settings) -> tuple[Kept, ...]:
    return (
        Kept(
            "Your inbox",
            f"{KEPT_DAYS} days after the last news about a thing",
            "To read what is new.",
        ),
        Kept(
            "What you follow, save and search for",
            f"until you stop; a follow that was stopped {DAYS_TO_UNDO} days more",
            "To tell you what is new, and to undo it.",
        ),
        Kept(
            "How you want to hear of things, and whether mail reaches you",
            "as long as the account",
            "So that nobody gets mail they don’t want.",
        ),
    )


PART = Part("notifications", "Notifications", HELD, retention, erase)
