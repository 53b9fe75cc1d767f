"""What people follow, their inboxes and wishes, what they save; mails in two forms.

Revision: notifications_1
Follows: notes_1
"""

import sqlalchemy as sa
from alembic import op

revision = "notifications_1"
down_revision = "notes_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("owner_key", sa.String(length=64), nullable=True),
        sa.Column("sealed_reader", sa.String(length=200), nullable=True),
        sa.Column(
            "followed",
            sa.Enum(
                "vendor",
                "product",
                "question",
                "tag",
                "person",
                name="followed",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "all",
                "important",
                "mute",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "frequency",
            sa.Enum(
                "at-once",
                "daily",
                "weekly",
                "never",
                name="frequency",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "why",
            sa.Enum(
                "vendor",
                "product",
                "question",
                "tag",
                "person",
                "asked",
                "answered",
                "wrote",
                "reviewed",
                "mentioned",
                name="why",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(user_id IS NULL) = (owner_key IS NOT NULL) AND (user_id IS NULL) = (sealed_reader IS NOT NULL)",
            name=op.f("ck_follow_named_or_quiet"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_follow_user_id_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow")),
        sa.UniqueConstraint(
            "owner_key",
            "followed",
            "object_id",
            name=op.f("uq_follow_owner_key_followed_object_id"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_follow_public_id")),
        sa.UniqueConstraint(
            "user_id",
            "followed",
            "object_id",
            name=op.f("uq_follow_user_id_followed_object_id"),
        ),
    )
    with op.batch_alter_table("follow") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_follow_followed_object_id_id"),
            ["followed", "object_id", "id"],
            unique=False,
        )

    op.create_table(
        "inbox_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("owner_key", sa.String(length=64), nullable=True),
        sa.Column("sealed_reader", sa.String(length=200), nullable=True),
        sa.Column(
            "news",
            sa.Enum(
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
                name="news",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "about",
            sa.Enum(
                "vendor",
                "product",
                "question",
                "tag",
                "person",
                name="followed",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column(
            "why",
            sa.Enum(
                "vendor",
                "product",
                "question",
                "tag",
                "person",
                "asked",
                "answered",
                "wrote",
                "reviewed",
                "mentioned",
                name="why",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("latest_id", sa.Integer(), nullable=False),
        sa.Column("by_key", sa.String(length=64), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_read", sa.Boolean(), nullable=False),
        sa.Column(
            "mail",
            sa.Enum(
                "at-once",
                "daily",
                "weekly",
                "never",
                name="mail",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(user_id IS NULL) = (owner_key IS NOT NULL)",
            name=op.f("ck_inbox_entry_named_or_quiet"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_inbox_entry_user_id_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_entry")),
        sa.UniqueConstraint(
            "owner_key",
            "news",
            "about",
            "subject_id",
            name=op.f("uq_inbox_entry_owner_key_news_about_subject_id"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_inbox_entry_public_id")),
        sa.UniqueConstraint(
            "user_id",
            "news",
            "about",
            "subject_id",
            name=op.f("uq_inbox_entry_user_id_news_about_subject_id"),
        ),
    )
    with op.batch_alter_table("inbox_entry") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_inbox_entry_changed_at"), ["changed_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_inbox_entry_mail_id"), ["mail", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_inbox_entry_owner_key_changed_at_id"),
            ["owner_key", "changed_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_inbox_entry_owner_key_is_read"),
            ["owner_key", "is_read"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_inbox_entry_user_id_changed_at_id"),
            ["user_id", "changed_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_inbox_entry_user_id_is_read"),
            ["user_id", "is_read"],
            unique=False,
        )

    op.create_table(
        "reader",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "oneself",
            sa.Enum(
                "at-once",
                "daily",
                "weekly",
                "never",
                name="oneself",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "followed",
            sa.Enum(
                "at-once",
                "daily",
                "weekly",
                "never",
                name="followed",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("follows_own", sa.Boolean(), nullable=False),
        sa.Column("mail_is_off", sa.Boolean(), nullable=False),
        sa.Column("last_seen_on", sa.Date(), nullable=True),
        sa.Column("bounces", sa.SmallInteger(), nullable=False),
        sa.Column("feed_id", sa.String(length=24), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_reader_user_id_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_reader")),
        sa.UniqueConstraint("feed_id", name=op.f("uq_reader_feed_id")),
    )
    op.create_table(
        "saved_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "vendor",
                "product",
                "question",
                "tag",
                "person",
                name="followed",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_saved_item_user_id_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_item")),
        sa.UniqueConstraint(
            "user_id",
            "kind",
            "object_id",
            name=op.f("uq_saved_item_user_id_kind_object_id"),
        ),
    )
    with op.batch_alter_table("saved_item") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_saved_item_user_id_created_at_id"),
            ["user_id", "created_at", "id"],
            unique=False,
        )

    op.create_table(
        "inbox_item",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["inbox_entry.id"],
            name=op.f("fk_inbox_item_entry_id_inbox_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", "object_id", name=op.f("pk_inbox_item")),
    )
    with op.batch_alter_table("mail") as batch_op:
        batch_op.add_column(sa.Column("html", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("headers", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "forgetful", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )
        batch_op.add_column(
            sa.Column(
                "recipient_key", sa.String(length=64), nullable=False, server_default=""
            )
        )
        batch_op.add_column(
            sa.Column("tries", sa.SmallInteger(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.create_index(op.f("ix_mail_message_id"), ["message_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("mail") as batch_op:
        batch_op.drop_index(op.f("ix_mail_message_id"))
        batch_op.drop_column("failed_at")
        batch_op.drop_column("tries")
        batch_op.drop_column("recipient_key")
        batch_op.drop_column("forgetful")
        batch_op.drop_column("headers")
        batch_op.drop_column("html")

    op.drop_table("inbox_item")
    with op.batch_alter_table("saved_item") as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_item_user_id_created_at_id"))

    op.drop_table("saved_item")
    op.drop_table("reader")
    with op.batch_alter_table("inbox_entry") as batch_op:
        batch_op.drop_index(batch_op.f("ix_inbox_entry_user_id_is_read"))
        batch_op.drop_index(batch_op.f("ix_inbox_entry_user_id_changed_at_id"))
        batch_op.drop_index(batch_op.f("ix_inbox_entry_owner_key_is_read"))
        batch_op.drop_index(batch_op.f("ix_inbox_entry_owner_key_changed_at_id"))
        batch_op.drop_index(batch_op.f("ix_inbox_entry_mail_id"))
        batch_op.drop_index(batch_op.f("ix_inbox_entry_changed_at"))

    op.drop_table("inbox_entry")
    with op.batch_alter_table("follow") as batch_op:
        batch_op.drop_index(batch_op.f("ix_follow_followed_object_id_id"))

    op.drop_table("follow")
