"""A question with all that its page says of it beside its answers: one query."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, defer

from community.accounts.models import User
from community.catalog.models import Product, Vendor
from community.catalog.paths import is_public_id
from community.core.actors import Actor
from community.core.db import db
from community.core.visibility import State
from community.threads import access
from community.threads.authors import Author, author_columns, author_of
from community.threads.models import Place, Post, Thread, ThreadOrigin
from community.threads.paths import subject_path, thread_path
from community.threads.threadview import Canonical, Subject


@dataclass(frozen=True)
class Found:
    """What one query finds of a question."""

    thread: Thread
    post: Post
    origin: ThreadOrigin | None
    chosen: str
    duplicate_of: Canonical | None
    subject: Subject | None
    author: Author


def find_question(actor: Actor, public_id: str) -> Found | None:
    """Return a question that `actor` may see."""
    if not is_public_id(public_id):
        return None
    row = db.session.execute(
        _questions().where(Thread.public_id == public_id, access.visible_threads(actor))
    ).one_or_none()
    if row is None:
        return None
    thread, post, origin, chosen_id = row[:4]
    return Found(
        thread=thread,
        post=post,
        origin=origin,
        chosen=chosen_id or "",
        duplicate_of=_canonical(*row[4:7]),
        subject=_subject(*row[7:11]),
        author=author_of(*row[11:]),
    )


@cache
def _questions() -> sa.Select[Any]:
    """Return what is asked of all questions: putting it together takes a page's tenth."""
    chosen, other = aliased(Post), aliased(Thread)
    columns: list[Any] = [
        Thread,
        Post,
        ThreadOrigin,
        chosen.public_id,
        other.title,
        other.public_id,
        other.slug,
        Product.name,
        Product.slug,
        Vendor.name,
        Vendor.slug,
        *author_columns(),
    ]
    return (
        sa.select(*columns)
        .join(Post, sa.and_(Post.thread_id == Thread.id, Post.place == Place.QUESTION))
        .outerjoin(User, User.id == Post.author_id)
        .outerjoin(chosen, chosen.id == Thread.accepted_post_id)
        .outerjoin(
            other,
            sa.and_(other.id == Thread.duplicate_of_id, other.state == State.PUBLIC),
        )
        .outerjoin(ThreadOrigin, ThreadOrigin.thread_id == Thread.id)
        .outerjoin(Product, Product.id == Thread.product_id)
        .outerjoin(Vendor, Vendor.id == Thread.vendor_id)
        .options(defer(Post.source))
    )


def _canonical(
    title: str | None, public_id: str | None, slug: str | None
) -> Canonical | None:
    if title is None or public_id is None or slug is None:
        return None
    return Canonical(title, thread_path(public_id, slug))


def _subject(
    product: str | None,
    product_slug: str | None,
    vendor: str | None,
    vendor_slug: str | None,
) -> Subject | None:
    name = product or vendor
    if name is None:
        return None
    return Subject(
        name=name,
        vendor=vendor or "",
        vendor_slug=vendor_slug or "",
        url=subject_path(vendor_slug, product_slug),
        is_product=product is not None,
    )
