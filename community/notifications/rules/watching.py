"""Following a search: saved as it was typed, looked at every hour, told of what is new."""

from collections.abc import Sequence

import sqlalchemy as sa

from community.core import clock
from community.core.actors import Actor
from community.core.chunks import chunks
from community.core.db import db, insert_ignore, new_public_id
from community.core.errors import Conflict
from community.core.ports import SearchResult
from community.notifications import access
from community.notifications.kinds import Followed, Level, News
from community.notifications.models import Follow, SavedSearch, SearchMatch
from community.notifications.rules.following import follow
from community.notifications.rules.telling import have_told
from community.notifications.targets import Target, find_targets
from community.notifications.watching import watching

MOST_SEARCHES = 50
SEARCHES_A_JOB = 100
NEWEST = 20
"""Of each kind: what comes faster is no news any more but a flood."""


def follow_search(actor: Actor, typed: str) -> Target:
    """Have `actor` hear of what `typed` finds from now on; twice is the same as once.

    Raises Invalid for what can't be searched for, Conflict when they follow very many.
    """
    user_id = access.require_may_follow(actor, Followed.SEARCH)
    text = watching().checked(typed)
    _require_room(actor)
    insert_ignore(
        SavedSearch,
        [
            {
                "public_id": new_public_id(),
                "user_id": user_id,
                "text": text,
                "created_at": clock.now(),
            }
        ],
    )
    search = db.session.scalars(
        sa.select(SavedSearch).where(
            access.own_searches(actor), SavedSearch.text == text
        )
    ).one()
    # What is there already is no news.
    _note(search.id, watching().newest(text, clock.now().date(), NEWEST))
    key = (Followed.SEARCH, search.id)
    target = find_targets(actor, [key])[key]
    follow(actor, target, Level.ALL)
    return target


def find_followed(actor: Actor, typed: str) -> Target | None:
    """Return the search of `actor` with these words, if they follow it."""
    if actor.is_visitor:
        return None
    search_id = db.session.scalar(
        sa.select(SavedSearch.id)
        .join(
            Follow,
            sa.and_(
                Follow.object_id == SavedSearch.id,
                Follow.followed == Followed.SEARCH,
                Follow.stopped_on.is_(None),
            ),
        )
        .where(access.own_searches(actor), SavedSearch.text == typed)
    )
    key = (Followed.SEARCH, search_id or 0)
    return find_targets(actor, [key]).get(key) if search_id else None


def look_again(after: int = 0) -> int | None:
    """Tell of what is new for some searches that are followed; return where to go on."""
    day = clock.now().date()
    searches = db.session.scalars(
        sa.select(SavedSearch)
        .where(SavedSearch.id > after, _is_followed())
        .order_by(SavedSearch.id)
        .limit(SEARCHES_A_JOB)
    ).all()
    known: dict[str, list[SearchResult]] = {}
    for search in searches:
        since = max(search.created_at.date(), day - watching().memory)
        if search.text not in known:
            known[search.text] = watching().newest(
                search.text, day - watching().memory, NEWEST
            )
        fresh = [one for one in known[search.text] if (one.now.day or day) >= since]
        for match_id in _note(search.id, fresh):
            have_told(News.FOUND, match_id)
    return searches[-1].id if len(searches) == SEARCHES_A_JOB else None


def _note(search_id: int, found: Sequence[SearchResult]) -> list[int]:
    """Write down what a search found; return the ids of what it had not found before."""
    if not found:
        return []
    before = set(_ids(search_id, found))
    now = clock.now()
    insert_ignore(
        SearchMatch,
        [
            {
                "search_id": search_id,
                "kind": one.kind,
                "object_id": one.object_id,
                "found_at": now,
            }
            for one in found
        ],
    )
    return [one for one in _ids(search_id, found) if one not in before]


def _ids(search_id: int, found: Sequence[SearchResult]) -> list[int]:
    keys = [(one.kind, one.object_id) for one in found]
    return [
        match_id
        for chunk in chunks(keys)
        for match_id in db.session.scalars(
            sa.select(SearchMatch.id)
            .where(
                SearchMatch.search_id == search_id,
                sa.tuple_(SearchMatch.kind, SearchMatch.object_id).in_(chunk),
            )
            .order_by(SearchMatch.id)
        )
    ]


def _is_followed() -> sa.ColumnElement[bool]:
    return (
        sa.select(Follow.id)
        .where(
            Follow.followed == Followed.SEARCH,
            Follow.object_id == SavedSearch.id,
            Follow.level != Level.MUTE,
            Follow.stopped_on.is_(None),
        )
        .exists()
    )


def _require_room(actor: Actor) -> None:
    count = sa.select(sa.func.count()).where(access.own_searches(actor))
    if (db.session.scalar(count) or 0) >= MOST_SEARCHES:
        raise Conflict(
            f"You follow {MOST_SEARCHES} searches already. Stop following some first."
        )
