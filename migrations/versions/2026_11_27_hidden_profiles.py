"""Public pages of members that moderators hid, because no measure reaches whose they are.

Revision: hidden_profiles_1
Follows: discarded_1
"""

import sqlalchemy as sa
from alembic import op

revision = "hidden_profiles_1"
down_revision = "discarded_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "user",
        sa.Column("profile_hidden_at", sa.DateTime(timezone=True), nullable=True),
    )


def downgrade() -> None:
    with op.batch_alter_table("user") as batch:
        batch.drop_column("profile_hidden_at")
