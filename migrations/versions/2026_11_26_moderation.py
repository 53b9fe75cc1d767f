"""Flags, cases and what moderators decided.

Revision: moderation_2
Follows: searches_1
"""

import sqlalchemy as sa
from alembic import op

revision = "moderation_2"
down_revision = "searches_1"
branch_labels = None
depends_on = None

_REASONS = (
    *("undisclosed-affiliation", "fabricated-price", "confidential"),
    *("identifies-person", "outdated", "wrong-product", "duplicate"),
    *("advertising", "harassment", "illegal"),
)
_ACTIONS = ("held", "approved", "hidden", "proposed", "undone")
_IS_OPEN = sa.text("state = 'open'")


def _enum(*values: str, name: str) -> sa.Enum:
    return sa.Enum(
        *values, name=name, native_enum=False, create_constraint=True, length=32
    )


def upgrade() -> None:
    _add_cases()
    _add_flags()
    _add_actions()


def _add_cases() -> None:
    op.create_table(
        "moderation_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(24), nullable=False),
        sa.Column("title", sa.String(320), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("snapshot_version", sa.Integer(), nullable=False),
        sa.Column("state", _enum("open", "decided", name="case_state"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("harm", sa.SmallInteger(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("flag_count", sa.Integer(), nullable=False),
        sa.Column("by_vendor_only", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_moderation_case_author_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["claimed_by_id"],
            ["user.id"],
            name=op.f("fk_moderation_case_claimed_by_id_user"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"],
            ["user.id"],
            name=op.f("fk_moderation_case_proposed_by_id_user"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_case")),
        sa.UniqueConstraint("public_id", name=op.f("uq_moderation_case_public_id")),
    )
    op.create_index(
        "uq_moderation_case_open_kind_object_id",
        "moderation_case",
        ["kind", "object_id"],
        unique=True,
        sqlite_where=_IS_OPEN,
        postgresql_where=_IS_OPEN,
    )
    for columns in (
        ["state", "rank", "opened_at", "id"],
        ["state", "kind", "rank", "opened_at", "id"],
        ["author_id", "id"],
        ["claimed_by_id"],
        ["proposed_by_id"],
    ):
        name = op.f(f"ix_moderation_case_{'_'.join(columns)}")
        op.create_index(name, "moderation_case", columns)


def _add_flags() -> None:
    op.create_table(
        "flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("item_version", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("reason", _enum(*_REASONS, name="reason"), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("of_the_vendor", sa.Boolean(), nullable=False),
        sa.Column(
            "outcome",
            _enum("open", "upheld", "dismissed", name="outcome"),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["moderation_case.id"],
            name=op.f("fk_flag_case_id_moderation_case"),
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["user.id"], name=op.f("fk_flag_reporter_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
        sa.UniqueConstraint(
            "reporter_id",
            "kind",
            "object_id",
            "item_version",
            "reason",
            name=op.f("uq_flag_reporter_id_kind_object_id_item_version_reason"),
        ),
    )
    op.create_index(op.f("ix_flag_case_id_id"), "flag", ["case_id", "id"])
    op.create_index(op.f("ix_flag_reporter_id_id"), "flag", ["reporter_id", "id"])


def _add_actions() -> None:
    op.create_table(
        "moderation_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", _enum(*_ACTIONS, name="action_kind"), nullable=False),
        sa.Column("reason", _enum(*_REASONS, name="reason"), nullable=True),
        sa.Column("facts", sa.String(500), nullable=False),
        sa.Column("rule", sa.String(200), nullable=False),
        sa.Column("automated", sa.Boolean(), nullable=False),
        sa.Column("moderator_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(moderator_id IS NULL) = automated",
            name=op.f("ck_moderation_action_somebody_or_automated"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["moderation_case.id"],
            name=op.f("fk_moderation_action_case_id_moderation_case"),
        ),
        sa.ForeignKeyConstraint(
            ["moderator_id"],
            ["user.id"],
            name=op.f("fk_moderation_action_moderator_id_user"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_action")),
        sa.UniqueConstraint("public_id", name=op.f("uq_moderation_action_public_id")),
    )
    for columns in (
        ["case_id", "id"],
        ["reason", "id"],
        ["kind", "id"],
        ["moderator_id"],
    ):
        name = op.f(f"ix_moderation_action_{'_'.join(columns)}")
        op.create_index(name, "moderation_action", columns)


def downgrade() -> None:
    op.drop_table("moderation_action")
    op.drop_table("flag")
    op.drop_table("moderation_case")
