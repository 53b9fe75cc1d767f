"""Questions that were asked before are closed onto the one that stays, with a history.

Revision: threads_4
Follows: reviews_1
"""

import sqlalchemy as sa
from alembic import op

revision = "threads_4"
down_revision = "reviews_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("thread") as batch_op:
        batch_op.add_column(sa.Column("duplicate_of_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "duplicate_count", sa.Integer(), nullable=False, server_default="0"
            )
        )
    with op.batch_alter_table("thread") as batch_op:
        batch_op.alter_column("duplicate_count", server_default=None)
        batch_op.create_foreign_key(
            op.f("fk_thread_duplicate_of_id_thread"),
            "thread",
            ["duplicate_of_id"],
            ["id"],
        )
        batch_op.create_check_constraint(
            op.f("ck_thread_not_of_itself"), "duplicate_of_id <> id"
        )
        batch_op.create_index(
            op.f("ix_thread_duplicate_of_id_created_at_id"),
            ["duplicate_of_id", "created_at", "id"],
        )
    op.create_table(
        "duplicate_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("canonical_id", sa.Integer(), nullable=False),
        sa.Column("closed_as", sa.String(32), nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_as", sa.String(32), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "closed_as IN ('asker', 'moderator', 'trusted', 'nobody')",
            name=op.f("ck_duplicate_mark_closed_as"),
        ),
        sa.CheckConstraint(
            "opened_as IN ('asker', 'moderator', 'trusted', 'nobody')",
            name=op.f("ck_duplicate_mark_opened_as"),
        ),
        sa.CheckConstraint(
            "(opened_at IS NULL) = (opened_as IS NULL)",
            name=op.f("ck_duplicate_mark_open_or_not"),
        ),
        sa.ForeignKeyConstraint(
            ["canonical_id"],
            ["thread.id"],
            name=op.f("fk_duplicate_mark_canonical_id_thread"),
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"],
            ["user.id"],
            name=op.f("fk_duplicate_mark_closed_by_id_user"),
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["thread.id"],
            name=op.f("fk_duplicate_mark_thread_id_thread"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_mark")),
    )
    for columns in (("canonical_id",), ("closed_by_id",), ("thread_id", "id")):
        name = "_".join(("ix_duplicate_mark", *columns))
        op.create_index(op.f(name), "duplicate_mark", list(columns))


def downgrade() -> None:
    op.drop_table("duplicate_mark")
    with op.batch_alter_table("thread") as batch_op:
        batch_op.drop_index(op.f("ix_thread_duplicate_of_id_created_at_id"))
        batch_op.drop_constraint(op.f("ck_thread_not_of_itself"), type_="check")
        batch_op.drop_constraint(
            op.f("fk_thread_duplicate_of_id_thread"), type_="foreignkey"
        )
        batch_op.drop_column("duplicate_count")
        batch_op.drop_column("duplicate_of_id")
