"""A member goes: their posts stay without them, or their words go too, also from quotations."""

import secrets
from collections.abc import Sequence

import sqlalchemy as sa

from community.core import clock, events
from community.core.chunks import chunks
from community.core.db import changed, db
from community.core.events import ManyContentChanged
from community.core.personal import Leaver
from community.core.text import plain_text
from community.core.visibility import State
from community.threads import reads
from community.threads.aliases import coarse
from community.threads.comparisons import Comparison, comparer_key
from community.threads.drafts import slug_of
from community.threads.events import ANSWER_KIND, KIND, PostRemoved
from community.threads.models import (
    Post,
    PostKind,
    PostRevision,
    Redactor,
    Thread,
    Vote,
)
from community.threads.owners import all_of, seal_author
from community.threads.paths import post_path
from community.threads.rules.quotations import take_out
from community.threads.rules.removing import change_state
from community.threads.rules.wording import rendered
from community.threads.saved import SavedDraft

TAKEN_AWAY = "A question that was taken away"
_STUB = "Who asked this has deleted their account, and their words with it."
_NOBODY = 0
_SHOWN = (State.PUBLIC, State.HELD, State.HIDDEN)


def erase(leaver: Leaver) -> None:
    """Take a member out of questions and answers; what isn't public goes in any case."""
    _take_back_votes(leaver.user_id)
    _take_back_words(leaver.user_id)
    _forget_readings(leaver.user_id)
    # Answers first: a question that nobody else answered goes as a whole.
    posts = db.session.scalars(
        sa.select(Post)
        .where(all_of(leaver.user_id, Post))
        .order_by(Post.place.desc(), Post.id)
    ).all()
    for post in posts:
        post.card_id = post.compared = None
        _forget_versions(post)
        if post.state is not State.PUBLIC or not leaver.leave_texts:
            _empty(post)
    _unseal(leaver.user_id, posts)
    _have_indexed(posts)


def _take_back_votes(user_id: int) -> None:
    voted = sa.select(Vote.post_id).where(Vote.user_id == user_id)
    changed(sa.update(Post).where(Post.id.in_(voted)).values(rank=Post.rank + 1))
    changed(sa.delete(Vote).where(Vote.user_id == user_id))
    db.session.expire_all()


def _take_back_words(user_id: int) -> None:
    """Let what they said of prices be nothing, by nobody; the next release forgets it."""
    rows = sa.select(Comparison).where(Comparison.owner_key == comparer_key(user_id))
    for row in db.session.scalars(rows):
        row.says, row.org_key, row.owner_key = None, None, secrets.token_hex(32)


def _forget_readings(user_id: int) -> None:
    for chunk in chunks(db.session.scalars(sa.select(Thread.id)).all()):
        keys = [reads.reader_key(user_id, one) for one in chunk]
        changed(
            sa.delete(reads.ThreadRead).where(reads.ThreadRead.reader_key.in_(keys))
        )


def _forget_versions(post: Post) -> None:
    """Empty the earlier versions of a post."""
    at = coarse(clock.now()) if post.alias is not None else clock.now()
    changed(
        sa.update(PostRevision)
        .where(
            PostRevision.post_id == post.id,
            PostRevision.version < post.version,
            PostRevision.redacted_at.is_(None),
        )
        .values(
            source="",
            title=None,
            tags=None,
            redacted_at=at,
            redacted_by=Redactor.AUTHOR,
        )
    )


def _empty(post: Post) -> None:
    """Leave nothing of a post's words; others' answers to a question stay readable."""
    thread = db.session.get_one(Thread, post.thread_id)
    _take_out_quotations(post)
    post.source = post.html = ""
    if post.kind is PostKind.QUESTION:
        thread.title, thread.slug = TAKEN_AWAY, slug_of(TAKEN_AWAY)
        if _has_answers(thread):
            post.source, post.html = _STUB, f"<p>{_STUB}</p>"
    changed(
        sa.update(PostRevision)
        .where(PostRevision.post_id == post.id)
        .values(source="", title=None, tags=None)
    )
    if post.source == "" and post.state in _SHOWN:
        change_state(thread, post, State.DELETED, prior=State.HIDDEN)
        events.publish(PostRemoved(object_id=thread.id, post_id=post.id))


def _has_answers(thread: Thread) -> bool:
    """Whether others answered in public: their answers need the page they stand on."""
    return thread.state is State.PUBLIC and thread.answer_count > 0


def _unseal(user_id: int, posts: Sequence[Post]) -> None:
    """Let no key and no seal lead from anonymous posts to anybody, nor from one to another."""
    hidden = [post for post in posts if post.owner_key is not None]
    keys = {post.thread_id: secrets.token_hex(32) for post in hidden}
    for post in hidden:
        post.owner_key = keys[post.thread_id]
        post.sealed_author = seal_author(_NOBODY)
    for thread in db.session.scalars(
        sa.select(Thread).where(all_of(user_id, Thread), Thread.owner_key.is_not(None))
    ):
        thread.owner_key = keys.get(thread.id, secrets.token_hex(32))
    db.session.flush()  # what comes next asks by these columns


def _have_indexed(posts: Sequence[Post]) -> None:
    threads = sorted({post.thread_id for post in posts})
    answers = [post.id for post in posts if post.kind is PostKind.ANSWER]
    for kind, ids in ((KIND, threads), (ANSWER_KIND, answers)):
        for chunk in chunks(ids):
            events.publish(ManyContentChanged(kind, tuple(chunk)))


def _take_out_quotations(post: Post) -> None:
    """Take a post's words out of the quotations in others' posts, versions and drafts."""
    said = post.source or plain_text(post.html)
    if not said.strip():
        return
    link = post_path(post.public_id)
    beside = sa.select(Post).where(
        Post.id != post.id,
        sa.or_(Post.thread_id == post.thread_id, Post.source.contains(link)),
        Post.source.contains(">"),
    )
    for other in db.session.scalars(beside):
        source = take_out(other.source, said, link)
        if source != other.source:
            _say(other, source)
    for model, column in ((PostRevision, "source"), (SavedDraft, "body")):
        text = getattr(model, column)
        for row in db.session.scalars(sa.select(model).where(text.contains(link))):
            setattr(row, column, take_out(getattr(row, column), said, link))


def _say(post: Post, source: str) -> None:
    post.source, post.html = source, rendered(source)
    events.publish(ManyContentChanged(KIND, (post.thread_id,)))
    events.publish(ManyContentChanged(ANSWER_KIND, (post.id,)))
