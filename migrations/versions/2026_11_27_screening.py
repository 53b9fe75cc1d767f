"""What rules found, watched patterns, and what the queue is sorted and filtered by.

Revision: screening_1
Follows: appeals_1
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "screening_1"
down_revision = "appeals_1"
branch_labels = None
depends_on = None

_REASONS = (
    *("undisclosed-affiliation", "fabricated-price", "confidential"),
    *("identifies-person", "outdated", "wrong-product", "duplicate"),
    *("advertising", "harassment", "illegal"),
)
_RULES = (
    *("link", "contact", "pace", "repeated", "team"),
    *("organisation", "burst", "votes", "advertising", "pattern"),
)
_ACTIONS = ("block", "hold", "flag", "replace")
_INDEXES = (
    ["state", "reason", "rank", "opened_at", "id"],
    ["state", "rule", "rank", "opened_at", "id"],
    ["state", "vendor", "rank", "opened_at", "id"],
    ["state", "due_at", "id"],
)
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


def _enum(*values: str, name: str) -> sa.Enum:
    return sa.Enum(
        *values, name=name, native_enum=False, create_constraint=True, length=32
    )


def upgrade() -> None:
    _widen_cases()
    _add_findings()
    _add_patterns()
    op.create_table(
        "spam_lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("weights", sa.Text(), nullable=False),
        sa.Column("threshold", sa.Double(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spam_lesson")),
    )


def _widen_cases() -> None:
    with op.batch_alter_table("moderation_case") as batch:
        for name, length in (("vendor", 100), ("product", 100), ("subject", 200)):
            column = sa.Column(name, sa.String(length), nullable=True)
            batch.add_column(column)
        batch.add_column(
            sa.Column(
                "reason",
                sa.Enum(*_REASONS, name="reason", native_enum=False, length=32),
                nullable=True,
            )
        )
        batch.add_column(sa.Column("rule", sa.String(32), nullable=True))
    op.execute("UPDATE moderation_case SET vendor = '', product = '', subject = ''")
    _fill()
    with op.batch_alter_table("moderation_case") as batch:
        for name, length in (("vendor", 100), ("product", 100), ("subject", 200)):
            batch.alter_column(name, existing_type=sa.String(length), nullable=False)
        batch.create_check_constraint(
            op.f("ck_moderation_case_reason"),
            sa.column("reason").in_(_REASONS),
        )
    for columns in _INDEXES:
        name = op.f(f"ix_moderation_case_{'_'.join(columns)}")
        op.create_index(name, "moderation_case", columns)


def _fill() -> None:
    """Give each case the reason of a flag, and its place by the new formula."""
    case = sa.table(
        "moderation_case",
        *(sa.column(one) for one in ("id", "score", "harm", "rank", "reason")),
        sa.column("opened_at", sa.DateTime(timezone=True)),
    )
    flag = sa.table("flag", *(sa.column(one) for one in ("id", "case_id", "reason")))
    first = (
        sa.select(flag.c.reason)
        .where(flag.c.case_id == case.c.id)
        .order_by(flag.c.id)
        .limit(1)
        .scalar_subquery()
    )
    op.execute(sa.update(case).values(reason=first))
    there = op.get_bind()
    for row in there.execute(sa.select(case)).all():
        opened = row.opened_at.replace(tzinfo=row.opened_at.tzinfo or UTC)
        minutes = int((opened - _BEGINNING).total_seconds() // 60)
        rank = minutes - round(60 * min(row.score, 48)) - 480 * row.harm
        there.execute(sa.update(case).where(case.c.id == row.id).values(rank=rank))


def _add_findings() -> None:
    op.create_table(
        "screening_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("rule", _enum(*_RULES, name="rule"), nullable=False),
        sa.Column("sentence", sa.String(600), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("links", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["moderation_case.id"],
            name=op.f("fk_screening_finding_case_id_moderation_case"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_finding")),
    )
    op.create_index(
        op.f("ix_screening_finding_case_id_id"), "screening_finding", ["case_id", "id"]
    )
    op.create_table(
        "text_band",
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("object_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("band", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "object_id", "band", name=op.f("pk_text_band")),
    )
    op.create_index(op.f("ix_text_band_band_hash"), "text_band", ["band", "hash"])


def _add_patterns() -> None:
    op.create_table(
        "watched_pattern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("words", sa.String(100), nullable=False),
        sa.Column("action", _enum(*_ACTIONS, name="pattern_action"), nullable=False),
        sa.Column("replacement", sa.String(100), nullable=False),
        sa.Column("told", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user.id"], name=op.f("fk_watched_pattern_made_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_pattern")),
        sa.UniqueConstraint("public_id", name=op.f("uq_watched_pattern_public_id")),
    )
    for columns in (["made_by_id"], ["stopped_at", "id"]):
        name = op.f(f"ix_watched_pattern_{'_'.join(columns)}")
        op.create_index(name, "watched_pattern", columns)


def downgrade() -> None:
    for table in ("spam_lesson", "watched_pattern", "text_band", "screening_finding"):
        op.drop_table(table)
    for columns in _INDEXES:
        name = op.f(f"ix_moderation_case_{'_'.join(columns)}")
        op.drop_index(name, table_name="moderation_case")
    with op.batch_alter_table("moderation_case") as batch:
        batch.drop_constraint(op.f("ck_moderation_case_reason"), type_="check")
        for name in ("rule", "reason", "subject", "product", "vendor"):
            batch.drop_column(name)
    # By score and harm, as it was: without them the queue would stand on its head.
    op.execute(
        "UPDATE moderation_case SET rank = -(CAST(score * 100 AS INTEGER) * 10 + harm)"
    )
