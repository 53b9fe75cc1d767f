"""What is decided about people and vendors, by whom, and where.

Revision: acts_2
Follows: notices_1
"""

import sqlalchemy as sa
from alembic import op

revision = "acts_2"
down_revision = "notices_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *("warned", "limited", "suspended"),
                name="measure_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("rights", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind <> 'limited' OR until IS NOT NULL",
            name=op.f("ck_measure_limits_end"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_measure_user_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["moderation_action.id"],
            name=op.f("fk_measure_action_id_moderation_action"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("action_id", name=op.f("uq_measure_action_id")),
    )
    op.create_index(op.f("ix_measure_user_id_id"), "measure", ["user_id", "id"])
    op.create_table(
        "person_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(1000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_person_note_user_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_person_note_author_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_note")),
    )
    op.create_index(op.f("ix_person_note_user_id_id"), "person_note", ["user_id", "id"])
    op.create_index(op.f("ix_person_note_author_id"), "person_note", ["author_id"])

    op.create_table(
        "moderator_scope",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_moderator_scope_user_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["category.id"],
            name=op.f("fk_moderator_scope_category_id_category"),
        ),
        sa.PrimaryKeyConstraint(
            "user_id", "category_id", name=op.f("pk_moderator_scope")
        ),
    )
    op.create_index(
        op.f("ix_moderator_scope_category_id"), "moderator_scope", ["category_id"]
    )
    with op.batch_alter_table("vendor") as batch_op:
        batch_op.add_column(sa.Column("alert", sa.String(500), nullable=True))
        batch_op.add_column(
            sa.Column("alert_until", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("alert_answer", sa.String(1000), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("vendor") as batch_op:
        for name in ("alert_answer", "alert_until", "alert"):
            batch_op.drop_column(name)
    op.drop_table("moderator_scope")
    op.drop_table("person_note")
    op.drop_table("measure")
