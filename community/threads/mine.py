"""What a member wrote, under the handle or under aliases: for them alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from community.core.actors import Actor
from community.core.chunks import chunks
from community.core.db import db
from community.core.errors import NotFound
from community.core.paging import Page, keyset_page
from community.core.visibility import State
from community.threads.models import Place, Post, Thread
from community.threads.owners import all_of, owner_key
from community.threads.paths import post_path

LIST_SIZE = 30


@dataclass(frozen=True)
class OwnPost:
    """A line of somebody's own list."""

    title: str
    url: str
    is_question: bool
    alias: str
    state: State
    created_at: datetime
    public_id: str = ""


def list_own_posts(
    actor: Actor, after: str | None, *, size: int = LIST_SIZE
) -> Page[OwnPost]:
    """Return the posts of `actor`, the newest first; raise NotFound for visitors."""
    if actor.user_id is None:
        raise NotFound("There is no such list.")
    columns: list[Any] = [
        Thread.title,
        Post.public_id,
        Post.place,
        Post.alias,
        Post.state,
        Post.created_at,
    ]
    page = keyset_page(
        sa.select(*columns)
        .join(Thread, Thread.id == Post.thread_id)
        .where(all_of(actor.user_id, Post)),
        order=(Post.created_at.desc(), Post.id.desc()),
        after=after,
        size=size,
    )
    return Page(items=[_own(*row) for row in page.items], next_cursor=page.next_cursor)


def _own(
    title: str,
    public_id: str,
    place: int,
    alias: str | None,
    state: State,
    created_at: datetime,
) -> OwnPost:
    return OwnPost(
        title=title,
        url=post_path(public_id),
        is_question=place == Place.QUESTION,
        alias=alias or "",
        state=state,
        created_at=created_at,
        public_id=public_id,
    )


def threads_of(user_ids: Iterable[int]) -> set[int]:
    """Return the ids of all questions that these members asked, under whatever name."""
    return _ids_of(Thread, user_ids)


def posts_of(user_ids: Iterable[int]) -> set[int]:
    return _ids_of(Post, user_ids)


def _ids_of(kind: type[Thread | Post], user_ids: Iterable[int]) -> set[int]:
    author: Any = kind.author_id
    found: set[int] = set()
    for chunk in chunks(sorted(user_ids)):
        keys = [owner_key(one) for one in chunk]
        mine = sa.or_(author.in_(chunk), kind.owner_key.in_(keys))
        found.update(db.session.scalars(sa.select(kind.id).where(mine)))
    return found
