"""Finding threads, posts and tags for an actor."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from community.catalog.models import Product, Vendor
from community.catalog.paths import is_public_id
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.threads import access
from community.threads.drafts import is_tag
from community.threads.models import Place, Post, Tag, Thread, ThreadTag
from community.threads.paths import thread_path


def get_thread_for(actor: Actor, public_id: str) -> Thread:
    """Return the thread if `actor` may see its page; raise NotFound otherwise."""
    thread = None
    if is_public_id(public_id):
        thread = db.session.scalar(
            sa.select(Thread).where(
                Thread.public_id == public_id, access.visible_threads(actor)
            )
        )
    if thread is None:
        raise NotFound("There is no such question.")
    return thread


def find_any_thread(public_id: str) -> Thread | None:
    """Return a thread whoever may see it: for what its reader was writing to it."""
    if not is_public_id(public_id):
        return None
    return db.session.scalar(sa.select(Thread).where(Thread.public_id == public_id))


def list_parted(thread: Thread) -> list[tuple[str, str, str]]:
    """Return how a question hangs together with others since a split: words, title, path.

    Asks nothing for those that were never split.
    """
    if thread.split_from_id is None and not thread.split_count:
        return []
    rows = db.session.scalars(
        sa.select(Thread)
        .where(
            sa.or_(
                Thread.id == thread.split_from_id, Thread.split_from_id == thread.id
            ),
            access.listed_threads(),
        )
        .order_by(Thread.id)
    )
    return [
        (
            "This was split from" if one.id == thread.split_from_id else "Split off",
            one.title,
            thread_path(one.public_id, one.slug),
        )
        for one in rows
    ]


def get_post_for(actor: Actor, public_id: str) -> tuple[Post, Thread]:
    """Return a post with its thread if `actor` may see both; raise NotFound otherwise."""
    row = None
    if is_public_id(public_id):
        row = db.session.execute(
            sa.select(Post, Thread)
            .join(Thread, Thread.id == Post.thread_id)
            .where(
                Post.public_id == public_id,
                access.visible_threads(actor),
                access.visible_posts(actor),
            )
        ).one_or_none()
    if row is None:
        raise NotFound("There is no such post.")
    return row[0], row[1]


def get_readable_post_for(actor: Actor, public_id: str) -> tuple[Post, Thread]:
    """Return a post whose text `actor` may read; raise NotFound otherwise."""
    post, thread = get_post_for(actor, public_id)
    if not access.can_read_post(actor, post):
        raise NotFound("There is no such post.")
    return post, thread


def get_question_post(thread: Thread) -> Post:
    """Return the post that holds the text of a question that was found already."""
    return db.session.scalars(
        sa.select(Post).where(Post.thread_id == thread.id, Post.place == Place.QUESTION)
    ).one()


def get_subject(thread: Thread) -> tuple[Product | None, Vendor | None]:
    """Return the product and the vendor that a thread is about."""
    product_id, vendor_id = thread.product_id, thread.vendor_id
    product = None if product_id is None else db.session.get_one(Product, product_id)
    vendor = None if vendor_id is None else db.session.get_one(Vendor, vendor_id)
    return product, vendor


def find_post_id(thread: Thread, public_id: str) -> int | None:
    """Return the id of a post of `thread`, for what a form says it has seen."""
    if not is_public_id(public_id):
        return None
    return db.session.scalar(
        sa.select(Post.id).where(
            Post.thread_id == thread.id, Post.public_id == public_id
        )
    )


def get_tag(name: str) -> Tag:
    tag = None
    if is_tag(name):
        tag = db.session.scalar(sa.select(Tag).where(Tag.name == name))
    if tag is None:
        raise NotFound("No question has this tag.")
    return tag


def canonical_ids(thread_ids: Sequence[int]) -> dict[int, int]:
    """Return onto which questions those of `thread_ids` are closed that are."""
    onto: Any = Thread.duplicate_of_id
    rows = db.session.execute(
        sa.select(Thread.id, onto).where(Thread.id.in_(thread_ids), onto.is_not(None))
    )
    return dict(rows.all())


def list_popular_tags(limit: int = 15) -> list[Tag]:
    return list(
        db.session.scalars(
            sa.select(Tag)
            .where(Tag.thread_count > 0)
            .order_by(Tag.thread_count.desc(), Tag.id.desc())
            .limit(limit)
        )
    )


def list_tags_of(thread_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return the names of the tags of each thread, in their author's order."""
    found: dict[int, tuple[str, ...]] = {}
    if not thread_ids:
        return found
    rows = db.session.execute(
        sa.select(ThreadTag.thread_id, Tag.name)
        .join(Tag, Tag.id == ThreadTag.tag_id)
        .where(ThreadTag.thread_id.in_(thread_ids))
        .order_by(ThreadTag.thread_id, ThreadTag.position)
    )
    for thread_id, name in rows:
        found[thread_id] = (*found.get(thread_id, ()), name)
    return found
