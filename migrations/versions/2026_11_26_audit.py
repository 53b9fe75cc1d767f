"""The audit, to which rows can only be added; notices to authors that wait.

Revision: moderation_1
Follows: evidence_1
"""

import sqlalchemy as sa
from alembic import op

revision = "moderation_1"
down_revision = "evidence_1"
branch_labels = None
depends_on = None

_REFUSAL = "The audit is append-only."


def upgrade() -> None:
    op.create_table(
        "audit_row",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_row")),
        sa.UniqueConstraint("previous_hash", name=op.f("uq_audit_row_previous_hash")),
    )
    if op.get_bind().dialect.name == "postgresql":
        _guard_on_postgresql()
    else:
        _guard_on_sqlite()
    op.create_table(
        "deal_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sealed_letter", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_notice")),
    )


def _guard_on_sqlite() -> None:
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_row_no_{event.lower()} BEFORE {event} ON audit_row "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        )


def _guard_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION audit_row_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    for events, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER audit_row_append_only_{each.lower()} BEFORE {events} "
            f"ON audit_row FOR EACH {each} EXECUTE FUNCTION audit_row_refuse()"
        )


def downgrade() -> None:
    op.drop_table("deal_notice")
    op.drop_table("audit_row")  # its triggers go with it
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_row_refuse()")
