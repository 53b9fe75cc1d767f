"""A text that one began tells neither whose it is nor where it stands: it may be anonymous.

Revision: kept_sealed_1
Follows: late_mail_1
"""

import sqlalchemy as sa
from alembic import op

revision = "kept_sealed_1"
down_revision = "late_mail_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What was kept so far goes: it lies under the names of its authors.
    op.drop_table("kept_form")
    op.create_table(
        "kept_form",
        *_both(),
        sa.Column("owner_key", sa.String(64), nullable=False),
        sa.Column("place_key", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_form")),
        sa.UniqueConstraint("public_id", name=op.f("uq_kept_form_public_id")),
        sa.UniqueConstraint("place_key", name=op.f("uq_kept_form_place_key")),
    )
    _index("owner_key", "saved_at", "id")
    _index("saved_at")


def downgrade() -> None:
    op.drop_table("kept_form")
    op.create_table(
        "kept_form",
        *_both(),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(500), nullable=False),
        sa.Column("what", sa.String(80), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_kept_form_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_form")),
        sa.UniqueConstraint("public_id", name=op.f("uq_kept_form_public_id")),
        sa.UniqueConstraint(
            "user_id", "place", name=op.f("uq_kept_form_user_id_place")
        ),
    )
    _index("user_id", "saved_at", "id")
    _index("saved_at")


def _both() -> tuple[sa.Column, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
    )


def _index(*columns: str) -> None:
    op.create_index(
        op.f("_".join(("ix_kept_form", *columns))), "kept_form", list(columns)
    )
