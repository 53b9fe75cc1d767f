"""Notes that were reported before anybody read notes go to the moderators, by one job.

Revision: notes_2
Follows: reads_2
"""

import sqlalchemy as sa
from alembic import op

from community.core import clock

revision = "notes_2"
down_revision = "reads_2"
branch_labels = None
depends_on = None

_KIND = "deals.take-in-notes"
_DEAL = sa.table("deal", sa.column("id", sa.Integer), sa.column("note", sa.Text))
_NOTE = sa.table("deal_note", sa.column("deal_id", sa.Integer))
_JOB = sa.table(
    "job",
    sa.column("kind", sa.String),
    sa.column("args", sa.JSON),
    sa.column("state", sa.String),
    sa.column("run_at", sa.DateTime(timezone=True)),
    sa.column("attempts", sa.Integer),
    sa.column("unique_key", sa.String),
    sa.column("created_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    connection = op.get_bind()
    taken = sa.exists().where(_NOTE.c.deal_id == _DEAL.c.id)
    left = sa.select(_DEAL.c.id).where(_DEAL.c.note != "", ~taken).limit(1)
    if connection.scalar(left) is None:
        return
    # Redacting needs the key and the rules of notes: a worker does it, not the migration.
    now = clock.now()
    op.bulk_insert(
        _JOB,
        [
            {
                "kind": _KIND,
                "args": {"after": 0},
                "state": "ready",
                "run_at": now,
                "attempts": 0,
                "unique_key": _KIND,
                "created_at": now,
            }
        ],
    )


def downgrade() -> None:
    op.execute(sa.delete(_JOB).where(_JOB.c.kind == _KIND))
