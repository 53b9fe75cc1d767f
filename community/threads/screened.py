"""Questions and answers as screening compares them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from community.core.db import db
from community.core.screening import LATEST, Ballot, Moment, Writing
from community.core.visibility import State
from community.threads.models import Place, Post, Thread, Vote
from community.threads.moderated import ModeratedPosts
from community.threads.owners import all_of
from community.threads.paths import post_path

_IS_PUBLIC = (Post.state == State.PUBLIC, Thread.state == State.PUBLIC)


class ScreenedPosts:
    """The posts of app.py."""

    kind = ModeratedPosts.kind

    def latest(self, limit: int) -> list[Writing]:
        rows = db.session.execute(
            sa.select(Post, Thread.title)
            .join(Thread, Thread.id == Post.thread_id)
            .where(*_IS_PUBLIC)
            .order_by(Post.id.desc())
            .limit(limit)
        )
        return [_writing(post, title) for post, title in rows]

    def written_by(self, user_id: int, limit: int) -> list[Moment]:
        rows = db.session.execute(
            sa.select(Post.created_at, Post.state, Post.alias)
            .where(all_of(user_id, Post))
            .order_by(Post.id.desc())
            .limit(limit)
        )
        return [
            Moment(None if alias else at, state is State.PUBLIC)
            for at, state, alias in rows
        ]

    def authors_about(self, vendor_id: int, since: datetime) -> list[int]:
        author_id: Any = Post.author_id
        return list(
            db.session.scalars(
                sa.select(author_id)
                .join(Thread, Thread.id == Post.thread_id)
                .where(
                    Thread.vendor_id == vendor_id,
                    Thread.state == State.PUBLIC,
                    Thread.last_activity_at > since,
                    Post.created_at > since,
                    Post.author_id.is_not(None),
                )
            )
        )

    def ballots(self, since: datetime, limit: int) -> list[Ballot]:
        author_id: Any = Post.author_id
        rows = db.session.execute(
            sa.select(Post.id, author_id, Vote.user_id)
            .join(Vote, Vote.post_id == Post.id)
            .where(
                Vote.created_at > since,
                Post.state == State.PUBLIC,
                Post.author_id.is_not(None),
            )
            .order_by(Vote.created_at.desc())
            .limit(limit)
        )
        return [Ballot(*row) for row in rows]

    def ballots_around(self, user_id: int, since: datetime) -> list[Ballot]:
        author_id: Any = Post.author_id
        latest = (
            sa.select(Post.id)
            .where(Post.author_id == user_id)
            .order_by(Post.created_at.desc())
            .limit(LATEST)
        )
        cast = (
            sa.select(Post.id, author_id, Vote.user_id)
            .join(Vote, Vote.post_id == Post.id)
            .where(
                Vote.created_at > since,
                Post.state == State.PUBLIC,
                Post.author_id.is_not(None),
            )
        )
        both = sa.union_all(
            cast.where(Post.id.in_(latest)), cast.where(Vote.user_id == user_id)
        )
        return [Ballot(*row) for row in db.session.execute(both)]


def _writing(post: Post, title: str) -> Writing:
    is_question = post.place == Place.QUESTION
    return Writing(
        kind=ScreenedPosts.kind,
        object_id=post.id,
        title=title if is_question else f"Answer to: {title}",
        url=post_path(post.public_id),
        text=f"{title}\n\n{post.source}" if is_question else post.source,
        author_id=post.author_id,
        at=post.created_at,
    )
