"""What buyers said of prices in posts: kept by keyed names, and never shown one by one."""

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from community.core.actors import Actor
from community.core.db import Base, IntPk, StrEnumType, db
from community.core.sealing import pseudonym
from community.threads.models import Post
from community.threads.pricewords import Paid

_OWNER = "comparison.owner"
_ORGANISATION = "comparison.organisation"
_KEY = sa.String(64)


class Comparison(Base):
    """One member's word on one post; `told` is what the last release counted of it.

    Withdrawn words are kept, as nothing, until the next release has forgotten them. No
    time is kept, and ids order the words of colleagues: the last one counts.
    """

    __tablename__ = "comparison"
    __table_args__ = (sa.UniqueConstraint("post_id", "owner_key"),)

    id: Mapped[IntPk]
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    owner_key: Mapped[str] = mapped_column(_KEY, index=True)
    org_key: Mapped[str | None] = mapped_column(_KEY)
    says: Mapped[Paid | None] = mapped_column(StrEnumType(Paid, "says"))
    told: Mapped[Paid | None] = mapped_column(StrEnumType(Paid, "told"))


def comparer_key(user_id: int) -> str:
    """Return what all comparisons of one member have in common, and nothing else."""
    return pseudonym(_OWNER, str(user_id))


def comparer_org_key(organisation_id: int) -> str:
    return pseudonym(_ORGANISATION, str(organisation_id))


def find_comparison(user_id: int, post: Post) -> Comparison | None:
    return db.session.scalar(
        sa.select(Comparison).where(
            Comparison.post_id == post.id,
            Comparison.owner_key == comparer_key(user_id),
        )
    )


def own_words(actor: Actor, post_ids: Sequence[int]) -> dict[int, Paid]:
    """Return what `actor` said of some posts, by their ids; for nobody else."""
    if actor.user_id is None or not post_ids:
        return {}
    rows = db.session.execute(
        sa.select(Comparison.post_id, Comparison.says).where(
            Comparison.post_id.in_(post_ids),
            Comparison.owner_key == comparer_key(actor.user_id),
            Comparison.says.is_not(None),
        )
    )
    return {post_id: says for post_id, says in rows if says is not None}


def list_compared_posts(after: int, limit: int) -> list[int]:
    """Return the next ids of posts that somebody compared, ascending."""
    return list(
        db.session.scalars(
            sa.select(Comparison.post_id)
            .where(Comparison.post_id > after)
            .distinct()
            .order_by(Comparison.post_id)
            .limit(limit)
        )
    )


def comparisons_of(post_ids: Iterable[int]) -> dict[int, list[Comparison]]:
    """Return all that was said of some posts, the latest last."""
    found: dict[int, list[Comparison]] = {one: [] for one in post_ids}
    rows = sa.select(Comparison).where(Comparison.post_id.in_(found))
    for row in db.session.scalars(rows.order_by(Comparison.id)):
        found[row.post_id].append(row)
    return found


def by_organisation(
    rows: Sequence[Comparison], roots: Mapping[str, str]
) -> tuple[dict[str, Paid], dict[str, Paid]]:
    """Return what each organisation says now, and what was told of it last.

    `roots` leads from the key of a subsidiary to that of its group.
    """
    now: dict[str, Paid] = {}
    before: dict[str, Paid] = {}
    for row in rows:
        if row.org_key is None:
            continue
        root = roots.get(row.org_key, row.org_key)
        if row.says is not None:
            now[root] = row.says
        if row.told is not None:
            before[root] = row.told
    return now, before
