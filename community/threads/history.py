"""Versions of an edited post, each with what it changed, for people to read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from community.accounts.models import User
from community.core.db import db
from community.core.differences import Change, Piece, changes
from community.core.paging import Page, keyset_page
from community.core.templating import date_text
from community.threads.models import INTERESTED, Post, PostRevision, Redactor

VERSIONS_A_PAGE = 10
_REDACTORS = {Redactor.AUTHOR: "its author", Redactor.MODERATOR: "a moderator"}


@dataclass(frozen=True)
class Version:
    """One version, with what it changed in the version before."""

    number: int
    author: str
    written_at: datetime
    title: list[Piece]
    tags: list[Piece]
    body: list[Piece]
    mark: list[Piece]
    """That its author sells it or competes with it, where they said so or did before."""
    redacted: str = ""
    """Who took its text out, when and why; then nothing else is left of it."""


def list_versions(post: Post, after: str | None) -> Page[Version]:
    """Return the versions of `post`, the latest first; none if it was never edited."""
    name = sa.func.coalesce(Post.alias, User.attribution_name, User.handle)
    columns: list[Any] = [PostRevision, name]
    page = keyset_page(
        sa.select(*columns)
        .join(Post, Post.id == PostRevision.post_id)
        .outerjoin(User, User.id == PostRevision.author_id)
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
    mark = _mark(older, revision)
    if older is not None and older.redacted_at is not None:
        older = None  # what it said must not come back as what the next one removed
    return Version(
        number=revision.version,
        redacted=_redaction(revision),
        author=author,
        written_at=revision.written_at,
        title=changes(older.title if older else None, revision.title),
        tags=changes(older.tags if older else None, revision.tags),
        body=changes(older.source if older else None, revision.source),
        mark=mark,
    )


def _mark(older: PostRevision | None, revision: PostRevision) -> list[Piece]:
    """Return what stands beside the name; it is told of versions without their text too."""
    before = None if older is None else older.interested
    if before is None or before == revision.interested:
        change = Change.SAME
    else:
        change = Change.ADDED if revision.interested else Change.REMOVED
    return [Piece(change, INTERESTED)] if before or revision.interested else []


def _redaction(revision: PostRevision) -> str:
    if revision.redacted_at is None or revision.redacted_by is None:
        return ""
    day = date_text(revision.redacted_at)
    why = f": {revision.redacted_why}" if revision.redacted_why else "."
    return f"Taken out by {_REDACTORS[revision.redacted_by]} on {day}{why}"
