"""What questions and answers hold of a person, and what becomes of it when they go."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from community.core.chunks import chunks
from community.core.db import db
from community.core.personal import Fate, Held, Kept, Part, Person, Rows, nobodys
from community.core.settings import Settings
from community.threads import reads
from community.threads.cardplaces import CardPlace
from community.threads.closedonto import DuplicateMark
from community.threads.comparisons import Comparison, comparer_key
from community.threads.events import ANSWER_KIND, KIND
from community.threads.mine import posts_of
from community.threads.models import (
    Place,
    Post,
    PostRevision,
    Tag,
    Thread,
    ThreadOrigin,
    ThreadTag,
    Vote,
)
from community.threads.owners import all_of
from community.threads.reads import ReadingCount, ThreadRead
from community.threads.rules import saving
from community.threads.rules.erasing import erase
from community.threads.rules.removing import KEPT
from community.threads.saved import SavedDraft, draft_key


def _own_threads(person: Person) -> sa.Select[int]:
    return sa.select(Thread.id).where(all_of(person.user_id, Thread))


def _own_posts(person: Person) -> sa.Select[int]:
    return sa.select(Post.id).where(all_of(person.user_id, Post))


def _read(person: Person) -> Rows:
    """Return which questions somebody has read: the keys are another one for each."""
    titles = dict(db.session.execute(sa.select(Thread.id, Thread.title)).all())
    found: Rows = []
    for chunk in chunks(sorted(titles)):
        keys = [reads.reader_key(person.user_id, one) for one in chunk]
        rows = db.session.scalars(
            sa.select(ThreadRead)
            .where(ThreadRead.reader_key.in_(keys))
            .order_by(ThreadRead.thread_id)
        )
        found += [
            {
                "question": titles[one.thread_id],
                "answers_seen": one.answers,
                "read_on": one.read_on,
            }
            for one in rows
        ]
    return found


def _indexed_posts(ids: Sequence[int]) -> dict[str, set[int]]:
    rows = db.session.execute(
        sa.select(Post.id, Post.thread_id, Post.place).where(Post.id.in_(ids))
    ).all()
    return {
        KIND: {one.thread_id for one in rows},
        ANSWER_KIND: {one.id for one in rows if one.place != Place.QUESTION},
    }


def _kind_of(_person: Person, row: Mapping[str, Any]) -> dict[str, str]:
    return {"kind": "question" if row["place"] == Place.QUESTION else "answer"}


HELD = (
    Held(
        Thread,
        Fate.NAMELESS,
        "Questions",
        lambda person: all_of(person.user_id, Thread),
        why="Others answered: they stay without you, or go with their words if you wish.",
        without=frozenset({"accepted_post_id"}),
        indexed=lambda ids: {KIND: ids},
    ),
    Held(
        Post,
        Fate.NAMELESS,
        "Posts, the text of each question included",
        lambda person: all_of(person.user_id, Post),
        why="Others rely on them: they stay without you, or their words go if you wish.",
        without=frozenset({"place", "rank"}),
        tells=_kind_of,
        indexed=_indexed_posts,
    ),
    Held(
        PostRevision,
        Fate.NAMELESS,
        "Versions of your posts",
        lambda person: sa.or_(
            PostRevision.post_id.in_(_own_posts(person)),
            PostRevision.author_id == person.user_id,
        ),
        why="That there was a version stays; what earlier ones said goes.",
    ),
    Held(
        Vote,
        Fate.ERASED,
        "Posts that you found useful",
        lambda person: Vote.user_id == person.user_id,
    ),
    Held(
        ThreadTag,
        Fate.KEPT,
        "Tags of your questions",
        lambda person: ThreadTag.thread_id.in_(_own_threads(person)),
        why="Words that questions are filed under.",
    ),
    Held(
        DuplicateMark,
        Fate.NAMELESS,
        "Questions that you closed as asked before",
        lambda person: DuplicateMark.closed_by_id == person.user_id,
        why="It is the history of somebody’s question.",
    ),
    Held(
        SavedDraft,
        Fate.ERASED,
        "Drafts",
        lambda person: SavedDraft.owner_key == draft_key(person.user_id),
    ),
    Held(ThreadRead, Fate.ERASED, "Questions that you have read", rows=_read),
    Held(
        ReadingCount,
        Fate.ERASED,
        "How many questions you have read",
        lambda person: ReadingCount.member_key == reads.member_key(person.user_id),
    ),
    Held(
        Comparison,
        Fate.NAMELESS,
        "What you said of prices in posts",
        lambda person: Comparison.owner_key == comparer_key(person.user_id),
        why="Your words go at once; an empty row stays until the next release has "
        "forgotten them, as with every word that is taken back.",
        without=frozenset({"told"}),
    ),
    Held(
        CardPlace,
        Fate.KEPT,
        why="That a card stood below a post, by a keyed name that leads to no member "
        "and to no deal once that is gone: so that a card never tells who wrote two posts.",
    ),
    *nobodys(Tag, ThreadOrigin),
)


def retention(_settings: Settings) -> tuple[Kept, ...]:
    return (
        Kept(
            "Questions, answers and their history",
            "until their author or a moderator takes them away; what an author took "
            f"away can be brought back for {KEPT.total_seconds() / 3600:.0f} hours, then "
            "its words are deleted, those of earlier versions, too",
            "They are what the community is for.",
        ),
        Kept(
            "Who wrote an anonymous post, under a seal",
            "as long as the post, or the account",
            "Its author edits it; moderators look only with a reason, and it is told.",
        ),
        Kept(
            "Drafts",
            f"{saving.KEPT.days} days after they were last changed",
            "So that you can go on with them.",
        ),
        Kept(
            "How far you have read, by keyed names",
            f"{reads.KEPT.days} days",
            "To show what is new.",
        ),
        Kept("Votes", "until you take them back", "Useful answers stand first."),
    )


PART = Part(
    "questions",
    "Questions and answers",
    HELD,
    retention,
    erase,
    items=lambda user_id: {"post": posts_of([user_id])},
)
