"""Each card of a deal stands below one post, for good: the first one.

Revision: threads_10
Follows: threads_9
"""

import sqlalchemy as sa
from alembic import op

from community.core.sealing import Sealer
from community.core.settings import get_settings

revision = "threads_10"
down_revision = "threads_9"
branch_labels = None
depends_on = None

_POST = sa.table("post", sa.column("id", sa.Integer), sa.column("card_id", sa.String))
_CARD = sa.table(
    "price_card", sa.column("public_id", sa.String), sa.column("line_id", sa.Integer)
)


def upgrade() -> None:
    places = op.create_table(
        "card_place",
        sa.Column("line_key", sa.String(64), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_card_place_post_id_post")
        ),
        sa.PrimaryKeyConstraint("line_key", name=op.f("pk_card_place")),
    )
    op.create_index(op.f("ix_card_place_post_id"), "card_place", ["post_id"])
    first = _keep_first_posts()
    if first:
        sealer = Sealer(get_settings().seal_key)
        op.bulk_insert(
            places,
            [
                {
                    "line_key": sealer.pseudonym("card.line", str(line_id)),
                    "post_id": post_id,
                }
                for line_id, post_id in first.items()
            ],
        )


def _keep_first_posts() -> dict[int, int]:
    """Return the first post of each line's card, and take the card from the others."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(_POST.c.id, _CARD.c.line_id)
        .join(_CARD, _CARD.c.public_id == _POST.c.card_id)
        .order_by(_POST.c.id)
    ).all()
    first: dict[int, int] = {}
    for post_id, line_id in rows:
        if first.setdefault(line_id, post_id) != post_id:
            connection.execute(
                sa.update(_POST).where(_POST.c.id == post_id).values(card_id=None)
            )
    return first


def downgrade() -> None:
    op.drop_table("card_place")
