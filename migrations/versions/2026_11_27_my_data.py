"""Exports that members ask for, accounts that go.

Revision: mydata_1
Follows: api_tokens_1
"""

import sqlalchemy as sa
from alembic import op

revision = "mydata_1"
down_revision = "api_tokens_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "ready",
                name="export_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("file_name", sa.String(length=64), nullable=True),
        sa.Column("sealed_key", sa.String(length=300), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(file_name IS NULL) = (sealed_key IS NULL)",
            name=op.f("ck_account_export_file_has_its_key"),
        ),
        sa.CheckConstraint(
            "(state = 'ready') = (file_name IS NOT NULL)",
            name=op.f("ck_account_export_ready_has_a_file"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_account_export_user_id_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_export")),
        sa.UniqueConstraint("file_name", name=op.f("uq_account_export_file_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_account_export_public_id")),
    )
    with op.batch_alter_table("account_export", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_export_created_at"), ["created_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_account_export_user_id_id"), ["user_id", "id"], unique=False
        )
    op.create_table(
        "account_erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("leave_texts", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_account_erasure_user_id_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_erasure")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_erasure_token_hash")),
        sa.UniqueConstraint("user_id", name=op.f("uq_account_erasure_user_id")),
    )
    with op.batch_alter_table("account_erasure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_erasure_due_at"), ["due_at"], unique=False
        )
    op.add_column(
        "user", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.drop_column("erased_at")
    with op.batch_alter_table("account_erasure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_erasure_due_at"))
    op.drop_table("account_erasure")
    with op.batch_alter_table("account_export", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_export_user_id_id"))
        batch_op.drop_index(batch_op.f("ix_account_export_created_at"))
    op.drop_table("account_export")
