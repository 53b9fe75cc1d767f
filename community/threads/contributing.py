"""What members contributed to questions, and how much they have read: for their level."""

from collections.abc import Collection

import sqlalchemy as sa

from community.accounts.levels import Contributions
from community.core.db import db
from community.core.visibility import State
from community.threads.models import Place, Post
from community.threads.owners import owner_key
from community.threads.reads import ThreadRead, reader_key


class PostContributions:
    """An accounts.standing.CountsContributions: chosen answers, and hidden posts."""

    def contributions(self, user_ids: Collection[int]) -> dict[int, Contributions]:
        chosen = _count(user_ids, Post.place == Place.CHOSEN)
        hidden = sa.or_(Post.state == State.HIDDEN, Post.prior_state == State.HIDDEN)
        upheld = _count(user_ids, hidden)
        keys = {reader_key(one): one for one in user_ids}
        read = {
            keys[key]: (pages, first)
            for key, pages, first in db.session.execute(
                sa.select(
                    ThreadRead.reader_key,
                    sa.func.count(),
                    sa.func.min(ThreadRead.read_at),
                )
                .where(ThreadRead.reader_key.in_(keys))
                .group_by(ThreadRead.reader_key)
            )
        }
        return {
            one: Contributions(
                chosen.get(one, 0), upheld.get(one, 0), *read.get(one, (0, None))
            )
            for one in user_ids
        }


def _count(user_ids: Collection[int], which: sa.ColumnElement[bool]) -> dict[int, int]:
    """Return how many posts of each member are so, under the handle or under aliases."""
    keys = {owner_key(one): one for one in user_ids}
    rows = db.session.execute(
        sa.select(Post.author_id, Post.owner_key, sa.func.count())
        .where(which, sa.or_(Post.author_id.in_(user_ids), Post.owner_key.in_(keys)))
        .group_by(Post.author_id, Post.owner_key)
    )
    found: dict[int, int] = {}
    for author_id, key, count in rows:
        user_id = keys[key or ""] if author_id is None else author_id
        found[user_id] = found.get(user_id, 0) + count
    return found
