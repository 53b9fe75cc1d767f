"""Which moderators want no mails about late cases, apart from reminders of dates.

Who ended both with one switch keeps both ended.

Revision: late_mail_1
Follows: kept_forms_1
"""

import sqlalchemy as sa
from alembic import op

revision = "late_mail_1"
down_revision = "kept_forms_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "reader",
        sa.Column(
            "late_mail_is_off",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
        ),
    )
    op.execute("UPDATE reader SET late_mail_is_off = reminders_are_off")
    with op.batch_alter_table("reader") as batch:
        batch.alter_column("late_mail_is_off", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("reader") as batch:
        batch.drop_column("late_mail_is_off")
