"""What inboxes and follows forget when an alias is put in place of an author's name."""

import sqlalchemy as sa

from community.core.db import db
from community.notifications.kinds import OF_CHOICES, Followed, Frequency, News, Why
from community.notifications.levels import frequency_of
from community.notifications.models import Follow, InboxEntry, InboxItem
from community.notifications.queries import wishes_of
from community.threads.aliases import coarse
from community.threads.models import Place, Post
from community.threads.owners import is_of, open_author

_OF_ANSWERS = (News.ANSWER, News.MENTION)


def hide_follower(post: Post) -> None:
    """Keep as `post` is kept what its author follows and reads of its question.

    They have put an alias in place of their name, and their follow would tell it.
    """
    follows = sa.select(Follow).where(
        Follow.followed == Followed.QUESTION,
        Follow.object_id == post.thread_id,
        Follow.user_id.is_not(None),
        Follow.why.in_((Why.ASKED, Why.ANSWERED)),
    )
    entries = sa.select(InboxEntry).where(
        InboxEntry.about == Followed.QUESTION,
        InboxEntry.subject_id == post.thread_id,
        InboxEntry.user_id.is_not(None),
    )
    rows: list[Follow | InboxEntry] = [
        *db.session.scalars(follows),
        *db.session.scalars(entries),
    ]
    theirs = [row for row in rows if row.user_id and is_of(row.user_id, post)]
    for row in theirs:
        if _has_twin(row, post.owner_key):
            db.session.delete(row)
            continue
        row.user_id = None
        row.owner_key, row.sealed_reader = post.owner_key, post.sealed_author
        if isinstance(row, InboxEntry) and row.mail is not Frequency.NEVER:
            row.mail = _quiet_mail(post, row.news)


def _quiet_mail(post: Post, news: News) -> Frequency:
    """Return how often its author wants it by mail as one of those who follow."""
    if news is News.YOURS_CHOSEN:
        return Frequency.NEVER
    wishes = wishes_of(open_author(str(post.sealed_author)))
    return frequency_of(wishes, Why.QUESTION, None)


def _has_twin(row: Follow | InboxEntry, key: str | None) -> bool:
    """Whether the same is kept under the keyed name already, of an earlier post."""
    if isinstance(row, Follow):
        twin = sa.select(Follow.id).where(
            Follow.owner_key == key,
            Follow.followed == row.followed,
            Follow.object_id == row.object_id,
        )
    else:
        twin = sa.select(InboxEntry.id).where(
            InboxEntry.owner_key == key,
            InboxEntry.news == row.news,
            InboxEntry.about == row.about,
            InboxEntry.subject_id == row.subject_id,
        )
    return db.session.scalar(twin) is not None


def hide_author(post: Post) -> None:
    """Take `post` out of what followers of its author were told, and blur when all were."""
    author_id = open_author(str(post.sealed_author))
    _take_out(author_id, News.ANSWER, post.id)
    _blur(post, InboxEntry.news.in_(_OF_ANSWERS), InboxEntry.latest_id == post.id)
    if post.place is not Place.QUESTION:
        return
    _take_out(author_id, News.QUESTION, post.thread_id)
    in_thread = sa.select(Post.id).where(Post.thread_id == post.thread_id)
    _blur(
        post,
        InboxEntry.news == News.QUESTION,
        InboxEntry.latest_id == post.thread_id,
    )
    _blur(post, InboxEntry.news.in_(OF_CHOICES), InboxEntry.latest_id.in_(in_thread))


def _take_out(author_id: int, news: News, object_id: int) -> None:
    """Delete one item of the entries about a person; entries without any go too."""
    items = db.session.execute(
        sa.select(InboxEntry, InboxItem)
        .join(InboxItem, InboxItem.entry_id == InboxEntry.id)
        .where(
            InboxEntry.news == news,
            InboxEntry.about == Followed.PERSON,
            InboxEntry.subject_id == author_id,
            InboxItem.object_id == object_id,
        )
    ).all()
    for entry, item in items:
        db.session.delete(item)
        left = db.session.scalar(
            sa.select(sa.func.max(InboxItem.object_id)).where(
                InboxItem.entry_id == entry.id, InboxItem.object_id != object_id
            )
        )
        if left is None:
            db.session.delete(entry)
        else:
            entry.latest_id = left


def _blur(post: Post, *which: sa.ColumnElement[bool]) -> None:
    """Keep the hour alone of entries whose latest stands under the alias from now on."""
    for entry in db.session.scalars(sa.select(InboxEntry).where(*which)):
        entry.by_key, entry.changed_at = post.owner_key, coarse(entry.changed_at)
