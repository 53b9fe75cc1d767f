"""Drafts of questions and answers as the server keeps them, for their author alone.

The rows hold no member's id: a draft may become an anonymous post.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from community.catalog.paths import is_public_id
from community.core.actors import Actor
from community.core.db import Base, CreatedAt, IntPk, PublicId, db
from community.core.errors import NotFound
from community.core.paging import Page, keyset_page
from community.core.sealing import pseudonym
from community.threads import access
from community.threads.models import TITLE_COLUMN, Thread
from community.threads.paths import thread_path

LIST_SIZE = 20
MAX_LINE = 300
_OWNER = "draft.owner"


class SavedDraft(Base):
    """One question or answer that its author is not done with."""

    __tablename__ = "saved_draft"
    __table_args__ = (
        sa.UniqueConstraint("owner_key", "thread_id"),
        sa.Index(None, "owner_key", "saved_at", "id"),
        sa.Index(None, "saved_at"),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    owner_key: Mapped[str] = mapped_column(sa.String(64))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id"), index=True)
    """The question that an answer is for; a draft of a question has none."""
    title: Mapped[str] = mapped_column(sa.String(TITLE_COLUMN))
    product: Mapped[str] = mapped_column(sa.String(MAX_LINE))
    body: Mapped[str] = mapped_column(sa.Text)
    tags: Mapped[str] = mapped_column(sa.String(MAX_LINE))
    anonymous: Mapped[bool]
    interested: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[CreatedAt]


@dataclass(frozen=True)
class DraftRow:
    """A line of somebody's list of drafts; no address where it can't go on."""

    public_id: str
    title: str
    url: str
    is_question: bool
    body: str
    saved_at: datetime


def draft_key(user_id: int) -> str:
    """Return what all drafts of one member have in common, and nothing else of theirs."""
    return pseudonym(_OWNER, str(user_id))


def own_drafts(actor: Actor) -> sa.ColumnElement[bool]:
    if actor.user_id is None:
        return sa.false()
    return SavedDraft.owner_key == draft_key(actor.user_id)


def find_draft(actor: Actor, public_id: str) -> SavedDraft | None:
    """Return a draft of `actor`, whatever it is of."""
    if not is_public_id(public_id):
        return None
    return db.session.scalar(
        sa.select(SavedDraft).where(
            SavedDraft.public_id == public_id, own_drafts(actor)
        )
    )


def get_draft(actor: Actor, public_id: str) -> SavedDraft:
    draft = find_draft(actor, public_id)
    if draft is None:
        raise NotFound("You have no such draft.")
    return draft


def find_answer_draft(actor: Actor, thread_id: int) -> SavedDraft | None:
    """Return the one draft of an answer that `actor` has for a question."""
    return db.session.scalar(
        sa.select(SavedDraft).where(
            SavedDraft.thread_id == thread_id, own_drafts(actor)
        )
    )


def count_drafts(actor: Actor) -> int:
    counted = sa.select(sa.func.count()).where(own_drafts(actor))
    return db.session.scalar(counted) or 0


def list_drafts(actor: Actor, after: str | None) -> Page[DraftRow]:
    """Return the drafts of `actor`, the latest first."""
    columns: list[Any] = [SavedDraft, Thread]
    page = keyset_page(
        sa.select(*columns)
        .outerjoin(
            Thread,
            sa.and_(Thread.id == SavedDraft.thread_id, access.visible_threads(actor)),
        )
        .where(own_drafts(actor)),
        order=(SavedDraft.saved_at.desc(), SavedDraft.id.desc()),
        after=after,
        size=LIST_SIZE,
    )
    return Page(items=[_row(one) for one in page.items], next_cursor=page.next_cursor)


def _row(values: Sequence[Any]) -> DraftRow:
    draft, thread = values[0], values[1]
    is_question = draft.thread_id is None
    if is_question:
        title, url = draft.title, f"/questions/ask?draft={draft.public_id}"
    elif thread is not None and access.takes_answers(thread):
        title = thread.title
        url = f"{thread_path(thread.public_id, thread.slug)}#answer"
    else:
        title, url = "a question that takes no answers any more", ""
    return DraftRow(
        public_id=draft.public_id,
        title=title or "Untitled",
        url=url,
        is_question=is_question,
        body=draft.body,
        saved_at=draft.saved_at,
    )
