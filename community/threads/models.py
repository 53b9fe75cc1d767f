"""The tables of questions and answers: threads, posts, their revisions, votes and tags."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Base, CreatedAt, IntPk, PublicId, StrEnumType
from community.core.visibility import State
from community.threads.aliases import Context

TITLE_COLUMN = 300
"""Wider than what members may type: imported titles keep their length."""

INTERESTED = "Sells it or competes with it"
"""What stands beside the name of an author who says so of themselves."""

_ALIAS = sa.String(40)
_KEY = sa.String(64)


class PostKind(StrEnum):
    QUESTION = "question"
    ANSWER = "answer"


class SourceFormat(StrEnum):
    """What a post's source is written in; only imports bring HTML."""

    MARKDOWN = "markdown"
    HTML = "html"


class Place:
    """Where a post stands in its thread, before any sorting by score or age."""

    QUESTION = 0
    CHOSEN = 1
    ANSWER = 2


class Chooser(StrEnum):
    """As what somebody chose the answer."""

    ASKER = "asker"
    MODERATOR = "moderator"


class Thread(Base):
    """A question with what lists need to know about it; its text is its first post."""

    __tablename__ = "thread"
    __table_args__ = (
        sa.Index(None, "state", "last_activity_at", "id"),
        sa.Index(None, "state", "created_at", "id"),
        sa.Index(None, "state", "answer_count", "created_at", "id"),
        sa.Index(None, "state", "duplicate_count", "id"),
        sa.Index(None, "product_id", "state", "last_activity_at", "id"),
        sa.Index(None, "vendor_id", "state", "last_activity_at", "id"),
        sa.Index(None, "vendor_id", "state", "answer_count", "created_at", "id"),
        sa.Index(None, "author_id", "created_at"),
        sa.Index(None, "duplicate_of_id", "created_at", "id"),
        sa.CheckConstraint("duplicate_of_id <> id", name="not_of_itself"),
        sa.CheckConstraint(
            "(author_id IS NULL) = (alias IS NOT NULL)"
            " AND (author_id IS NULL) = (owner_key IS NOT NULL)",
            name="named_or_alias",
        ),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    slug: Mapped[str] = mapped_column(sa.String(100))
    title: Mapped[str] = mapped_column(sa.String(TITLE_COLUMN))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """Nobody, where the question was asked under an alias; see owners.py."""
    alias: Mapped[str | None] = mapped_column(_ALIAS)
    owner_key: Mapped[str | None] = mapped_column(_KEY)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    vendor_id: Mapped[int | None] = mapped_column(ForeignKey("vendor.id"))
    state: Mapped[State] = mapped_column(StrEnumType(State), default=State.PUBLIC)
    created_at: Mapped[CreatedAt]
    last_activity_at: Mapped[datetime]
    answer_count: Mapped[int] = mapped_column(default=0)
    # Without a foreign key: post already points here, and a cycle of tables can be
    # neither created nor restored in order. rules.choose_answer keeps it true.
    accepted_post_id: Mapped[int | None]
    accepted_as: Mapped[Chooser | None] = mapped_column(StrEnumType(Chooser))
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id"))
    """The public question that was asked before, which is no duplicate itself."""
    invited: Mapped[bool] = mapped_column(default=False)
    """Whether those who may know the product have been asked; there may be nobody."""
    duplicate_count: Mapped[int] = mapped_column(default=0)
    """How many questions are closed onto this one."""
    locked_at: Mapped[datetime | None]
    """Since when a moderator lets it take no more answers."""
    heated_until: Mapped[datetime | None]
    """Until when answers keep a distance, because several people reported posts in it."""
    merged_at: Mapped[datetime | None]
    """Since when its address leads to the question that it was merged into."""
    split_from_id: Mapped[int | None] = mapped_column(
        ForeignKey("thread.id"), index=True
    )
    """Of which question its posts were answers."""
    split_count: Mapped[int] = mapped_column(default=0)
    """How many questions were made of answers to this one."""


class Post(Base):
    """A question's text or an answer: source, rendered HTML, standing and state."""

    __tablename__ = "post"
    __table_args__ = (
        sa.Index(None, "thread_id", "place", "rank", "id"),
        sa.Index(None, "thread_id", "place", "created_at", "id"),
        sa.Index(None, "author_id", "created_at"),
        sa.Index(None, "owner_key", "created_at"),
        sa.Index(None, "renderer_version"),
        sa.CheckConstraint(
            "(author_id IS NULL) = (alias IS NOT NULL)"
            " AND (author_id IS NULL) = (context IS NOT NULL)"
            " AND (author_id IS NULL) = (owner_key IS NOT NULL)"
            " AND (author_id IS NULL) = (sealed_author IS NOT NULL)",
            name="named_or_alias",
        ),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """Nobody, where it stands under an alias: then its author is under a seal."""
    alias: Mapped[str | None] = mapped_column(_ALIAS, unique=True)
    context: Mapped[Context | None] = mapped_column(StrEnumType(Context))
    owner_key: Mapped[str | None] = mapped_column(_KEY)
    sealed_author: Mapped[str | None] = mapped_column(sa.String(200))
    place: Mapped[int] = mapped_column(sa.SmallInteger)
    rank: Mapped[int] = mapped_column(default=0)
    """Minus the score: best first and oldest first among equals is one direction."""
    source: Mapped[str] = mapped_column(sa.Text)
    source_format: Mapped[SourceFormat] = mapped_column(
        StrEnumType(SourceFormat), default=SourceFormat.MARKDOWN
    )
    html: Mapped[str] = mapped_column(sa.Text)
    renderer_version: Mapped[int]
    state: Mapped[State] = mapped_column(StrEnumType(State), default=State.PUBLIC)
    prior_state: Mapped[str | None] = mapped_column(sa.String(32))
    """The State of a removed post before that: restoring it must not unhide it."""
    deleted_at: Mapped[datetime | None] = mapped_column(index=True)
    """When its author took it away, as long as its words are still there."""
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[CreatedAt]
    edited_at: Mapped[datetime | None]
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    compared: Mapped[str | None] = mapped_column(sa.String(300))
    """What the last release tells of how organisations paid; see rules/comparing.py."""
    card_id: Mapped[str | None] = mapped_column(sa.String(24))
    """Public id of the card of a deal of its author; shows while the card is on show."""
    interested: Mapped[bool] = mapped_column(default=False)
    """Whether its author said that they sell what it is about, or compete with it."""
    source_key: Mapped[str | None] = mapped_column(sa.String(80), unique=True)
    """Which post of which imported archive this is; the same one never comes twice."""

    @hybrid_property
    def score(self) -> int:
        return -self.rank

    @property
    def kind(self) -> PostKind:
        is_question = self.place == Place.QUESTION
        return PostKind.QUESTION if is_question else PostKind.ANSWER

    @property
    def has_words(self) -> bool:
        """Whether anything is left of what it said; lists load no source."""
        return self.html != ""

    @property
    def is_chosen(self) -> bool:
        return self.place == Place.CHOSEN


class Redactor(StrEnum):
    """Who took a version out of a post's history."""

    AUTHOR = "author"
    MODERATOR = "moderator"


class PostRevision(Base):
    """One version of an edited post, the first and the latest included.

    A post that was never edited has none: the first edit writes two. No author means
    that of the post, under its alias.
    """

    __tablename__ = "post_revision"
    __table_args__ = (
        sa.UniqueConstraint("post_id", "version"),
        sa.Index(None, "author_id", "written_at"),
        sa.CheckConstraint(
            "(redacted_at IS NULL) = (redacted_by IS NULL)", name="redacted_or_not"
        ),
    )

    id: Mapped[IntPk]
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    version: Mapped[int]
    title: Mapped[str | None] = mapped_column(sa.String(TITLE_COLUMN))
    tags: Mapped[str | None] = mapped_column(sa.String(200))
    source: Mapped[str] = mapped_column(sa.Text)
    interested: Mapped[bool] = mapped_column(default=False)
    """Whether its author said in it that they sell it, or compete with it."""
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime]
    redacted_at: Mapped[datetime | None]
    """Since when the version says nothing any more; its text is gone for good."""
    redacted_by: Mapped[Redactor | None] = mapped_column(StrEnumType(Redactor))
    redacted_why: Mapped[str | None] = mapped_column(sa.String(500))


class Vote(Base):
    """One member found one post useful; the primary key allows it once."""

    __tablename__ = "vote"
    __table_args__ = (sa.Index(None, "user_id", "created_at"),)

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    created_at: Mapped[CreatedAt]


class Tag(Base):
    """A word that questions are filed under, in kebab-case."""

    __tablename__ = "tag"
    __table_args__ = (sa.Index(None, "thread_count", "id"),)

    id: Mapped[IntPk]
    name: Mapped[str] = mapped_column(sa.String(40), unique=True)
    thread_count: Mapped[int] = mapped_column(default=0)
    """How many public threads carry it."""


class ThreadTag(Base):
    """Which threads carry which tag, with the time that a tag's list sorts by."""

    __tablename__ = "thread_tag"
    __table_args__ = (sa.Index(None, "tag_id", "last_activity_at", "thread_id"),)

    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), primary_key=True)
    position: Mapped[int] = mapped_column(sa.SmallInteger)
    last_activity_at: Mapped[datetime]


class ThreadOrigin(Base):
    """Where an imported thread comes from and under which licence it is shown."""

    __tablename__ = "thread_origin"

    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    url: Mapped[str] = mapped_column(sa.String(500))
    licence: Mapped[str] = mapped_column(sa.String(60))
    licence_url: Mapped[str] = mapped_column(sa.String(200))
