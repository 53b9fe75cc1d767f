"""Deals say no more who reported them, and their lines what came of looking at them.

Revision: deals_2
Follows: prices_1
"""

import sqlalchemy as sa
from alembic import op

from community.core.sealing import Sealer
from community.core.settings import get_settings

revision = "deals_2"
down_revision = "prices_1"
branch_labels = None
depends_on = None

_BATCH = 1_000
_DEAL = sa.table(
    "deal",
    sa.column("id", sa.Integer),
    sa.column("author_id", sa.Integer),
    sa.column("owner_key", sa.String),
    sa.column("sealed_author", sa.String),
)


def upgrade() -> None:
    sealer = Sealer(get_settings().seal_key)
    _mark_key(sealer)
    with op.batch_alter_table("deal") as batch_op:
        batch_op.add_column(sa.Column("owner_key", sa.String(64), nullable=True))
        batch_op.add_column(sa.Column("sealed_author", sa.String(200), nullable=True))
        batch_op.add_column(sa.Column("org_key", sa.String(64), nullable=True))
    _rewrite(
        _DEAL.c.author_id,
        lambda author_id: {
            "owner_key": sealer.pseudonym("deal.owner", str(author_id)),
            "sealed_author": sealer.seal("deal.author", f"{author_id:012d}"),
        },
    )
    with op.batch_alter_table("deal") as batch_op:
        batch_op.drop_index("ix_deal_author_id_deal_month_id")
        batch_op.drop_constraint("fk_deal_author_id_user", type_="foreignkey")
        batch_op.drop_column("author_id")
        batch_op.alter_column("owner_key", existing_type=sa.String(64), nullable=False)
        batch_op.alter_column(
            "sealed_author", existing_type=sa.String(200), nullable=False
        )
        batch_op.create_index(
            "ix_deal_owner_key_deal_month_id", ["owner_key", "deal_month", "id"]
        )
        batch_op.create_index("ix_deal_org_key", ["org_key"])
    _add_reviews()


def _mark_key(sealer: Sealer) -> None:
    mark = op.create_table(
        "seal_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_mark")),
    )
    op.bulk_insert(mark, [{"id": 1, "digest": sealer.digest}])


def _rewrite(source, values) -> None:
    """Set in each deal what `values` makes of its column `source`, a batch at a time."""
    connection, last = op.get_bind(), 0
    while True:
        rows = connection.execute(
            sa.select(_DEAL.c.id, source)
            .where(_DEAL.c.id > last)
            .order_by(_DEAL.c.id)
            .limit(_BATCH)
        ).all()
        if not rows:
            return
        last = rows[-1].id
        changes = [{"row_id": row_id, **values(value)} for row_id, value in rows]
        names = [name for name in changes[0] if name != "row_id"]
        connection.execute(
            sa.update(_DEAL)
            .where(_DEAL.c.id == sa.bindparam("row_id"))
            .values({name: sa.bindparam(name) for name in names}),
            changes,
        )


def _add_reviews() -> None:
    with op.batch_alter_table("deal_line") as batch_op:
        batch_op.add_column(
            sa.Column("review", sa.String(32), server_default="pending", nullable=False)
        )
        batch_op.create_check_constraint(
            "review_state", "review IN ('pending', 'accepted', 'held', 'rejected')"
        )
        batch_op.drop_index("ix_deal_line_product_id_deal_id")
        batch_op.create_index(
            "ix_deal_line_product_id_review_deal_id",
            ["product_id", "review", "deal_id"],
        )
    with op.batch_alter_table("deal_line") as batch_op:
        batch_op.alter_column(
            "review", existing_type=sa.String(32), server_default=None
        )
    op.create_table(
        "line_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("score", sa.String(length=48), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("decision", sa.String(length=32), nullable=True),
        sa.Column("decided_role", sa.String(length=32), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'decided') = (decision IS NOT NULL)",
            name=op.f("ck_line_hold_decided_or_open"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'decided')", name=op.f("ck_line_hold_hold_state")
        ),
        sa.CheckConstraint(
            "decision IN ('accepted', 'rejected')",
            name=op.f("ck_line_hold_hold_decision"),
        ),
        sa.CheckConstraint(
            "decided_role IN ('visitor', 'member', 'rep', 'moderator', 'host')",
            name=op.f("ck_line_hold_role"),
        ),
        sa.ForeignKeyConstraint(
            ["line_id"],
            ["deal_line.id"],
            name=op.f("fk_line_hold_line_id_deal_line"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_hold")),
        sa.UniqueConstraint("line_id", name=op.f("uq_line_hold_line_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_line_hold_public_id")),
    )
    with op.batch_alter_table("line_hold") as batch_op:
        batch_op.create_index("ix_line_hold_state_month_id", ["state", "month", "id"])


def downgrade() -> None:
    op.drop_table("line_hold")
    with op.batch_alter_table("deal_line") as batch_op:
        batch_op.drop_index("ix_deal_line_product_id_review_deal_id")
        batch_op.create_index(
            "ix_deal_line_product_id_deal_id", ["product_id", "deal_id"]
        )
        batch_op.drop_constraint("review_state", type_="check")
        batch_op.drop_column("review")
    _unseal_authors()
    op.drop_table("seal_mark")


def _unseal_authors() -> None:
    sealer = Sealer(get_settings().seal_key)
    with op.batch_alter_table("deal") as batch_op:
        batch_op.add_column(sa.Column("author_id", sa.Integer(), nullable=True))
    _rewrite(
        _DEAL.c.sealed_author,
        lambda sealed: {"author_id": int(sealer.unseal("deal.author", sealed))},
    )
    with op.batch_alter_table("deal") as batch_op:
        batch_op.drop_index("ix_deal_owner_key_deal_month_id")
        batch_op.drop_index("ix_deal_org_key")
        batch_op.drop_column("owner_key")
        batch_op.drop_column("sealed_author")
        batch_op.drop_column("org_key")
        batch_op.alter_column("author_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_foreign_key(
            "fk_deal_author_id_user", "user", ["author_id"], ["id"]
        )
        batch_op.create_index(
            "ix_deal_author_id_deal_month_id", ["author_id", "deal_month", "id"]
        )
