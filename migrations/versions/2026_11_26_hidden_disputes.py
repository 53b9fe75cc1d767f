"""A moderator can hide a dispute, which was public as soon as it was raised.

Revision: reps_3
Follows: threads_10
"""

import sqlalchemy as sa
from alembic import op

revision = "reps_3"
down_revision = "threads_10"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("dispute") as batch_op:
        batch_op.add_column(
            sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True)
        )


def downgrade() -> None:
    # What was hidden must not come out: the older version would show all it finds.
    op.execute(
        "UPDATE dispute SET text = 'Hidden by a moderator.', reason = ''"
        " WHERE hidden_at IS NOT NULL"
    )
    with op.batch_alter_table("dispute") as batch_op:
        batch_op.drop_column("hidden_at")
