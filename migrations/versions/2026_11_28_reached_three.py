"""Rooms remember that they had three people: whoever leaves and comes back counts once.

Revision: rooms_5
Follows: host_7
"""

import sqlalchemy as sa
from alembic import op

revision = "rooms_5"
down_revision = "host_7"
branch_labels = None
depends_on = None

_COMMITTEE = 3


def upgrade() -> None:
    with op.batch_alter_table("room") as batch_op:
        batch_op.add_column(
            sa.Column(
                "reached_three",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
            )
        )
    with op.batch_alter_table("room") as batch_op:
        batch_op.alter_column(
            "reached_three", existing_type=sa.Boolean(), server_default=None
        )
    room = sa.table("room", sa.column("id"), sa.column("reached_three"))
    member = sa.table("room_member", sa.column("room_id"))
    step = sa.table("room_step", sa.column("room_id"), sa.column("words"))
    people = sa.select(sa.func.count()).where(member.c.room_id == room.c.id)
    # Of those that somebody left since, the history tells who came.
    came = sa.select(sa.func.count()).where(
        step.c.room_id == room.c.id, step.c.words == "joined"
    )
    op.execute(
        sa.update(room)
        .where(
            sa.or_(
                people.scalar_subquery() >= _COMMITTEE,
                came.scalar_subquery() >= _COMMITTEE - 1,
            )
        )
        .values(reached_three=sa.true())
    )


def downgrade() -> None:
    with op.batch_alter_table("room") as batch_op:
        batch_op.drop_column("reached_three")
