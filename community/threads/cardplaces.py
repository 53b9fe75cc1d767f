"""Below which post a deal's card stands, or stood first: one post for each, for good.

Whoever saw a card below two posts would know that one person wrote both. The rows hold
no deal and no member, and they stay when a card is taken away.
"""

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Base, changed, db, insert_ignore
from community.threads.models import Post


class CardPlace(Base):
    """The post of one deal's line; none since that post stands under an alias."""

    __tablename__ = "card_place"

    line_key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)


def take_place(line_key: str, post: Post) -> bool:
    """Have a deal's line stand below `post`; return whether it may, now and later."""
    insert_ignore(CardPlace, [{"line_key": line_key, "post_id": post.id}])
    place = sa.select(CardPlace.post_id).where(CardPlace.line_key == line_key)
    return db.session.scalar(place) == post.id


def close_places(post: Post) -> None:
    """Let what stood below `post` stand nowhere any more: it gets another name."""
    changed(
        sa.update(CardPlace).where(CardPlace.post_id == post.id).values(post_id=None)
    )
