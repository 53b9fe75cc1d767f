"""Accounts that the host moved here wait for their owners, and lapse when nobody comes.

Revision: waiting_accounts_1
Follows: archive_runs_1
"""

import sqlalchemy as sa
from alembic import op

from community.core import clock

revision = "waiting_accounts_1"
down_revision = "archive_runs_1"
branch_labels = None
depends_on = None

_USER = sa.table(
    "user",
    sa.column("state", sa.String),
    sa.column("email", sa.String),
    sa.column("password_hash", sa.String),
    sa.column("email_proven_at", sa.DateTime(timezone=True)),
    sa.column("waits_since", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    with op.batch_alter_table("user") as batch_op:
        batch_op.add_column(
            sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.create_index(op.f("ix_user_waits_since"), ["waits_since"])
    # Those who came before have all the days from now on.
    op.get_bind().execute(
        sa.update(_USER)
        .where(
            _USER.c.state == "active",
            _USER.c.email.is_not(None),
            _USER.c.password_hash.is_(None),
            _USER.c.email_proven_at.is_(None),
        )
        .values(waits_since=clock.now())
    )


def downgrade() -> None:
    with op.batch_alter_table("user") as batch_op:
        batch_op.drop_index(op.f("ix_user_waits_since"))
        batch_op.drop_column("waits_since")
