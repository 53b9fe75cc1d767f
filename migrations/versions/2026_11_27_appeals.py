"""Appeals against decisions, and how they end.

Revision: appeals_1
Follows: acts_1
"""

import sqlalchemy as sa
from alembic import op

revision = "appeals_1"
down_revision = "acts_1"
branch_labels = None
depends_on = None

_KINDS = (
    *("held", "approved", "hidden", "proposed", "undone", "redacted", "removed"),
    *("restored", "locked", "unlocked", "moved", "merged", "split", "warned"),
    *("limited", "suspended", "lifted", "alerted"),
)
_NEW = ("upheld", "overturned", "hidden-on-appeal")
_OF_THE_AUTHOR = sa.text("side = 'author'")


def _enum(*values: str, name: str) -> sa.Enum:
    return sa.Enum(
        *values, name=name, native_enum=False, create_constraint=True, length=32
    )


def upgrade() -> None:
    _let_kind_be((*_KINDS, *_NEW))
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("side", _enum("author", "flagger", name="side"), nullable=False),
        sa.Column("appellant_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "state",
            _enum("open", "upheld", "overturned", name="appeal_state"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(appellant_id IS NULL) = (side = 'author')",
            name=op.f("ck_appeal_author_unnamed"),
        ),
        _to("action_id", "moderation_action"),
        _to("appellant_id", "user"),
        _to("claimed_by_id", "user"),
        _to("result_id", "moderation_action"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_appeal_public_id")),
        sa.UniqueConstraint(
            "action_id", "appellant_id", name=op.f("uq_appeal_action_id_appellant_id")
        ),
    )
    op.create_index(
        "uq_appeal_action_id_of_author",
        "appeal",
        ["action_id"],
        unique=True,
        sqlite_where=_OF_THE_AUTHOR,
        postgresql_where=_OF_THE_AUTHOR,
    )
    for columns in (
        ["state", "due_at", "id"],
        ["appellant_id", "id"],
        ["claimed_by_id"],
        ["result_id"],
    ):
        op.create_index(op.f(f"ix_appeal_{'_'.join(columns)}"), "appeal", columns)


def _to(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_appeal_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name)


def downgrade() -> None:
    op.drop_table("appeal")
    actions = sa.table("moderation_action", sa.column("kind"))
    op.execute(sa.delete(actions).where(actions.c.kind.in_(_NEW)))
    _let_kind_be(_KINDS)


def _let_kind_be(kinds: tuple[str, ...]) -> None:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("moderation_action", schema=None) as batch_op:
        batch_op.drop_constraint(
            op.f("ck_moderation_action_action_kind"), type_="check"
        )
        batch_op.create_check_constraint(
            op.f("ck_moderation_action_action_kind"), f"kind IN ({words})"
        )
