"""Anybody may send a legal notice, and appeal against its outcome, without an account.

Revision: open_notices_1
Follows: threads_11
"""

import sqlalchemy as sa
from alembic import op

revision = "open_notices_1"
down_revision = "threads_11"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("flag") as batch_op:
        batch_op.alter_column("reporter_id", existing_type=sa.Integer(), nullable=True)
    op.create_table(
        "notice_sender",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("link_hash", sa.String(64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["legal_notice.id"],
            name=op.f("fk_notice_sender_notice_id_legal_notice"),
        ),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_notice_sender")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_notice_sender_link_hash")),
    )
    with op.batch_alter_table("appeal") as batch_op:
        batch_op.add_column(sa.Column("notice_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_appeal_notice_id_legal_notice"),
            "legal_notice",
            ["notice_id"],
            ["id"],
        )
        batch_op.create_index(op.f("ix_appeal_notice_id"), ["notice_id"])
        batch_op.create_unique_constraint(
            op.f("uq_appeal_action_id_notice_id"), ["action_id", "notice_id"]
        )
        batch_op.drop_constraint(op.f("ck_appeal_author_unnamed"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_appeal_author_unnamed"),
            "(appellant_id IS NULL AND notice_id IS NULL) = (side = 'author')",
        )


def downgrade() -> None:
    # A version that asks for an account cannot hold what came without one.
    op.execute("DELETE FROM appeal WHERE notice_id IS NOT NULL")
    with op.batch_alter_table("appeal") as batch_op:
        batch_op.drop_constraint(op.f("ck_appeal_author_unnamed"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_appeal_author_unnamed"),
            "(appellant_id IS NULL) = (side = 'author')",
        )
        batch_op.drop_constraint(op.f("uq_appeal_action_id_notice_id"), type_="unique")
        batch_op.drop_index(op.f("ix_appeal_notice_id"))
        batch_op.drop_constraint(
            op.f("fk_appeal_notice_id_legal_notice"), type_="foreignkey"
        )
        batch_op.drop_column("notice_id")
    op.drop_table("notice_sender")
    op.execute(
        "DELETE FROM legal_notice WHERE flag_id IN"
        " (SELECT id FROM flag WHERE reporter_id IS NULL)"
    )
    op.execute("DELETE FROM flag WHERE reporter_id IS NULL")
    with op.batch_alter_table("flag") as batch_op:
        batch_op.alter_column("reporter_id", existing_type=sa.Integer(), nullable=False)
