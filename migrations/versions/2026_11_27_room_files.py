"""Files of rooms, and what their texts said before.

Revision: rooms_3
Follows: mydata_1
"""

import sqlalchemy as sa
from alembic import op

revision = "rooms_3"
down_revision = "mydata_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "room_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column(
            "file_type",
            sa.Enum(
                "application/pdf",
                "image/png",
                "image/jpeg",
                name="file_type",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("pages", sa.SmallInteger(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=64), nullable=False),
        sa.Column("sealed_key", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["user.id"],
            name=op.f("fk_room_file_author_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["room_id"],
            ["room.id"],
            name=op.f("fk_room_file_room_id_room"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_file")),
        sa.UniqueConstraint("file_name", name=op.f("uq_room_file_file_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_room_file_public_id")),
    )
    with op.batch_alter_table("room_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_room_file_author_id"), ["author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_room_file_room_id_id"), ["room_id", "id"], unique=False
        )
    op.add_column("room_step", sa.Column("before", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("room_step", schema=None) as batch_op:
        batch_op.drop_column("before")
    with op.batch_alter_table("room_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_room_file_room_id_id"))
        batch_op.drop_index(batch_op.f("ix_room_file_author_id"))
    op.drop_table("room_file")
