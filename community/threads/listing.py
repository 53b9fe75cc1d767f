"""The lists of threads that everybody reads, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from community.accounts.models import User
from community.catalog.models import Product, Vendor
from community.core.actors import Actor
from community.core.db import db
from community.core.paging import Page, keyset_page
from community.threads import access
from community.threads.authors import shown_name
from community.threads.models import Thread, ThreadTag
from community.threads.paths import subject_path, thread_path
from community.threads.queries import list_tags_of

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
    """Return questions that wait for an answer and take one, of one vendor if wanted."""
    order = (Thread.created_at.desc(), Thread.id.desc())
    waiting = [Thread.answer_count == 0, access.answerable_threads()]
    if vendor_id is not None:
        waiting.append(Thread.vendor_id == vendor_id)
    return _page(_listed().where(*waiting), order, after, size)


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


def list_for_vendor(vendor_id: int, *, limit: int = 5) -> list[ThreadRow]:
    """Return what a vendor's page shows of the questions about it."""
    return list_about_vendor(vendor_id, None, size=limit).items


def count_about_product(product_id: int, *, most: int) -> int:
    """Return how many public questions are about a product, counting no further than `most`."""
    some = (
        sa.select(Thread.id)
        .where(access.listed_threads(), Thread.product_id == product_id)
        .limit(most)
        .subquery()
    )
    return db.session.scalar(sa.select(sa.func.count()).select_from(some)) or 0


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
