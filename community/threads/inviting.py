"""Who may know a product that a question is about: for invitations, and nobody's eyes."""

from collections.abc import Collection
from typing import Protocol

import sqlalchemy as sa
from flask import current_app

from community.core.db import db
from community.core.visibility import State
from community.threads.models import Place, Post, Thread

EXTENSION = "fairquote.buyers"
"""`app.extensions[EXTENSION]` is a KnowsBuyers that app.py hands over."""


class KnowsBuyers(Protocol):
    """Something that knows who bought a product."""

    def buyers_among(self, product_id: int, user_ids: Collection[int]) -> set[int]:
        """Return those of some members whose price of a product is in a figure on show."""
        ...


def knowing(product_id: int, user_ids: Collection[int]) -> set[int]:
    """Return those of some members who bought a product, or answered about it by name.

    That both are asked leaves open what anybody who is asked has bought.
    """
    source: KnowsBuyers = current_app.extensions[EXTENSION]
    answered = db.session.scalars(
        sa.select(Post.author_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            Thread.product_id == product_id,
            Post.place != Place.QUESTION,
            Post.state == State.PUBLIC,
            Post.author_id.is_not(None),
        )
        .distinct()
    )
    known = source.buyers_among(product_id, user_ids)
    return known.union(one for one in answered if one in user_ids and one is not None)
