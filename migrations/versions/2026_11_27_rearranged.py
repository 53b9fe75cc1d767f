"""Questions that moderators merged or split, with links both ways.

Revision: acts_3
Follows: acts_2
"""

import sqlalchemy as sa
from alembic import op

revision = "acts_3"
down_revision = "acts_2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("thread") as batch_op:
        batch_op.add_column(
            sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("split_from_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("split_count", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.create_foreign_key(
            op.f("fk_thread_split_from_id_thread"), "thread", ["split_from_id"], ["id"]
        )
        batch_op.create_index(op.f("ix_thread_split_from_id"), ["split_from_id"])
    with op.batch_alter_table("thread") as batch_op:
        batch_op.alter_column("split_count", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("thread") as batch_op:
        batch_op.drop_index(op.f("ix_thread_split_from_id"))
        batch_op.drop_constraint(
            op.f("fk_thread_split_from_id_thread"), type_="foreignkey"
        )
        for name in ("split_count", "split_from_id", "merged_at"):
            batch_op.drop_column(name)
