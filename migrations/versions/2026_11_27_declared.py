"""Versions of posts and drafts keep whether their author sells it or competes with it.

Revision: threads_13
Follows: host_3
"""

import sqlalchemy as sa
from alembic import op

revision = "threads_13"
down_revision = "host_3"
branch_labels = None
depends_on = None

TABLES = ("post_revision", "saved_draft")


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(
                sa.Column(
                    "interested",
                    sa.Boolean(),
                    nullable=False,
                    server_default=sa.false(),
                )
            )
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column("interested", server_default=None)
    # So far it was said with the first version, and held for all that followed.
    post = sa.table("post", sa.column("id"), sa.column("interested"))
    version = sa.table(
        "post_revision", sa.column("post_id"), sa.column("interested", sa.Boolean)
    )
    said = sa.select(post.c.id).where(post.c.interested.is_(sa.true()))
    op.execute(
        sa.update(version).where(version.c.post_id.in_(said)).values(interested=True)
    )


def downgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("interested")
