"""One of everything that notifications keep of somebody, for tests of who may see it."""

import sqlalchemy as sa

from community.accounts.models import User
from community.core.db import db, new_public_id
from community.notifications import tokens
from community.notifications.kinds import Followed, Frequency, News, Why
from community.notifications.models import Follow, InboxEntry
from community.notifications.rules import following, saving, watching, wishing
from community.notifications.rules.delivering import Hearer, Slip, deliver
from community.notifications.targets import get_target_for
from community.notifications.tokens import Unsubscribing
from community.threads.models import Post, Thread


def notices_of(user: User, thread: Thread) -> dict[str, str]:
    """Let somebody follow, save and be told of a question; return what addresses hold."""
    target = get_target_for(user.actor, Followed.QUESTION, thread.public_id)
    following.follow(user.actor, target)
    saving.save(user.actor, target)
    latest = db.session.scalar(
        sa.select(sa.func.max(Post.id)).where(
            Post.thread_id == thread.id, Post.author_id == user.id
        )
    )
    slip = Slip(News.ANSWER, Followed.QUESTION, thread.id, latest or 0)
    hearer = Hearer(user.id, None, None, Why.QUESTION, Frequency.NEVER)
    deliver(slip, [hearer])
    feed_id = new_public_id()
    wishing.have_reader(user.id).feed_id = feed_id
    return {
        "search": watching.follow_search(user.actor, f"seats of {user.handle}").ref,
        "follow": _id_of(Follow, user.id),
        "entry": _id_of(InboxEntry, user.id),
        "unsubscribe": tokens.unsubscribe_path(Unsubscribing(user.id)).rpartition("/")[
            2
        ],
        "private_feed": tokens.feed_token(feed_id),
    }


def _id_of(kind: type[Follow | InboxEntry], user_id: int) -> str:
    found = db.session.scalars(sa.select(kind.public_id).where(kind.user_id == user_id))
    return str(found.first())
