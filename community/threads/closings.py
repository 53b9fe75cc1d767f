"""Questions that ask the same: who closed one onto which, and what was asked again."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from community.catalog.paths import is_public_id
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.paging import Page, keyset_page
from community.threads import access
from community.threads.closedonto import Closer, DuplicateMark
from community.threads.models import Thread
from community.threads.paths import thread_path
from community.threads.queries import get_thread_for

LIST_SIZE = 30
MOST_MARKS = 20
_ADDRESS = re.compile(r"(?:.*/questions/)?([A-Za-z0-9]{16})(?:[/?#].*)?", re.DOTALL)
_AS = {
    Closer.ASKER: "who asked",
    Closer.MODERATOR: "a moderator",
    Closer.TRUSTED: "a trusted member",
    Closer.NOBODY: "nobody: the other question was taken away",
}


@dataclass(frozen=True)
class Again:
    """A question that asks the same as another."""

    title: str
    url: str
    asked_at: datetime


@dataclass(frozen=True)
class Closing:
    """One time that a question was closed, and how that ended."""

    title: str
    url: str
    closed_by: str
    closed_at: datetime
    opened_by: str = ""
    opened_at: datetime | None = None


def find_canonical_for(actor: Actor, typed: str) -> Thread | None:
    """Return the question that somebody named by its address or its id."""
    found = _ADDRESS.fullmatch(typed.strip()[:500])
    if found is None or not is_public_id(found[1]):
        return None
    try:
        return get_thread_for(actor, found[1])
    except NotFound:
        return None


def list_asked_again(thread: Thread, after: str | None) -> Page[Again]:
    """Return the public questions that are closed onto `thread`, the newest first."""
    columns: list[Any] = [
        Thread.title,
        Thread.public_id,
        Thread.slug,
        Thread.created_at,
    ]
    page = keyset_page(
        sa.select(*columns).where(
            Thread.duplicate_of_id == thread.id, access.listed_threads()
        ),
        order=(Thread.created_at.desc(), Thread.id.desc()),
        after=after,
        size=LIST_SIZE,
    )
    items = [
        Again(title, thread_path(public_id, slug), asked_at)
        for title, public_id, slug, asked_at in page.items
    ]
    return Page(items=items, next_cursor=page.next_cursor)


def list_closings(thread: Thread) -> list[Closing]:
    """Return when and as what `thread` was closed, and opened again, the latest first.

    A question that was taken away since has no title there.
    """
    canonical = sa.and_(
        Thread.id == DuplicateMark.canonical_id, access.listed_threads()
    )
    rows = db.session.execute(
        sa.select(DuplicateMark, Thread.title, Thread.public_id, Thread.slug)
        .outerjoin(Thread, canonical)
        .where(DuplicateMark.thread_id == thread.id)
        .order_by(DuplicateMark.id.desc())
        .limit(MOST_MARKS)
    )
    return [
        Closing(
            title=title or "",
            url=thread_path(public_id, slug) if title else "",
            closed_by=_AS[mark.closed_as],
            closed_at=mark.closed_at,
            opened_by=_AS[mark.opened_as] if mark.opened_as else "",
            opened_at=mark.opened_at,
        )
        for mark, title, public_id, slug in rows
    ]
