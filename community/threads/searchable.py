"""What search finds in questions: a question with the text of all its answers, and each answer.

An answer is indexed twice on purpose. Its words make its question found, also where they
stand in several answers, and help to see what was asked before; and it is found itself,
to go straight to where it stands and to be looked for by its author. Results are grouped
by kind, so nobody sees the same twice in one list.
"""

from collections.abc import Collection, Sequence
from datetime import UTC
from typing import Any

import sqlalchemy as sa

from community.accounts.models import User
from community.catalog.models import Product, Vendor
from community.catalog.paths import mark_of
from community.core.actors import VISITOR, Actor
from community.core.db import db
from community.core.ports import (
    Searchable,
    SearchDocument,
    SearchFacts,
    SearchResult,
    search_document,
)
from community.core.spokespeople import lanes
from community.core.text import plain_text
from community.core.visibility import State
from community.threads import access
from community.threads.authors import shown_name
from community.threads.events import ANSWER_KIND, KIND
from community.threads.models import INTERESTED, Place, Post, Thread
from community.threads.paths import post_path, thread_path
from community.threads.queries import list_tags_of

LONGEST_BODY = 200_000
"""Characters of one thread that are indexed; the best answers come first."""

_LONGEST_SHOWN = 30_000
"""Characters of it in which a result looks for what to quote."""


