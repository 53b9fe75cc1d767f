"""Drafts of questions and answers that the server keeps.

Revision: threads_5
Follows: threads_4
"""

import sqlalchemy as sa
from alembic import op

revision = "threads_5"
down_revision = "threads_4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("owner_key", sa.String(64), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("product", sa.String(300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("tags", sa.String(300), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["thread.id"],
            name=op.f("fk_saved_draft_thread_id_thread"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_draft")),
        sa.UniqueConstraint(
            "owner_key", "thread_id", name=op.f("uq_saved_draft_owner_key_thread_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_saved_draft_public_id")),
    )
    for columns in (("owner_key", "saved_at", "id"), ("saved_at",), ("thread_id",)):
        name = "_".join(("ix_saved_draft", *columns))
        op.create_index(op.f(name), "saved_draft", list(columns))


def downgrade() -> None:
    op.drop_table("saved_draft")
