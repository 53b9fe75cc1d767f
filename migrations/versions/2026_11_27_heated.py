"""Until when answers to a question that is heated keep a distance.

Revision: heated_1
Follows: wanted_1
"""

import sqlalchemy as sa
from alembic import op

revision = "heated_1"
down_revision = "wanted_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("thread") as batch_op:
        batch_op.add_column(sa.Column("heated_until", sa.DateTime(timezone=True)))


def downgrade() -> None:
    with op.batch_alter_table("thread") as batch_op:
        batch_op.drop_column("heated_until")
