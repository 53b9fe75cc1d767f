"""Cases that are handed on to the others, and what moderators say of a case to each other.

Revision: escalation_1
Follows: more_words_1
"""

import sqlalchemy as sa
from alembic import op

revision = "escalation_1"
down_revision = "more_words_1"
branch_labels = None
depends_on = None

_OF_QUEUE = ["claimed_by_id", "state", "rank", "opened_at", "id"]


def upgrade() -> None:
    with op.batch_alter_table("moderation_case") as batch_op:
        batch_op.add_column(sa.Column("escalated_at", sa.DateTime(timezone=True)))
        batch_op.add_column(sa.Column("escalated_by_id", sa.Integer()))
        batch_op.create_foreign_key(
            op.f("fk_moderation_case_escalated_by_id_user"),
            "user",
            ["escalated_by_id"],
            ["id"],
        )
        batch_op.create_index(
            op.f("ix_moderation_case_escalated_by_id"), ["escalated_by_id"]
        )
        batch_op.create_index(
            op.f("ix_moderation_case_state_escalated_at_id"),
            ["state", "escalated_at", "id"],
        )
        batch_op.drop_index(op.f("ix_moderation_case_claimed_by_id"))
        batch_op.create_index(
            op.f("ix_moderation_case_claimed_by_id_state_rank_opened_at_id"), _OF_QUEUE
        )
    op.create_table(
        "case_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(1000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["moderation_case.id"],
            name=op.f("fk_case_reply_case_id_moderation_case"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_case_reply_author_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_reply")),
    )
    op.create_index(op.f("ix_case_reply_case_id_id"), "case_reply", ["case_id", "id"])
    op.create_index(op.f("ix_case_reply_author_id"), "case_reply", ["author_id"])


def downgrade() -> None:
    op.drop_table("case_reply")
    with op.batch_alter_table("moderation_case") as batch_op:
        batch_op.drop_index(
            op.f("ix_moderation_case_claimed_by_id_state_rank_opened_at_id")
        )
        batch_op.create_index(
            op.f("ix_moderation_case_claimed_by_id"), ["claimed_by_id"]
        )
        batch_op.drop_index(op.f("ix_moderation_case_state_escalated_at_id"))
        batch_op.drop_index(op.f("ix_moderation_case_escalated_by_id"))
        batch_op.drop_constraint(
            op.f("fk_moderation_case_escalated_by_id_user"), type_="foreignkey"
        )
        batch_op.drop_column("escalated_by_id")
        batch_op.drop_column("escalated_at")
