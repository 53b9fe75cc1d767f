"""What members contributed to questions, and how much they have read: for their level.

Nothing anonymous counts, for or against: a level that moves would tell whose it is.
"""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from community.accounts.levels import Contributions
from community.accounts.standing import LEAST_VOTES, voted_from_outside
from community.core.db import db
from community.core.visibility import State
from community.threads.models import Place, Post, Thread, Vote
from community.threads.owners import owner_key
from community.threads.reads import count_pages


class PostContributions:
    """An accounts.standing.CountsContributions: answers that helped, hidden posts."""

    def contributions(self, user_ids: Collection[int]) -> dict[int, Contributions]:
        chosen, upheld = _chosen(user_ids), _hidden(user_ids)
        read = count_pages(user_ids)
        return {
            one: Contributions(
                chosen.get(one, 0), upheld.get(one, 0), *read.get(one, (0, None))
            )
            for one in user_ids
        }


def _chosen(user_ids: Collection[int]) -> dict[int, int]:
    """Return how many answers of each member somebody else chose, and others voted for."""
    author_id: Any = Post.author_id
    rows = db.session.execute(
        sa.select(author_id, Thread.owner_key, sa.func.count())
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            Post.place == Place.CHOSEN,
            Post.author_id.in_(user_ids),
            Thread.author_id.is_distinct_from(Post.author_id),
            sa.or_(
                Post.rank <= -LEAST_VOTES,
                voted_from_outside(
                    Vote.post_id == Post.id, Vote.user_id, Post.author_id
                ),
            ),
        )
        .group_by(Post.author_id, Thread.owner_key)
    )
    found: dict[int, int] = {}
    for user_id, asker, count in rows:
        if asker != owner_key(user_id):
            found[user_id] = found.get(user_id, 0) + count
    return found


def _hidden(user_ids: Collection[int]) -> dict[int, int]:
    hidden = sa.or_(
        Post.state.in_((State.HIDDEN, State.REMOVED)), Post.prior_state == State.HIDDEN
    )
    author_id: Any = Post.author_id
    rows = db.session.execute(
        sa.select(author_id, sa.func.count())
        .where(hidden, Post.author_id.in_(user_ids))
        .group_by(Post.author_id)
    )
    return dict(rows.all())
