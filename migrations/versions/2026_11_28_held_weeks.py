"""In which week a line was held, while it waits for a person: never in which day.

Revision: held_weeks_1
Follows: deleted_posts_1
"""

import sqlalchemy as sa
from alembic import op

revision = "held_weeks_1"
down_revision = "deleted_posts_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("line_hold") as batch:
        batch.add_column(sa.Column("week", sa.Date(), nullable=True))
        batch.create_check_constraint(
            op.f("ck_line_hold_no_week_once_decided"), "state = 'open' OR week IS NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("line_hold") as batch:
        batch.drop_constraint(op.f("ck_line_hold_no_week_once_decided"), type_="check")
        batch.drop_column("week")
