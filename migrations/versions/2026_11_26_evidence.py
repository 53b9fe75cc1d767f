"""Evidence for deals.

Revision: evidence_1
Follows: organisations_1
"""

import sqlalchemy as sa
from alembic import op

revision = "evidence_1"
down_revision = "organisations_1"
branch_labels = None
depends_on = None


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(
        *values, name=name, native_enum=False, create_constraint=True, length=32
    )


def upgrade() -> None:
    op.create_table(
        "deal_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", _words("evidence_kind", "screenshot", "document"), nullable=False
        ),
        sa.Column(
            "state",
            _words("evidence_state", "waiting", "accepted", "rejected", "deleted"),
            nullable=False,
        ),
        sa.Column(
            "rejection",
            _words(
                "rejection",
                "unreadable",
                "no-price",
                "different",
                "wrong-product",
                "not-redacted",
                "not-genuine",
            ),
            nullable=True,
        ),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("content_mark", sa.String(length=64), nullable=False),
        sa.Column(
            "file_type",
            _words("file_type", "application/pdf", "image/png", "image/jpeg"),
            nullable=False,
        ),
        sa.Column("pages", sa.SmallInteger(), nullable=False),
        sa.Column("file_name", sa.String(length=64), nullable=True),
        sa.Column("sealed_key", sa.String(length=300), nullable=True),
        sa.Column("delete_after", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(file_name IS NULL) = (sealed_key IS NULL)",
            name=op.f("ck_deal_evidence_file_has_its_key"),
        ),
        sa.CheckConstraint(
            "state <> 'waiting' OR file_name IS NOT NULL",
            name=op.f("ck_deal_evidence_waiting_has_a_file"),
        ),
        sa.ForeignKeyConstraint(
            ["deal_id"],
            ["deal.id"],
            name=op.f("fk_deal_evidence_deal_id_deal"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_evidence")),
        sa.UniqueConstraint("file_name", name=op.f("uq_deal_evidence_file_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_deal_evidence_public_id")),
    )
    for columns in (["state", "id"], ["deal_id"], ["content_mark"], ["delete_after"]):
        name = f"ix_deal_evidence_{'_'.join(columns)}"
        op.create_index(op.f(name), "deal_evidence", columns)
    accepted = sa.text("state = 'accepted'")
    op.create_index(
        "uq_deal_evidence_accepted_mark",
        "deal_evidence",
        ["content_mark"],
        unique=True,
        sqlite_where=accepted,
        postgresql_where=accepted,
    )
    # Tiers are derived from here on: so far an organisation is all there can be.
    op.execute(
        "UPDATE deal SET evidence = 'work-email' "
        "WHERE org_key IS NOT NULL AND evidence = 'none'"
    )


def downgrade() -> None:
    op.execute("UPDATE deal SET evidence = 'none'")
    op.drop_table("deal_evidence")
