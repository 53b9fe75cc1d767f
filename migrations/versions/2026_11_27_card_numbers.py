"""Cards carry the number that search knows them by, so that it can be looked up.

Revision: card_numbers_1
Follows: log_1
"""

import zlib

import sqlalchemy as sa
from alembic import op

revision = "card_numbers_1"
down_revision = "log_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("price_card") as batch:
        batch.add_column(sa.Column("number", sa.Integer(), nullable=True))
    card = sa.table(
        "price_card",
        sa.column("id", sa.Integer),
        sa.column("public_id", sa.String),
        sa.column("number", sa.Integer),
    )
    connection = op.get_bind()
    for card_id, public_id in connection.execute(
        sa.select(card.c.id, card.c.public_id)
    ).all():
        # As community.prices.events makes it today.
        number = zlib.crc32(public_id.encode()) & 0x7FFFFFFF
        connection.execute(
            sa.update(card).where(card.c.id == card_id).values(number=number)
        )
    with op.batch_alter_table("price_card") as batch:
        batch.alter_column("number", existing_type=sa.Integer(), nullable=False)
        batch.create_index(batch.f("ix_price_card_number"), ["number"])


def downgrade() -> None:
    with op.batch_alter_table("price_card") as batch:
        batch.drop_index(batch.f("ix_price_card_number"))
        batch.drop_column("number")
