"""Open demos and webinars, who registered for them, and what changed; what is told and counted of it.

Revision: events_1
Follows: host_4
"""

import sqlalchemy as sa
from alembic import op

revision = "events_1"
down_revision = "host_4"
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
    "request",
    "request-answer",
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
    "speaks",
    "requested",
)
_RULES = (
    ("inbox_entry", "news", _NEWS, (*_NEWS, "event")),
    ("inbox_entry", "why", _WHY, (*_WHY, "registered")),
    ("follow", "why", _WHY, (*_WHY, "registered")),
)
"""Table, column, and which words it allowed before and allows now."""


def upgrade() -> None:
    op.create_table(
        "demo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "demo",
                "webinar",
                name="demo_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("vendor_id", sa.Integer(), nullable=True),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("by_host", sa.Boolean(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("renderer_version", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.SmallInteger(), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("seats", sa.SmallInteger(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "announced",
                "cancelled",
                "over",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
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
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "by_host = (claim_id IS NULL)", name=op.f("ck_demo_vendors_or_hosts")
        ),
        sa.CheckConstraint(
            "by_host OR vendor_id IS NOT NULL", name=op.f("ck_demo_whose")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_demo_ends_later")),
        sa.CheckConstraint(
            "minutes BETWEEN 1 AND 480", name=op.f("ck_demo_some_minutes")
        ),
        sa.CheckConstraint("seats BETWEEN 1 AND 1000", name=op.f("ck_demo_some_seats")),
        sa.CheckConstraint("taken >= 0", name=op.f("ck_demo_taken")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["rep_claim.id"], name=op.f("fk_demo_claim_id_rep_claim")
        ),
        sa.ForeignKeyConstraint(
            ["host_id"],
            ["user.id"],
            name=op.f("fk_demo_host_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_demo_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["vendor_id"], ["vendor.id"], name=op.f("fk_demo_vendor_id_vendor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demo")),
        sa.UniqueConstraint("public_id", name=op.f("uq_demo_public_id")),
    )
    with op.batch_alter_table("demo", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_demo_by_host_vendor_id_starts_at_id"),
            ["by_host", "vendor_id", "starts_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_demo_claim_id"), ["claim_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_demo_host_id"), ["host_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_demo_product_id_ends_at"),
            ["product_id", "ends_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_demo_renderer_version"), ["renderer_version"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_demo_stage_ends_at"), ["stage", "ends_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_demo_stage_starts_at"), ["stage", "starts_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_demo_state_ends_at_starts_at_id"),
            ["state", "ends_at", "starts_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_demo_state_starts_at_id"),
            ["state", "starts_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_demo_vendor_id_ends_at"),
            ["vendor_id", "ends_at"],
            unique=False,
        )

    op.create_table(
        "demo_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demo_id", sa.Integer(), nullable=False),
        sa.Column(
            "change",
            sa.Enum(
                "moved",
                "cancelled",
                name="change",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["demo_id"],
            ["demo.id"],
            name=op.f("fk_demo_change_demo_id_demo"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demo_change")),
    )
    with op.batch_alter_table("demo_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_demo_change_demo_id_id"), ["demo_id", "id"], unique=False
        )

    op.create_table(
        "demo_registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demo_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
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
        sa.Column("heard_id", sa.Integer(), nullable=False),
        sa.Column("is_reminded", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "reveals <> 'nothing' OR (shown_size IS NULL AND shown_region IS NULL)",
            name=op.f("ck_demo_registration_traits_revealed"),
        ),
        sa.CheckConstraint(
            "reveals = 'person' OR (shown_name IS NULL AND shown_mail IS NULL)",
            name=op.f("ck_demo_registration_person_revealed"),
        ),
        sa.ForeignKeyConstraint(
            ["demo_id"],
            ["demo.id"],
            name=op.f("fk_demo_registration_demo_id_demo"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_demo_registration_user_id_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demo_registration")),
        sa.UniqueConstraint(
            "demo_id", "user_id", name=op.f("uq_demo_registration_demo_id_user_id")
        ),
    )
    with op.batch_alter_table("demo_registration", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_demo_registration_demo_id_heard_id_id"),
            ["demo_id", "heard_id", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_demo_registration_demo_id_is_reminded_id"),
            ["demo_id", "is_reminded", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_demo_registration_user_id_id"),
            ["user_id", "id"],
            unique=False,
        )

    for table, column, _before, now in _RULES:
        _allow(table, column, now)


def downgrade() -> None:
    op.execute(
        "DELETE FROM inbox_item WHERE entry_id IN"
        " (SELECT id FROM inbox_entry WHERE news = 'event')"
    )
    op.execute("DELETE FROM inbox_entry WHERE news = 'event'")
    op.execute("DELETE FROM follow WHERE why = 'registered'")
    for table, column, before, _now in _RULES:
        _allow(table, column, before)
    with op.batch_alter_table("demo_registration", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demo_registration_user_id_id"))
        batch_op.drop_index(batch_op.f("ix_demo_registration_demo_id_is_reminded_id"))
        batch_op.drop_index(batch_op.f("ix_demo_registration_demo_id_heard_id_id"))

    op.drop_table("demo_registration")
    with op.batch_alter_table("demo_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demo_change_demo_id_id"))

    op.drop_table("demo_change")
    with op.batch_alter_table("demo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demo_vendor_id_ends_at"))
        batch_op.drop_index(batch_op.f("ix_demo_state_starts_at_id"))
        batch_op.drop_index(batch_op.f("ix_demo_state_ends_at_starts_at_id"))
        batch_op.drop_index(batch_op.f("ix_demo_stage_starts_at"))
        batch_op.drop_index(batch_op.f("ix_demo_stage_ends_at"))
        batch_op.drop_index(batch_op.f("ix_demo_renderer_version"))
        batch_op.drop_index(batch_op.f("ix_demo_product_id_ends_at"))
        batch_op.drop_index(batch_op.f("ix_demo_host_id"))
        batch_op.drop_index(batch_op.f("ix_demo_claim_id"))
        batch_op.drop_index(batch_op.f("ix_demo_by_host_vendor_id_starts_at_id"))

    op.drop_table("demo")


def _allow(table: str, column: str, words: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    rule = op.f(f"ck_{table}_{column}")
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(rule, type_="check")
        batch_op.create_check_constraint(rule, f"{column} IN ({listed})")
