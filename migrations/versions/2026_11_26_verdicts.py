"""Moderators remove, redact, lock and restore; what they may do is a longer list.

Revision: acts_1
Follows: moderation_2
"""

import sqlalchemy as sa
from alembic import op

revision = "acts_1"
down_revision = "moderation_2"
branch_labels = None
depends_on = None

_ACTIONS = ("held", "approved", "hidden", "proposed", "undone")
_MORE_ACTIONS = (
    *("redacted", "removed", "restored", "locked", "unlocked", "moved", "merged"),
    *("split", "warned", "limited", "suspended", "lifted", "alerted"),
)
_STATES = ("public", "held", "hidden", "deleted")
_TABLES = ("product", "vendor", "thread", "post", "review", "official_text")


def _allow(table: str, column: str, name: str, values: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{one}'" for one in values)
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        batch_op.create_check_constraint(
            op.f(f"ck_{table}_{name}"), f"{column} IN ({listed})"
        )


def upgrade() -> None:
    for table in _TABLES:
        _allow(table, "state", "state", (*_STATES, "removed"))
    _allow("moderation_action", "kind", "action_kind", (*_ACTIONS, *_MORE_ACTIONS))
    with op.batch_alter_table("moderation_action") as batch_op:
        batch_op.add_column(sa.Column("kept", sa.Text(), nullable=True))
    with op.batch_alter_table("thread") as batch_op:
        batch_op.add_column(
            sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True)
        )


def downgrade() -> None:
    with op.batch_alter_table("thread") as batch_op:
        batch_op.drop_column("locked_at")
    with op.batch_alter_table("moderation_action") as batch_op:
        batch_op.drop_column("kept")
    # The older version knows no such action, and what was removed must not come out.
    kinds = sa.table("moderation_action", sa.column("kind"))
    op.execute(
        sa.update(kinds).where(kinds.c.kind.in_(_MORE_ACTIONS)).values(kind="undone")
    )
    _allow("moderation_action", "kind", "action_kind", _ACTIONS)
    for table in _TABLES:
        states = sa.table(table, sa.column("state"))
        removed = states.c.state == "removed"
        op.execute(sa.update(states).where(removed).values(state="hidden"))
        _allow(table, "state", "state", _STATES)
