"""Who wants no reminders of dates by mail.

Revision: reminders_1
Follows: price_appeals_1
"""

import sqlalchemy as sa
from alembic import op

revision = "reminders_1"
down_revision = "price_appeals_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "reader",
        sa.Column(
            "reminders_are_off",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
        ),
    )
    with op.batch_alter_table("reader") as batch:
        batch.alter_column("reminders_are_off", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("reader") as batch:
        batch.drop_column("reminders_are_off")
