"""What buyers say of prices in posts, and cards of deals below posts.

Revision: threads_6
Follows: reps_1
"""

import sqlalchemy as sa
from alembic import op

revision = "threads_6"
down_revision = "reps_1"
branch_labels = None
depends_on = None

_WORDS = "'similar', 'less', 'more', 'outdated'"


def upgrade() -> None:
    with op.batch_alter_table("post") as batch_op:
        batch_op.add_column(sa.Column("compared", sa.String(300), nullable=True))
        batch_op.add_column(sa.Column("card_id", sa.String(24), nullable=True))
    op.create_table(
        "comparison",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("owner_key", sa.String(64), nullable=False),
        sa.Column("org_key", sa.String(64), nullable=True),
        sa.Column("says", sa.String(32), nullable=True),
        sa.Column("told", sa.String(32), nullable=True),
        sa.CheckConstraint(f"says IN ({_WORDS})", name=op.f("ck_comparison_says")),
        sa.CheckConstraint(f"told IN ({_WORDS})", name=op.f("ck_comparison_told")),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_comparison_post_id_post")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparison")),
        sa.UniqueConstraint(
            "post_id", "owner_key", name=op.f("uq_comparison_post_id_owner_key")
        ),
    )
    op.create_index(op.f("ix_comparison_owner_key"), "comparison", ["owner_key"])


def downgrade() -> None:
    op.drop_table("comparison")
    with op.batch_alter_table("post") as batch_op:
        batch_op.drop_column("card_id")
        batch_op.drop_column("compared")
