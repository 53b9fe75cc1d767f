"""Who is trusted, and as what somebody chose an answer.

Revision: threads_8
Follows: reps_2
"""

import sqlalchemy as sa
from alembic import op

revision = "threads_8"
down_revision = "reps_2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("user") as batch_op:
        batch_op.add_column(
            sa.Column(
                "is_trusted", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )
    with op.batch_alter_table("user") as batch_op:
        batch_op.alter_column("is_trusted", server_default=None)
    with op.batch_alter_table("thread") as batch_op:
        batch_op.add_column(sa.Column("accepted_as", sa.String(32), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_thread_chooser"), "accepted_as IN ('asker', 'moderator')"
        )
        batch_op.create_index(
            op.f("ix_thread_vendor_id_state_answer_count_created_at_id"),
            ["vendor_id", "state", "answer_count", "created_at", "id"],
        )
    op.execute(
        "UPDATE thread SET accepted_as = 'asker' WHERE accepted_post_id IS NOT NULL"
    )


def downgrade() -> None:
    with op.batch_alter_table("thread") as batch_op:
        batch_op.drop_index(
            op.f("ix_thread_vendor_id_state_answer_count_created_at_id")
        )
        batch_op.drop_constraint(op.f("ck_thread_chooser"), type_="check")
        batch_op.drop_column("accepted_as")
    with op.batch_alter_table("user") as batch_op:
        batch_op.drop_column("is_trusted")
