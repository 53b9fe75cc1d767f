"""Versions of an edited post, each with what it changed, for people to read."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from community.accounts.models import User
from community.core.db import db
from community.core.paging import Page, keyset_page
from community.threads.models import Post, PostRevision

VERSIONS_A_PAGE = 10
_MOST_LINES = 600
"""Comparing takes time that grows with the square: longer texts are shown whole."""


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Line:
    change: Change
    text: str


@dataclass(frozen=True)
class Version:
    """One version, and its lines beside those of the version before."""

    number: int
    author: str
    written_at: datetime
    title: list[Line]
    tags: list[Line]
    body: list[Line]


def list_versions(post: Post, after: str | None) -> Page[Version]:
    """Return the versions of `post`, the latest first; none if it was never edited."""
    columns: list[Any] = [PostRevision, User.handle]
    page = keyset_page(
        sa.select(*columns)
        .join(User, User.id == PostRevision.author_id)
        .where(PostRevision.post_id == post.id),
        order=(PostRevision.version.desc(),),
        after=after,
        size=VERSIONS_A_PAGE,
    )
    rows = [(row[0], row[1]) for row in page.items]
    olders: list[PostRevision | None] = [revision for revision, _ in rows[1:]]
    if rows:
        olders.append(_find_before(rows[-1][0]))
    versions = [
        _version(revision, author, older)
        for (revision, author), older in zip(rows, olders, strict=True)
    ]
    return Page(items=versions, next_cursor=page.next_cursor)


def compare(old: str, new: str) -> list[Line]:
    """Return the lines of `new`, with those of `old` that are gone before them."""
    before, after = old.split("\n"), new.split("\n")
    if len(before) + len(after) > _MOST_LINES:
        return [
            *(Line(Change.REMOVED, line) for line in before),
            *(Line(Change.ADDED, line) for line in after),
        ]
    return list(_compared(before, after))


def _compared(before: list[str], after: list[str]) -> Iterator[Line]:
    matcher = difflib.SequenceMatcher(None, before, after)
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            yield from (Line(Change.SAME, line) for line in after[new_from:new_to])
            continue
        yield from (Line(Change.REMOVED, line) for line in before[old_from:old_to])
        yield from (Line(Change.ADDED, line) for line in after[new_from:new_to])


def _find_before(revision: PostRevision) -> PostRevision | None:
    return db.session.scalar(
        sa.select(PostRevision).where(
            PostRevision.post_id == revision.post_id,
            PostRevision.version == revision.version - 1,
        )
    )


def _version(
    revision: PostRevision, author: str, older: PostRevision | None
) -> Version:
    return Version(
        number=revision.version,
        author=author,
        written_at=revision.written_at,
        title=_changes(older.title if older else None, revision.title),
        tags=_changes(older.tags if older else None, revision.tags),
        body=_changes(older.source if older else None, revision.source),
    )


def _changes(old: str | None, new: str | None) -> list[Line]:
    if new is None:
        return []
    if old is None:
        return [Line(Change.SAME, line) for line in new.split("\n")]
    return compare(old, new)
