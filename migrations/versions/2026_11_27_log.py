"""The public log is filtered by rule, moderator and month, and lists takedown requests.

Revision: log_1
Follows: screening_1
"""

import sqlalchemy as sa
from alembic import op

revision = "log_1"
down_revision = "screening_1"
branch_labels = None
depends_on = None

_IS_REQUEST = sa.text("of_the_vendor OR reason = 'illegal'")
_NEW = (["rule", "id"], ["moderator_id", "id"], ["created_at", "id"])


def _name(columns: list[str]) -> str:
    return op.f(f"ix_moderation_action_{'_'.join(columns)}")


def upgrade() -> None:
    for columns in _NEW:
        op.create_index(_name(columns), "moderation_action", columns)
    op.drop_index(_name(["moderator_id"]), "moderation_action")
    op.create_index(
        "ix_flag_request_id",
        "flag",
        ["id"],
        sqlite_where=_IS_REQUEST,
        postgresql_where=_IS_REQUEST,
    )


def downgrade() -> None:
    op.drop_index("ix_flag_request_id", "flag")
    op.create_index(_name(["moderator_id"]), "moderation_action", ["moderator_id"])
    for columns in _NEW:
        op.drop_index(_name(columns), "moderation_action")