class Questions:
    """Offers public threads to search, and shows again only what the actor may see."""

    kind = KIND
    label = "Questions"

    def documents(self, ids: Sequence[int]) -> list[SearchDocument]:
        rows = _threads(ids)
        found = [row.Thread.id for row in rows]
        texts = _texts(found, LONGEST_BODY)
        tags, replied = list_tags_of(found), _replied(found)
        return [
            search_document(
                KIND,
                row.Thread.id,
                row.Thread.title,
                texts.get(row.Thread.id, ""),
                {
                    "tags": " ".join(tags.get(row.Thread.id, ())),
                    "product": row.product or "",
                    "vendor": row.vendor or "",
                },
                _marks_of_thread(row, tags.get(row.Thread.id, ()), replied),
            )
            for row in rows
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
        seen = [
            row for row in _threads(ids) if access.can_see_thread(actor, row.Thread)
        ]
        texts = _texts([row.Thread.id for row in seen], _LONGEST_SHOWN)
        return [
            SearchResult(
                kind=KIND,
                object_id=row.Thread.id,
                title=row.Thread.title,
                url=thread_path(row.Thread.public_id, row.Thread.slug),
                body=texts.get(row.Thread.id, ""),
                facts=_facts(row),
                now=_marks_of_thread(row, (), ()),
            )
            for row in seen
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


class Answers:
    """Offers public answers one by one, under the titles of their questions."""

    kind = ANSWER_KIND
    label = "Answers"

    def documents(self, ids: Sequence[int]) -> list[SearchDocument]:
        rows = _answers(VISITOR, ids)
        tags = list_tags_of([row.Thread.id for row in rows])
        return [
            search_document(
                ANSWER_KIND,
                row.Post.id,
                row.Thread.title,
                plain_text(row.Post.html),
                {"product": row.product or "", "vendor": row.vendor or ""},
                _marks_of_answer(row, tags.get(row.Thread.id, ())),
            )
            for row in rows
        ]

    def ids_after(self, object_id: int, limit: int) -> list[int]:
        wanted = _listed_answers().where(Post.id > object_id)
        return list(db.session.scalars(wanted.order_by(Post.id).limit(limit)))

    def results(self, actor: Actor, ids: Sequence[int]) -> list[SearchResult]:
        return [
            SearchResult(
                kind=ANSWER_KIND,
                object_id=row.Post.id,
                title=row.Thread.title,
                url=post_path(row.Post.public_id),
                body=plain_text(row.Post.html),
                facts=[
                    "the answer that helped" if row.Post.is_chosen else "answer",
                    *([row.product] if row.product else []),
                    f"by {row.Post.alias or row.name}",
                    *([INTERESTED.lower()] if row.Post.interested else []),
                ],
                now=_marks_of_answer(row, ()),
            )
            for row in _answers(actor, ids)
        ]

    def fallback_ids(self, words: Sequence[str], limit: int) -> list[int]:  # noqa: ARG002
        return []  # an answer has no title of its own: its question is found


def _threads(ids: Sequence[int]) -> Sequence[Any]:
    return db.session.execute(
        _with_subject(sa.select(Thread, shown_name().label("name")))
        .outerjoin(User, User.id == Thread.author_id)
        .where(Thread.id.in_(ids), access.listed_threads())
    ).all()


def _answers(actor: Actor, ids: Sequence[int]) -> Sequence[Any]:
    name = sa.func.coalesce(User.attribution_name, User.handle).label("name")
    return db.session.execute(
        _with_subject(
            sa.select(Post, Thread, name)
            .select_from(Post)
            .join(Thread, Thread.id == Post.thread_id)
        )
        .outerjoin(User, User.id == Post.author_id)
        .where(
            Post.id.in_(ids),
            Post.place > Place.QUESTION,
            access.readable_posts(VISITOR),
            access.visible_threads(actor),
            access.listed_threads(),
        )
    ).all()


def _listed_answers() -> sa.Select[Any]:
    return (
        sa.select(Post.id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            Post.place > Place.QUESTION,
            access.readable_posts(VISITOR),
            access.listed_threads(),
        )
    )


def _with_subject(statement: Any) -> sa.Select[Any]:
    """Return `statement` with what a thread is about, and what addresses call it."""
    found: sa.Select[Any] = (
        statement.add_columns(
            Product.name.label("product"),
            Product.slug.label("product_slug"),
            Vendor.name.label("vendor"),
            Vendor.slug.label("vendor_slug"),
        )
        .outerjoin(Product, Product.id == Thread.product_id)
        .outerjoin(Vendor, Vendor.id == Thread.vendor_id)
    )
    return found


def _replied(thread_ids: Sequence[int]) -> set[int]:
    return lanes().replied(thread_ids) if thread_ids else set()


def _marks_of_thread(
    row: Any, tags: Sequence[str], replied: Collection[int]
) -> SearchFacts:
    thread: Thread = row.Thread
    traits = {
        "answer": thread.answer_count > 0,
        "accepted": thread.accepted_post_id is not None,
        "official": thread.id in replied,
    }
    return SearchFacts(
        vendor=row.vendor_slug or "",
        product=mark_of(row.vendor_slug, row.product_slug),
        author=_author_mark(thread, row.name),
        tags=tuple(tags),
        traits=tuple(name for name, has in traits.items() if has),
        can_answer=True,
        day=thread.created_at.astimezone(UTC).date(),
    )


def _marks_of_answer(row: Any, tags: Sequence[str]) -> SearchFacts:
    post: Post = row.Post
    return SearchFacts(
        vendor=row.vendor_slug or "",
        product=mark_of(row.vendor_slug, row.product_slug),
        author=_author_mark(post, row.name),
        tags=tuple(tags),
        traits=("accepted",) if post.is_chosen else (),
        day=post.created_at.astimezone(UTC).date(),
    )


def _author_mark(item: Thread | Post, name: str | None) -> str:
    """Return by whom it is found: by nobody, where it stands under an alias."""
    return "" if item.alias is not None else (name or "").lower()


def _facts(row: Any) -> list[str]:
    thread: Thread = row.Thread
    count = thread.answer_count
    facts = ["1 answer" if count == 1 else f"{count:,} answers"]
    if thread.accepted_post_id is not None:
        facts.append("answered")
    if thread.duplicate_count:
        facts.append(f"asked {thread.duplicate_count + 1:,} times")
    if thread.duplicate_of_id is not None:
        facts.append("asked before")
    if row.product:
        facts.append(row.product)
    return [*facts, f"asked by {row.name}"]


def _texts(thread_ids: Sequence[int], longest: int) -> dict[int, str]:
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
        if len(text) < longest:
            texts[thread_id] = f"{text}\n{plain_text(html)}".strip()[:longest]
    return texts


SOURCES: list[Searchable] = [Questions(), Answers()]
