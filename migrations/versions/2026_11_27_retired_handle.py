"""Handles of who went, as digests: nobody else takes them for a while.

Revision: retired_handle_1
Follows: events_1
"""

import sqlalchemy as sa
from alembic import op

revision = "retired_handle_1"
down_revision = "events_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "retired_handle",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_retired_handle")),
    )
    op.create_index(op.f("ix_retired_handle_free_at"), "retired_handle", ["free_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_retired_handle_free_at"), "retired_handle")
    op.drop_table("retired_handle")
