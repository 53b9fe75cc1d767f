"""What members begin over what there is, and do not send, is kept for them.

Revision: kept_forms_1
Follows: escalation_1
"""

import sqlalchemy as sa
from alembic import op

revision = "kept_forms_1"
down_revision = "escalation_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=500), nullable=False),
        sa.Column("what", sa.String(length=80), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_kept_form_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_form")),
        sa.UniqueConstraint("public_id", name=op.f("uq_kept_form_public_id")),
        sa.UniqueConstraint(
            "user_id", "place", name=op.f("uq_kept_form_user_id_place")
        ),
    )
    op.create_index(
        op.f("ix_kept_form_user_id_saved_at_id"),
        "kept_form",
        ["user_id", "saved_at", "id"],
    )
    op.create_index(op.f("ix_kept_form_saved_at"), "kept_form", ["saved_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_kept_form_saved_at"), table_name="kept_form")
    op.drop_index(op.f("ix_kept_form_user_id_saved_at_id"), table_name="kept_form")
    op.drop_table("kept_form")
