"""Posts say whether their author sells what they are about, or competes with it.

Revision: threads_11
Follows: rooms_3
"""

import sqlalchemy as sa
from alembic import op

revision = "threads_11"
down_revision = "rooms_3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("post") as batch_op:
        batch_op.add_column(
            sa.Column(
                "interested", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )
    with op.batch_alter_table("post") as batch_op:
        batch_op.alter_column("interested", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("post") as batch_op:
        batch_op.drop_column("interested")
