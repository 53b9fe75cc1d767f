"""Members who are moved here: runs of their files, and who is to be invited.

Revision: members_1
Follows: signed_notices_1
"""

import sqlalchemy as sa
from alembic import op

revision = "members_1"
down_revision = "signed_notices_1"
branch_labels = None
depends_on = None


def _basis(*, nullable: bool) -> sa.Column:
    kinds = sa.Enum(
        *("consent", "contract"),
        name="basis",
        native_enum=False,
        create_constraint=True,
        length=32,
    )
    return sa.Column("basis", kinds, nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "member_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                *("checking", "checked", "importing", "done", "failed"),
                name="member_run_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("archive", sa.String(length=40), nullable=False),
        _basis(nullable=True),
        sa.Column("invites", sa.Boolean(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("preview", sa.Text(), nullable=False),
        sa.Column("outcome_bytes", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_run")),
        sa.UniqueConstraint("public_id", name=op.f("uq_member_run_public_id")),
    )
    op.create_table(
        "member_invitation",
        sa.Column("user_id", sa.Integer(), nullable=False),
        _basis(nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_member_invitation_user_id_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_member_invitation")),
    )


def downgrade() -> None:
    op.drop_table("member_invitation")
    op.drop_table("member_run")
