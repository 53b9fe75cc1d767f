"""Archives of questions that the host imports on a page: their runs.

Revision: archive_runs_1
Follows: announced_1
"""

import sqlalchemy as sa
from alembic import op

revision = "archive_runs_1"
down_revision = "announced_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "archive_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                *("checking", "checked", "importing", "done", "failed"),
                name="archive_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("archive", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("url", sa.String(length=400), nullable=False),
        sa.Column("licence", sa.String(length=60), nullable=False),
        sa.Column("licence_url", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_bytes", sa.BigInteger(), nullable=False),
        sa.Column("bytes_done", sa.BigInteger(), nullable=False),
        sa.Column("lines_done", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("preview", sa.Text(), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("problem_bytes", sa.BigInteger(), nullable=False),
        sa.Column("failure", sa.String(length=500), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["started_by_id"],
            ["user.id"],
            name=op.f("fk_archive_run_started_by_id_user"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_run")),
        sa.UniqueConstraint("public_id", name=op.f("uq_archive_run_public_id")),
    )
    op.create_index(
        op.f("ix_archive_run_created_at_id"), "archive_run", ["created_at", "id"]
    )
    op.create_index(
        op.f("ix_archive_run_started_by_id"), "archive_run", ["started_by_id"]
    )


def downgrade() -> None:
    op.drop_table("archive_run")
