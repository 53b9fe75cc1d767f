"""Legal notices have a number and a clock.

Revision: notices_1
Follows: time_zone_1
"""

import sqlalchemy as sa
from alembic import op

revision = "notices_1"
down_revision = "time_zone_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "legal_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(12), nullable=False),
        sa.Column("flag_id", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["flag_id"], ["flag.id"], name=op.f("fk_legal_notice_flag_id_flag")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_notice")),
        sa.UniqueConstraint("number", name=op.f("uq_legal_notice_number")),
        sa.UniqueConstraint("flag_id", name=op.f("uq_legal_notice_flag_id")),
    )


def downgrade() -> None:
    op.drop_table("legal_notice")
