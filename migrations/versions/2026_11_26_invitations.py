"""Who agreed to be asked about products, and which questions have asked them.

Revision: threads_9
Follows: threads_8
"""

import sqlalchemy as sa
from alembic import op

revision = "threads_9"
down_revision = "threads_8"
branch_labels = None
depends_on = None

_COLUMNS = (("user", "may_be_asked"), ("thread", "invited"))


def upgrade() -> None:
    for table, column in _COLUMNS:
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(
                sa.Column(
                    column, sa.Boolean(), nullable=False, server_default=sa.false()
                )
            )
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    for table, column in _COLUMNS:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column(column)
