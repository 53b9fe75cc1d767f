"""Notices of complaint under the Defamation Act 2013, with their timetable.

Revision: complaints_1
Follows: waiting_accounts_1
"""

import sqlalchemy as sa
from alembic import op

revision = "complaints_1"
down_revision = "waiting_accounts_1"
branch_labels = None
depends_on = None


def _one_of(*names: str, called: str) -> sa.Enum:
    return sa.Enum(
        *names, name=called, native_enum=False, create_constraint=True, length=32
    )


def _moment(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    stages = ("received", "told", "stands", "goes")
    reasons = ("unreached", "silent", "agreed", "false", "repeated")
    op.create_table(
        "defamation_complaint",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("stage", _one_of(*stages, called="complaint_stage"), nullable=False),
        sa.Column("passes_name", sa.Boolean(), nullable=False),
        sa.Column("passes_email", sa.Boolean(), nullable=False),
        sa.Column("earlier", sa.String(length=200), nullable=False),
        _moment("tell_by", nullable=False),
        *(_moment(name) for name in ("told_at", "answer_by", "answered_at")),
        sa.Column("passes_answer", sa.Boolean(), nullable=True),
        sa.Column("sealed_answer", sa.Text(), nullable=True),
        sa.Column("why", _one_of(*reasons, called="complaint_why"), nullable=True),
        *(_moment(name) for name in ("remove_by", "held_at")),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["legal_notice.id"],
            name=op.f("fk_defamation_complaint_notice_id_legal_notice"),
        ),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_defamation_complaint")),
        sa.UniqueConstraint(
            "public_id", name=op.f("uq_defamation_complaint_public_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("defamation_complaint")
