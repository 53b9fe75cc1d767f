"""What search finds in questions: a question with the text of all its answers."""

from collections.abc import Sequence

import sqlalchemy as sa

from community.accounts.models import User
from community.catalog.models import Product, Vendor
from community.core.actors import Actor
from community.core.db import db
from community.core.ports import (
    Searchable,
    SearchDocument,
    SearchResult,
    search_document,
)
from community.core.text import plain_text
from community.core.visibility import State
from community.threads import access
from community.threads.authors import shown_name
from community.threads.events import KIND
from community.threads.models import Place, Post, Thread
from community.threads.paths import thread_path
from community.threads.queries import list_tags_of

LONGEST_BODY = 200_000
"""Characters of one thread that are indexed; the best answers come first."""


class Questions:
    """Offers public threads to search, and shows again only what the actor may see."""

    kind = KIND
    label = "Questions"

    def documents(self, ids: Sequence[int]) -> list[SearchDocument]:
        # What stands in `extra` is found as words are: no dates, no counts.
        threads = db.session.execute(
            sa.select(Thread, Product.name, Vendor.name)
            .outerjoin(Product, Product.id == Thread.product_id)
            .outerjoin(Vendor, Vendor.id == Thread.vendor_id)
            .where(Thread.id.in_(ids), access.listed_threads())
        ).all()
        texts = _texts([thread.id for thread, _, _ in threads])
        tags = list_tags_of([thread.id for thread, _, _ in threads])
        return [
            search_document(
                KIND,
                thread.id,
                thread.title,
                texts.get(thread.id, ""),
                {
                    "tags": " ".join(tags.get(thread.id, ())),
                    "product": product or "",
                    "vendor": vendor or "",
                },
            )
            for thread, product, vendor in threads
        ]

    def ids_after(self, object_id: int, limit: int) -> list[int]:
        return list(
            db.session.scalars(
                sa.select(Thread.id)
                .where(Thread.id > object_id, access.listed_threads())
                .order_by(Thread.id)
                .limit(limit)
            )
        )

    def results(self, actor: Actor, ids: Sequence[int]) -> list[SearchResult]:
        rows = db.session.execute(
            sa.select(Thread, shown_name(), Product.name)
            .outerjoin(User, User.id == Thread.author_id)
            .outerjoin(Product, Product.id == Thread.product_id)
            .where(Thread.id.in_(ids), access.listed_threads())
        ).all()
        seen = [row for row in rows if access.can_see_thread(actor, row[0])]
        texts = _texts([row[0].id for row in seen])
        return [
            SearchResult(
                kind=KIND,
                object_id=thread.id,
                title=thread.title,
                url=thread_path(thread.public_id, thread.slug),
                body=texts.get(thread.id, ""),
                facts=_facts(thread, author, product),
            )
            for thread, author, product in seen
        ]

    def fallback_ids(self, words: Sequence[str], limit: int) -> list[int]:
        holds = [Thread.title.icontains(word, autoescape=True) for word in words]
        return list(
            db.session.scalars(
                sa.select(Thread.id)
                .where(access.listed_threads(), *holds)
                .order_by(Thread.last_activity_at.desc(), Thread.id.desc())
                .limit(limit)
            )
        )


def _facts(thread: Thread, author: str, product: str | None) -> list[str]:
    count = thread.answer_count
    facts = ["1 answer" if count == 1 else f"{count:,} answers"]
    if thread.accepted_post_id is not None:
        facts.append("answered")
    if product:
        facts.append(product)
    return [*facts, f"asked by {author}"]


def _texts(thread_ids: Sequence[int]) -> dict[int, str]:
    """Return the public words of each thread: the question, then answers, best first."""
    rows = db.session.execute(
        sa.select(Post.thread_id, Post.html)
        .where(
            Post.thread_id.in_(thread_ids),
            Post.place >= Place.QUESTION,
            Post.state == State.PUBLIC,
        )
        .order_by(Post.thread_id, Post.place, Post.rank, Post.id)
    )
    texts: dict[int, str] = {}
    for thread_id, html in rows:
        text = texts.get(thread_id, "")
        if len(text) < LONGEST_BODY:
            texts[thread_id] = f"{text}\n{plain_text(html)}".strip()[:LONGEST_BODY]
    return texts


SOURCES: list[Searchable] = [Questions()]
