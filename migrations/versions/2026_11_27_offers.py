"""What the host offers for an address, and consents that were given for it.

Revision: guides_1
Follows: retired_handle_1
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "guides_1"
down_revision = "retired_handle_1"
branch_labels = None
depends_on = None

_NEW = ("offer-shown", "offer-asked", "offer-proven", "offer-withdrawn")
_STANDING = "withdrawn_at IS NULL"
_ALONE = "withdrawn_at IS NULL AND offer_id IS NULL"
_OF_MEMBERS = "uq_lead_standing_user_id_purpose"
_OF_OFFERS = "uq_lead_standing_offer_id_mail"


def upgrade() -> None:
    _make_offers()
    _index_members(_ALONE, _widen_leads)
    with op.batch_alter_table("lead") as batch_op:
        batch_op.alter_column("words_version", server_default=None)
    op.create_index(
        _OF_OFFERS,
        "lead",
        ["offer_id", "mail"],
        unique=True,
        sqlite_where=sa.text(_STANDING),
        postgresql_where=sa.text(_STANDING),
    )
    op.create_index(op.f("ix_lead_mail"), "lead", ["mail"])
    op.create_index(op.f("ix_lead_withdrawn_at"), "lead", ["withdrawn_at"])


def _make_offers() -> None:
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *("file", "page", "report"),
                name="offer_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                *("draft", "public", "retired"),
                name="offer_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "purpose",
            sa.Enum(
                *("offers", "news"),
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("about", sa.String(length=600), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("file_name", sa.String(length=64), nullable=True),
        sa.Column("sealed_key", sa.String(length=300), nullable=True),
        sa.Column("pages", sa.SmallInteger(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind <> 'file' OR (file_name IS NOT NULL AND sealed_key IS NOT NULL)",
            name=op.f("ck_offer_a_file_is_there"),
        ),
        sa.CheckConstraint(
            "kind <> 'report' OR (product_id IS NULL) <> (category_id IS NULL)",
            name=op.f("ck_offer_a_report_is_of_one"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_offer_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_offer_category_id_category")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("public_id", name=op.f("uq_offer_public_id")),
        sa.UniqueConstraint("file_name", name=op.f("uq_offer_file_name")),
    )
    op.create_index(op.f("ix_offer_state_id"), "offer", ["state", "id"])
    op.create_index(op.f("ix_offer_product_id"), "offer", ["product_id"])
    op.create_index(op.f("ix_offer_category_id"), "offer", ["category_id"])
    op.create_table(
        "offer_ask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("mail", sa.String(length=254), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("words_version", sa.String(length=16), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["offer.id"],
            name=op.f("fk_offer_ask_offer_id_offer"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_ask")),
        sa.UniqueConstraint("public_id", name=op.f("uq_offer_ask_public_id")),
        sa.UniqueConstraint(
            "offer_id", "mail", name=op.f("uq_offer_ask_offer_id_mail")
        ),
    )
    op.create_index(op.f("ix_offer_ask_mail"), "offer_ask", ["mail"])
    op.create_index(op.f("ix_offer_ask_expires_at"), "offer_ask", ["expires_at"])


def _widen_leads() -> None:
    with op.batch_alter_table("lead") as batch_op:
        batch_op.alter_column("user_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("offer_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "words_version", sa.String(16), nullable=False, server_default="1"
            )
        )
        batch_op.add_column(
            sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.create_foreign_key(
            op.f("fk_lead_offer_id_offer"), "offer", ["offer_id"], ["id"]
        )
        batch_op.create_check_constraint(
            op.f("ck_lead_member_or_offer"),
            "(user_id IS NULL) <> (offer_id IS NULL)",
        )


def downgrade() -> None:
    leads = sa.table("lead", sa.column("offer_id"))
    op.execute(sa.delete(leads).where(leads.c.offer_id.is_not(None)))
    op.drop_index(op.f("ix_lead_withdrawn_at"), "lead")
    op.drop_index(op.f("ix_lead_mail"), "lead")
    op.drop_index(_OF_OFFERS, "lead")
    _index_members(_STANDING, _narrow_leads)
    facts = sa.table("measured_fact", sa.column("fact"))
    op.execute(sa.delete(facts).where(facts.c.fact.in_(_NEW)))
    op.drop_table("offer_ask")
    op.drop_table("offer")


def _narrow_leads() -> None:
    with op.batch_alter_table("lead") as batch_op:
        batch_op.drop_constraint(op.f("ck_lead_member_or_offer"), type_="check")
        batch_op.drop_constraint(op.f("fk_lead_offer_id_offer"), type_="foreignkey")
        for name in ("proven_at", "words_version", "offer_id"):
            batch_op.drop_column(name)
        batch_op.alter_column("user_id", existing_type=sa.Integer(), nullable=False)


def _index_members(where: str, change: Callable[[], None]) -> None:
    """Make a member's index anew, around what changes the columns that it names."""
    op.drop_index(_OF_MEMBERS, "lead")
    change()
    op.create_index(
        _OF_MEMBERS,
        "lead",
        ["user_id", "purpose"],
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )
