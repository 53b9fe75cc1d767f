"""Finding threads and posts for an actor, and the lists of threads, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from community.accounts.models import User
from community.catalog.models import Product, Vendor
from community.catalog.paths import is_public_id
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.paging import Page, keyset_page
from community.threads import access
from community.threads.authors import shown_name
from community.threads.drafts import is_tag
from community.threads.models import Place, Post, Tag, Thread, ThreadTag
from community.threads.paths import subject_path, thread_path

LIST_SIZE = 30


@dataclass(frozen=True)
class ThreadRow:
    """What a list shows of one thread."""

    id: int
    title: str
    url: str
    answers: int
    solved: bool
    closed: bool
    author: str
    created_at: datetime
    last_activity_at: datetime
    subject: str
    subject_url: str
    tags: tuple[str, ...]
    public_id: str = ""
    asked: int = 1
    """How often, with all that is closed onto it."""


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


def list_active(after: str | None, *, size: int = LIST_SIZE) -> Page[ThreadRow]:
    """Return public threads, those with the latest question or answer first."""
    order = (Thread.last_activity_at.desc(), Thread.id.desc())
    return _page(_listed(), order, after, size)


def list_new(after: str | None, *, size: int = LIST_SIZE) -> Page[ThreadRow]:
    order = (Thread.created_at.desc(), Thread.id.desc())
    return _page(_listed(), order, after, size)


def list_unanswered(
    after: str | None, *, vendor_id: int | None = None, size: int = LIST_SIZE
) -> Page[ThreadRow]:
    """Return public questions that wait for an answer, of one vendor if wanted."""
    order = (Thread.created_at.desc(), Thread.id.desc())
    waiting = [Thread.answer_count == 0, Thread.duplicate_of_id.is_(None)]
    if vendor_id is not None:
        waiting.append(Thread.vendor_id == vendor_id)
    return _page(_listed().where(*waiting), order, after, size)


def canonical_ids(thread_ids: Sequence[int]) -> dict[int, int]:
    """Return onto which questions those of `thread_ids` are closed that are."""
    onto: Any = Thread.duplicate_of_id
    rows = db.session.execute(
        sa.select(Thread.id, onto).where(Thread.id.in_(thread_ids), onto.is_not(None))
    )
    return dict(rows.all())


def list_often_asked(after: str | None, *, size: int = LIST_SIZE) -> Page[ThreadRow]:
    """Return public questions onto which others are closed, the most first."""
    order = (Thread.duplicate_count.desc(), Thread.id.desc())
    return _page(_listed().where(Thread.duplicate_count > 0), order, after, size)


def list_about_product(
    product_id: int, after: str | None, *, size: int = LIST_SIZE
) -> Page[ThreadRow]:
    order = (Thread.last_activity_at.desc(), Thread.id.desc())
    return _page(_listed().where(Thread.product_id == product_id), order, after, size)


def list_about_vendor(
    vendor_id: int, after: str | None, *, size: int = LIST_SIZE
) -> Page[ThreadRow]:
    """Return questions about a vendor or any of its products."""
    order = (Thread.last_activity_at.desc(), Thread.id.desc())
    return _page(_listed().where(Thread.vendor_id == vendor_id), order, after, size)


def list_tagged(
    tag_id: int, after: str | None, *, size: int = LIST_SIZE
) -> Page[ThreadRow]:
    statement = _listed().join(ThreadTag, ThreadTag.thread_id == Thread.id)
    # Sorted by the copies in thread_tag: the index of one table serves it all.
    order = (ThreadTag.last_activity_at.desc(), ThreadTag.thread_id.desc())
    return _page(statement.where(ThreadTag.tag_id == tag_id), order, after, size)


def list_for_home(actor: Actor, *, limit: int = 8) -> list[ThreadRow]:  # noqa: ARG001 - everybody sees the same
    """Return what the home page shows of the questions: the most active ones."""
    return list_active(None, size=limit).items


def list_for_product(
    actor: Actor,  # noqa: ARG001 - everybody sees the same
    product_id: int,
    *,
    limit: int = 5,
) -> list[ThreadRow]:
    """Return what a product's page shows of the questions about it."""
    return list_about_product(product_id, None, size=limit).items


def count_about_product(product_id: int, *, most: int) -> int:
    """Return how many public questions are about a product, counting no further than `most`."""
    some = (
        sa.select(Thread.id)
        .where(access.listed_threads(), Thread.product_id == product_id)
        .limit(most)
        .subquery()
    )
    return db.session.scalar(sa.select(sa.func.count()).select_from(some)) or 0


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


def _listed() -> sa.Select[Any]:
    columns: list[Any] = [
        Thread.id,
        Thread.public_id,
        Thread.slug,
        Thread.title,
        Thread.answer_count,
        Thread.accepted_post_id,
        Thread.duplicate_of_id,
        Thread.created_at,
        Thread.last_activity_at,
        Thread.duplicate_count,
        shown_name(),
        Product.name,
        Product.slug,
        Vendor.name,
        Vendor.slug,
    ]
    return (
        sa.select(*columns)
        .outerjoin(User, User.id == Thread.author_id)
        .outerjoin(Product, Product.id == Thread.product_id)
        .outerjoin(Vendor, Vendor.id == Thread.vendor_id)
        .where(access.listed_threads())
    )


def _page(
    statement: sa.Select[Any],
    order: Sequence[sa.UnaryExpression[Any]],
    after: str | None,
    size: int,
) -> Page[ThreadRow]:
    page = keyset_page(statement, order=order, after=after, size=size)
    tags = list_tags_of([values[0] for values in page.items])
    rows = [_row(values, tags.get(values[0], ())) for values in page.items]
    return Page(items=rows, next_cursor=page.next_cursor)


def _row(values: Sequence[Any], tags: tuple[str, ...]) -> ThreadRow:
    (
        thread_id,
        public_id,
        slug,
        title,
        answers,
        accepted,
        duplicate_of,
        created_at,
        last_activity_at,
        duplicates,
        author,
        product,
        product_slug,
        vendor,
        vendor_slug,
    ) = values
    subject = product or vendor or ""
    return ThreadRow(
        id=thread_id,
        title=title,
        url=thread_path(public_id, slug),
        answers=answers,
        solved=accepted is not None,
        closed=duplicate_of is not None,
        author=author,
        created_at=created_at,
        last_activity_at=last_activity_at,
        subject=subject,
        subject_url=subject_path(vendor_slug, product_slug) if subject else "",
        tags=tags,
        public_id=public_id,
        asked=duplicates + 1,
    )
