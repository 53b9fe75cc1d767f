"""Reading by the day, under another keyed name for each thread; pages counted apart.

The rows there were go, on the way up and down: their keys can't be made of one another
without the site's key, and they tell which member read a thread first. Lost is what
was new since somebody's visit, and the pages that count towards the first level.

Revision: reads_2
Follows: reps_3
"""

import sqlalchemy as sa
from alembic import op

revision = "reads_2"
down_revision = "reps_3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("thread_read")
    _create_thread_read(
        sa.Column("read_on", sa.Date(), nullable=False), sqlite_with_rowid=False
    )
    op.create_table(
        "reading_count",
        sa.Column("member_key", sa.String(64), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("member_key", name=op.f("pk_reading_count")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_reading_count_read_on"), "reading_count", ["read_on"])


def downgrade() -> None:
    op.drop_table("reading_count")
    op.drop_table("thread_read")
    _create_thread_read(
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sqlite_with_rowid=True,
    )


def _create_thread_read(when: sa.Column[object], *, sqlite_with_rowid: bool) -> None:
    op.create_table(
        "thread_read",
        sa.Column("reader_key", sa.String(64), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("last_post_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        when,
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["thread.id"],
            name=op.f("fk_thread_read_thread_id_thread"),
        ),
        sa.PrimaryKeyConstraint("reader_key", "thread_id", name=op.f("pk_thread_read")),
        sqlite_with_rowid=sqlite_with_rowid,
    )
    op.create_index(
        op.f(f"ix_thread_read_{when.name}"), "thread_read", [str(when.name)]
    )
    op.create_index(op.f("ix_thread_read_thread_id"), "thread_read", ["thread_id"])
