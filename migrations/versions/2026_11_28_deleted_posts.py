"""When authors took posts away: a day later their words go.

What was taken away before has that day from now.

Revision: deleted_posts_1
Follows: reminders_1
"""

import sqlalchemy as sa
from alembic import op

from community.core import clock

revision = "deleted_posts_1"
down_revision = "reminders_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "post", sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_index(op.f("ix_post_deleted_at"), "post", ["deleted_at"])
    post = sa.table(
        "post",
        sa.column("state", sa.String),
        sa.column("source", sa.Text),
        sa.column("deleted_at", sa.DateTime(timezone=True)),
    )
    # The hour alone: of a post under an alias nothing more is told.
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    op.execute(
        sa.update(post)
        .where(post.c.state == "deleted", post.c.source != "")
        .values(deleted_at=hour)
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_post_deleted_at"), table_name="post")
    with op.batch_alter_table("post") as batch:
        batch.drop_column("deleted_at")
