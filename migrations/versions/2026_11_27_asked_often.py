"""Questions are listed by how often they were asked.

Revision: threads_12
Follows: open_notices_1
"""

from alembic import op

revision = "threads_12"
down_revision = "open_notices_1"
branch_labels = None
depends_on = None

NAME = "ix_thread_state_duplicate_count_id"


def upgrade() -> None:
    op.create_index(op.f(NAME), "thread", ["state", "duplicate_count", "id"])


def downgrade() -> None:
    op.drop_index(op.f(NAME), table_name="thread")
