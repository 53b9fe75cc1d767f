"""How many would like to know what a product costs, in steps.

Revision: wanted_1
Follows: quiet_1
"""

import sqlalchemy as sa
from alembic import op

revision = "wanted_1"
down_revision = "quiet_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("product") as batch_op:
        batch_op.add_column(
            sa.Column("wanted", sa.SmallInteger(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("product") as batch_op:
        batch_op.alter_column("wanted", server_default=None)
        batch_op.create_index(
            op.f("ix_product_state_wanted_id"), ["state", "wanted", "id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("product") as batch_op:
        batch_op.drop_index(op.f("ix_product_state_wanted_id"))
        batch_op.drop_column("wanted")
