"""Moderators take a published price away: a card, or all figures of a product.

Revision: taken_prices_1
Follows: members_1
"""

import sqlalchemy as sa
from alembic import op

revision = "taken_prices_1"
down_revision = "members_1"
branch_labels = None
depends_on = None

_STATES = ("public", "held", "hidden", "deleted", "removed")
_FK = "fk_price_card_hidden_in_id_price_release"
_CARD = sa.table("price_card", sa.column("state"))


def upgrade() -> None:
    state = sa.Enum(
        *_STATES,
        name="state",
        native_enum=False,
        create_constraint=True,
        length=32,
    )
    with op.batch_alter_table("price_card") as batch:
        batch.add_column(
            sa.Column("state", state, nullable=False, server_default="public")
        )
        batch.add_column(sa.Column("hidden_in_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f(_FK), "price_release", ["hidden_in_id"], ["id"])
    with op.batch_alter_table("price_card") as batch:
        batch.alter_column("state", server_default=None)
    op.create_index(op.f("ix_price_card_hidden_in_id"), "price_card", ["hidden_in_id"])
    op.create_table(
        "price_withheld",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=True),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
            name=op.f("fk_price_withheld_product_id_product"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["release_id"],
            ["price_release.id"],
            name=op.f("fk_price_withheld_release_id_price_release"),
        ),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_price_withheld")),
    )
    op.create_index(
        op.f("ix_price_withheld_release_id"), "price_withheld", ["release_id"]
    )


def downgrade() -> None:
    # A version that knows no state would show them: the next release decides.
    op.execute(sa.delete(_CARD).where(_CARD.c.state != "public"))
    op.drop_table("price_withheld")
    op.drop_index(op.f("ix_price_card_hidden_in_id"), "price_card")
    with op.batch_alter_table("price_card") as batch:
        batch.drop_constraint(op.f(_FK), type_="foreignkey")
        batch.drop_column("hidden_in_id")
        batch.drop_constraint(op.f("ck_price_card_state"), type_="check")
        batch.drop_column("state")
