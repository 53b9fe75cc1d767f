"""How far members have read.

Revision: threads_7
Follows: notifications_1
"""

import sqlalchemy as sa
from alembic import op

revision = "threads_7"
down_revision = "notifications_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "thread_read",
        sa.Column("reader_key", sa.String(64), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("last_post_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["thread.id"],
            name=op.f("fk_thread_read_thread_id_thread"),
        ),
        sa.PrimaryKeyConstraint("reader_key", "thread_id", name=op.f("pk_thread_read")),
    )
    op.create_index(op.f("ix_thread_read_read_at"), "thread_read", ["read_at"])
    op.create_index(op.f("ix_thread_read_thread_id"), "thread_read", ["thread_id"])


def downgrade() -> None:
    op.drop_table("thread_read")
