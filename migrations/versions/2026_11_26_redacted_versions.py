"""A version of a post can be taken out of its history; who did it and when stays.

Revision: threads_3
Follows: prices_2
"""

import sqlalchemy as sa
from alembic import op

revision = "threads_3"
down_revision = "prices_2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("post_revision") as batch_op:
        batch_op.add_column(
            sa.Column("redacted_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("redacted_by", sa.String(32), nullable=True))
        batch_op.add_column(sa.Column("redacted_why", sa.String(500), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_post_revision_redactor"), "redacted_by IN ('author', 'moderator')"
        )
        batch_op.create_check_constraint(
            op.f("ck_post_revision_redacted_or_not"),
            "(redacted_at IS NULL) = (redacted_by IS NULL)",
        )


def downgrade() -> None:
    # What was taken out stays out: its text is gone, an empty version is left.
    with op.batch_alter_table("post_revision") as batch_op:
        batch_op.drop_constraint(
            op.f("ck_post_revision_redacted_or_not"), type_="check"
        )
        batch_op.drop_constraint(op.f("ck_post_revision_redactor"), type_="check")
        for name in ("redacted_why", "redacted_by", "redacted_at"):
            batch_op.drop_column(name)
