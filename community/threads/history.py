"""Versions of an edited post, each with what it changed, for people to read."""

import difflib
import re
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
_MOST_WORDS = 800
"""Comparing takes time that grows with the square: longer texts are shown whole."""

_WORDS = re.compile(r"\S+|\s+")


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """Some characters of a text, and what became of them."""

    change: Change
    text: str


@dataclass(frozen=True)
class Version:
    """One version, with what it changed in the version before."""

    number: int
    author: str
    written_at: datetime
    title: list[Piece]
    tags: list[Piece]
    body: list[Piece]


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


def compare(old: str, new: str) -> list[Piece]:
    """Return `new` in pieces, each preceded by what it took the place of in `old`."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if len(before) + len(after) > _MOST_LINES:
        return _swapped(old, new)
    pieces: list[Piece] = []
    for kind, gone, come in _blocks(before, after):
        pieces += [Piece(Change.SAME, come)] if kind == "equal" else _words(gone, come)
    return pieces


def _words(old: str, new: str) -> list[Piece]:
    """Compare two passages word by word, if they have something in common."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if not before or not after or len(before) + len(after) > _MOST_WORDS:
        return _swapped(old, new)
    pieces: list[Piece] = []
    for kind, gone, come in _blocks(before, after):
        pieces += (
            [Piece(Change.SAME, come)] if kind == "equal" else _swapped(gone, come)
        )
    return pieces


def _blocks(before: list[str], after: list[str]) -> Iterator[tuple[str, str, str]]:
    matcher = difflib.SequenceMatcher(None, before, after)
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        gone, come = before[old_from:old_to], after[new_from:new_to]
        yield kind, "".join(gone), "".join(come)


def _swapped(old: str, new: str) -> list[Piece]:
    gone, come = Piece(Change.REMOVED, old), Piece(Change.ADDED, new)
    return [piece for piece in (gone, come) if piece.text]


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


def _changes(old: str | None, new: str | None) -> list[Piece]:
    if new is None:
        return []
    if old is None:
        return [Piece(Change.SAME, new)]
    return compare(old, new)
