"""The host discards an archive of questions that was checked.

Revision: discarded_1
Follows: complaints_1
"""

from collections.abc import Sequence

from alembic import op

revision = "discarded_1"
down_revision = "complaints_1"
branch_labels = None
depends_on = None

_BEFORE = ("checking", "checked", "importing", "done", "failed")
_NAME = "ck_archive_run_archive_state"


def upgrade() -> None:
    _allow((*_BEFORE, "discarded"))


def downgrade() -> None:
    # A version that knows no other word for an end without an import.
    op.execute("UPDATE archive_run SET state = 'failed' WHERE state = 'discarded'")
    _allow(_BEFORE)


def _allow(states: Sequence[str]) -> None:
    words = ", ".join(f"'{one}'" for one in states)
    with op.batch_alter_table("archive_run") as batch:
        batch.drop_constraint(op.f(_NAME), type_="check")
        batch.create_check_constraint(op.f(_NAME), f"state IN ({words})")
