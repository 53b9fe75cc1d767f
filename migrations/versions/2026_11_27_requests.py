"""What buyers ask vendors privately: requests, messages, times, and vendors' records.

Revision: requests_1
Follows: acts_3
"""

import sqlalchemy as sa
from alembic import op

revision = "requests_1"
down_revision = "acts_3"
branch_labels = None
depends_on = None

_NEWS = (
    "answer",
    "chosen",
    "question",
    "review",
    "response",
    "official",
    "prices",
    "yours-chosen",
    "yours-responded",
    "mention",
    "found",
)
_WHY = (
    "vendor",
    "product",
    "question",
    "tag",
    "person",
    "search",
    "asked",
    "answered",
    "wrote",
    "reviewed",
    "mentioned",
)
_RULES = (
    ("inbox_entry", "news", _NEWS, (*_NEWS, "request", "request-answer")),
    ("inbox_entry", "why", _WHY, (*_WHY, "speaks", "requested")),
    ("follow", "why", _WHY, (*_WHY, "speaks", "requested")),
)
"""Table, column, and which words it allowed before and allows now."""


def upgrade() -> None:
    op.create_table(
        "contact_record",
        sa.Column("vendor_id", sa.Integer(), nullable=False),
        sa.Column("median_seconds", sa.Integer(), nullable=True),
        sa.Column("unanswered_tenths", sa.SmallInteger(), nullable=False),
        sa.Column("stars_tenths", sa.SmallInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["vendor_id"],
            ["vendor.id"],
            name=op.f("fk_contact_record_vendor_id_vendor"),
        ),
        sa.PrimaryKeyConstraint("vendor_id", name=op.f("pk_contact_record")),
    )
    op.create_table(
        "buyer_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("buyer_id", sa.Integer(), nullable=False),
        sa.Column("vendor_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("alias", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=150), nullable=False),
        sa.Column(
            "reveals",
            sa.Enum(
                "nothing",
                "traits",
                "person",
                name="reveals",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "shown_size",
            sa.Enum(
                "1–50",
                "51–200",
                "201–1,000",
                "1,001–5,000",
                "5,001+",
                name="public_size",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "shown_region",
            sa.Enum(
                "emea",
                "north-america",
                "latin-america",
                "apac",
                name="region",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("shown_name", sa.String(length=80), nullable=True),
        sa.Column("shown_mail", sa.String(length=254), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "withdrawn",
                "ended",
                name="request_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stars", sa.SmallInteger(), nullable=True),
        sa.CheckConstraint(
            "(state = 'open') = (closed_at IS NULL)",
            name=op.f("ck_buyer_request_closed_at"),
        ),
        sa.CheckConstraint(
            "reveals <> 'nothing' OR (shown_size IS NULL AND shown_region IS NULL)",
            name=op.f("ck_buyer_request_traits_revealed"),
        ),
        sa.CheckConstraint(
            "reveals = 'person' OR (shown_name IS NULL AND shown_mail IS NULL)",
            name=op.f("ck_buyer_request_person_revealed"),
        ),
        sa.CheckConstraint(
            "state = 'open' OR (shown_size IS NULL AND shown_region IS NULL AND shown_name IS NULL AND shown_mail IS NULL)",
            name=op.f("ck_buyer_request_shown_while_open"),
        ),
        sa.CheckConstraint(
            "stars BETWEEN 1 AND 5", name=op.f("ck_buyer_request_one_to_five_stars")
        ),
        sa.ForeignKeyConstraint(
            ["buyer_id"],
            ["user.id"],
            name=op.f("fk_buyer_request_buyer_id_user"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["rep_claim.id"],
            name=op.f("fk_buyer_request_claim_id_rep_claim"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
            name=op.f("fk_buyer_request_product_id_product"),
        ),
        sa.ForeignKeyConstraint(
            ["vendor_id"], ["vendor.id"], name=op.f("fk_buyer_request_vendor_id_vendor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buyer_request")),
        sa.UniqueConstraint("alias", name=op.f("uq_buyer_request_alias")),
        sa.UniqueConstraint("public_id", name=op.f("uq_buyer_request_public_id")),
    )
    with op.batch_alter_table("buyer_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_buyer_request_buyer_id_id"), ["buyer_id", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_buyer_request_claim_id"), ["claim_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_buyer_request_product_id"), ["product_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_buyer_request_state_ends_at"),
            ["state", "ends_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_buyer_request_vendor_id_created_at"),
            ["vendor_id", "created_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_buyer_request_vendor_id_state_id"),
            ["vendor_id", "state", "id"],
            unique=False,
        )

    op.create_table(
        "proposed_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column(
            "meeting",
            sa.Enum(
                "call",
                "demo",
                name="meeting",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.SmallInteger(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "accepted",
                "declined",
                name="time_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "minutes BETWEEN 1 AND 480", name=op.f("ck_proposed_time_some_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["rep_claim.id"],
            name=op.f("fk_proposed_time_claim_id_rep_claim"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["buyer_request.id"],
            name=op.f("fk_proposed_time_request_id_buyer_request"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_time")),
        sa.UniqueConstraint("public_id", name=op.f("uq_proposed_time_public_id")),
    )
    with op.batch_alter_table("proposed_time", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_proposed_time_claim_id"), ["claim_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_proposed_time_request_id_starts_at_id"),
            ["request_id", "starts_at", "id"],
            unique=False,
        )

    op.create_table(
        "request_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "words",
                "revealed",
                "proposed",
                "accepted",
                "declined",
                name="message_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("renderer_version", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "public",
                "held",
                "hidden",
                "deleted",
                "removed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'words') = (source <> '')",
            name=op.f("ck_request_message_words_or_step"),
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["rep_claim.id"],
            name=op.f("fk_request_message_claim_id_rep_claim"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["buyer_request.id"],
            name=op.f("fk_request_message_request_id_buyer_request"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_message")),
        sa.UniqueConstraint("public_id", name=op.f("uq_request_message_public_id")),
    )
    with op.batch_alter_table("request_message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_request_message_claim_id"), ["claim_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_request_message_renderer_version"),
            ["renderer_version"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_request_message_request_id_id"),
            ["request_id", "id"],
            unique=False,
        )

    for table, column, _before, now in _RULES:
        _allow(table, column, now)


def downgrade() -> None:
    op.execute("DELETE FROM inbox_entry WHERE news IN ('request', 'request-answer')")
    for table, column, before, _now in _RULES:
        _allow(table, column, before)
    with op.batch_alter_table("request_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_message_request_id_id"))
        batch_op.drop_index(batch_op.f("ix_request_message_renderer_version"))
        batch_op.drop_index(batch_op.f("ix_request_message_claim_id"))

    op.drop_table("request_message")
    with op.batch_alter_table("proposed_time", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposed_time_request_id_starts_at_id"))
        batch_op.drop_index(batch_op.f("ix_proposed_time_claim_id"))

    op.drop_table("proposed_time")
    with op.batch_alter_table("buyer_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_buyer_request_vendor_id_state_id"))
        batch_op.drop_index(batch_op.f("ix_buyer_request_vendor_id_created_at"))
        batch_op.drop_index(batch_op.f("ix_buyer_request_state_ends_at"))
        batch_op.drop_index(batch_op.f("ix_buyer_request_product_id"))
        batch_op.drop_index(batch_op.f("ix_buyer_request_claim_id"))
        batch_op.drop_index(batch_op.f("ix_buyer_request_buyer_id_id"))

    op.drop_table("buyer_request")
    op.drop_table("contact_record")


def _allow(table: str, column: str, words: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    rule = op.f(f"ck_{table}_{column}")
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(rule, type_="check")
        batch_op.create_check_constraint(rule, f"{column} IN ({listed})")
