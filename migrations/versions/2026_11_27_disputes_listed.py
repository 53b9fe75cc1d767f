"""Disputes of all vendors in one list.

Revision: disputes_2
Follows: decided_1
"""

from alembic import op

revision = "disputes_2"
down_revision = "decided_1"
branch_labels = None
depends_on = None

_INDEX = "ix_dispute_created_at_id"


def upgrade() -> None:
    op.create_index(_INDEX, "dispute", ["created_at", "id"])


def downgrade() -> None:
    op.drop_index(_INDEX, "dispute")
