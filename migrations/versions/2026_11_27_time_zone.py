"""In which time zone somebody reads times.

Revision: time_zone_1
Follows: log_2
"""

import sqlalchemy as sa
from alembic import op

revision = "time_zone_1"
down_revision = "log_2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("user") as batch_op:
        batch_op.add_column(
            sa.Column("time_zone", sa.String(40), nullable=False, server_default="UTC")
        )
    with op.batch_alter_table("user") as batch_op:
        batch_op.alter_column("time_zone", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("user") as batch_op:
        batch_op.drop_column("time_zone")
