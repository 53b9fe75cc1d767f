"""What pages of questions tell a member of themselves, when many share them."""

from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from community.catalog.paths import is_public_id
from community.core.actors import Actor
from community.core.db import db
from community.core.sharing import (
    OWN,
    Known,
    KnownAtOnce,
    Question,
    Row,
    SameForAll,
    Values,
)
from community.core.standin import tell
from community.core.visibility import State
from community.threads.comparisons import Comparison, comparer_key
from community.threads.listing import ThreadRow
from community.threads.models import Post, Tag, Thread, Vote
from community.threads.reading import VOTED
from community.threads.reads import (
    NEWS,
    READING,
    Reading,
    ThreadRead,
    news_of,
    note_reading,
    reader_key,
)
from community.threads.saved import SavedDraft, draft_key

LISTED = "listed"
"""Under this name tell_news() tells which questions stand on a list, each with its answers."""
_MOST_READERS = 4_096
_NONE: frozenset[int] = frozenset()


class SharedThread(KnownAtOnce):
    """The page of a public question, for members who read and vote, or take part."""

    parameters = frozenset({"sort", "after"})

    def __init__(self) -> None:
        # Neither ids nor keys ever change: that is what they are for.
        self._thread_id = lru_cache(_MOST_READERS)(_find_thread_id)
        self._values = lru_cache(_MOST_READERS)(self._find_values)

    def add_to(self, question: Question) -> Question:
        read = sa.and_(
            ThreadRead.thread_id == Thread.id,
            ThreadRead.reader_key == sa.bindparam("reading"),
        )
        wanted = sa.and_(
            Thread.public_id == sa.bindparam("thread"), Thread.state == State.PUBLIC
        )
        begun = sa.and_(
            SavedDraft.thread_id == Thread.id,
            SavedDraft.owner_key == sa.bindparam("drafter"),
        )
        return (
            question.outerjoin(Thread, wanted)
            .outerjoin(ThreadRead, read)
            .outerjoin(SavedDraft, begun)
            .add_columns(
                Thread.id.label("thread_id"),
                _has_taken_part().label("takes_part"),
                SavedDraft.public_id.label("draft"),
                SavedDraft.version.label("draft_version"),
                ThreadRead.last_post_id.label("read_to"),
                ThreadRead.answers.label("read_answers"),
                _has_news().label("has_news"),
                _voted().label("voted"),
            )
        )

    def values(self, user_id: int, args: Mapping[str, Any]) -> Values | None:
        try:
            return self._values(user_id, str(args["public_id"]))
        except LookupError:
            return None

    def _find_values(self, user_id: int, public_id: str) -> Values:
        return {
            "thread": public_id,
            "reading": reader_key(user_id, self._thread_id(public_id)),
            "drafter": draft_key(user_id),
            "comparer": comparer_key(user_id),
        }

    def known(self, row: Row) -> Known | None:
        """Return how far its reader has read, and what they keep to themselves here.

        Who reads for the first time and who has read all find nothing marked as new.
        """
        if row.thread_id is None:
            return None
        known: dict[str, Hashable] = {
            READING: _reading(row) if row.has_news else Reading(),
            VOTED: frozenset(map(int, row.voted.split(","))) if row.voted else _NONE,
        }
        if row.takes_part or row.draft is not None:
            known[OWN] = (row.draft, row.draft_version)
        return known

    def note(self, actor: Actor, row: Row, shown: Mapping[str, Any]) -> None:
        note_reading(actor, before=_reading(row), **shown)


class SharedList(SameForAll):
    """A list of questions; those for whom the same is new on it share it."""

    def known_of_shown(self, actor: Actor, shown: Mapping[str, Any]) -> Known:
        return news_shown(actor, shown)


class SharedTagged(SharedList):
    """The list of what has one tag."""

    def add_to(self, question: Question) -> Question:
        tag = Tag.name == sa.bindparam("tag")
        return question.outerjoin(Tag, tag).add_columns(Tag.id.label("tag_id"))

    def values(self, _user_id: int, args: Mapping[str, Any]) -> Values | None:
        return {"tag": args["name"]}

    def known(self, row: Row) -> Known | None:
        return None if row.tag_id is None else {}


def tell_news(actor: Actor, rows: Sequence[ThreadRow]) -> dict[int, int]:
    """Return how much is new to `actor` in each question of a list; one query at most.

    Says which questions stand on the page that is made, if it is a shared one.
    """
    listed = [(row.id, row.answers) for row in rows]
    tell(**{LISTED: listed})
    return news_of(actor, listed)


def news_shown(actor: Actor, shown: Mapping[str, Any]) -> Known:
    """Return what is new to `actor` of what tell_news() told; nothing without a list."""
    news = news_of(actor, shown.get(LISTED, ()))
    return {NEWS: tuple(sorted(news.items()))} if news else {}


def _reading(row: Row) -> Reading:
    return Reading() if row.read_to is None else Reading(row.read_to, row.read_answers)


def _find_thread_id(public_id: str) -> int:
    """Raise LookupError where there is no such thread."""
    found = None
    if is_public_id(public_id):
        found = db.session.scalar(
            sa.select(Thread.id).where(Thread.public_id == public_id)
        )
    if found is None:
        raise LookupError
    return found


def _has_taken_part() -> sa.ColumnElement[bool]:
    """Whether a reader wrote or compared something in a thread."""
    reader: Any = sa.bindparam("reader")
    post = sa.select(Post.id).where(Post.thread_id == Thread.id)
    wrote = sa.or_(Post.author_id == reader, Post.owner_key == sa.bindparam("key"))
    compared = sa.and_(
        Comparison.post_id == Post.id,
        Comparison.owner_key == sa.bindparam("comparer"),
    )
    left = (post.where(wrote), post.join(Comparison, compared))
    return sa.or_(*(one.correlate(Thread).exists() for one in left))


def _voted() -> Any:
    """Return the ids of the posts of a thread that its reader voted for, in one text."""
    ids = sa.func.aggregate_strings(sa.cast(Vote.post_id, sa.String), ",")
    return (
        sa.select(ids)
        .join(Post, Post.id == Vote.post_id)
        .where(Post.thread_id == Thread.id, Vote.user_id == sa.bindparam("reader"))
        .correlate(Thread)
        .scalar_subquery()
    )


def _has_news() -> sa.ColumnElement[bool]:
    """Whether a thread has posts for all that came since its reader looked."""
    newer = sa.select(Post.id).where(
        Post.thread_id == Thread.id,
        Post.id > ThreadRead.last_post_id,
        Post.state == State.PUBLIC,
    )
    return newer.correlate(Thread, ThreadRead).exists()
