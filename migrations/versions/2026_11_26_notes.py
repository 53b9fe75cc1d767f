"""Notes after redaction, for moderators, and those that stand beside figures.

Revision: notes_1
Follows: accounts_2
"""

import sqlalchemy as sa
from alembic import op

revision = "notes_1"
down_revision = "accounts_2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deal_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "accepted",
                "rejected",
                name="note_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "decided_role",
            sa.Enum(
                "visitor",
                "member",
                "rep",
                "moderator",
                "host",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_role IS NULL)",
            name=op.f("ck_deal_note_decided_or_waiting"),
        ),
        sa.ForeignKeyConstraint(
            ["deal_id"],
            ["deal.id"],
            name=op.f("fk_deal_note_deal_id_deal"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_note")),
        sa.UniqueConstraint("deal_id", name=op.f("uq_deal_note_deal_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_deal_note_public_id")),
    )
    with op.batch_alter_table("deal_note", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_deal_note_state_id"), ["state", "id"], unique=False
        )

    op.create_table(
        "price_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("released_in_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["note_id"],
            ["deal_note.id"],
            name=op.f("fk_price_note_note_id_deal_note"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
            name=op.f("fk_price_note_product_id_product"),
        ),
        sa.ForeignKeyConstraint(
            ["released_in_id"],
            ["price_release.id"],
            name=op.f("fk_price_note_released_in_id_price_release"),
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["price_series.id"],
            name=op.f("fk_price_note_series_id_price_series"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_note")),
        sa.UniqueConstraint("note_id", name=op.f("uq_price_note_note_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_price_note_public_id")),
    )
    with op.batch_alter_table("price_note", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_price_note_product_id_public_id"),
            ["product_id", "public_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_price_note_released_in_id"), ["released_in_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_price_note_series_id"), ["series_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("price_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_price_note_series_id"))
        batch_op.drop_index(batch_op.f("ix_price_note_released_in_id"))
        batch_op.drop_index(batch_op.f("ix_price_note_product_id_public_id"))

    op.drop_table("price_note")
    with op.batch_alter_table("deal_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deal_note_state_id"))

    op.drop_table("deal_note")
