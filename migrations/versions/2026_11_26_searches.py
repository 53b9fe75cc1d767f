"""Searches that members follow, what those found, and what nobody finds.

Revision: searches_1
Follows: notes_2
"""

import sqlalchemy as sa
from alembic import op

revision = "searches_1"
down_revision = "notes_2"
branch_labels = None
depends_on = None

_FOLLOWED = ("vendor", "product", "question", "tag", "person")
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
)
_OWN = ("asked", "answered", "wrote", "reviewed", "mentioned")
_RULES = (
    ("follow", "followed", "followed", _FOLLOWED, (*_FOLLOWED, "search")),
    ("follow", "why", "why", (*_FOLLOWED, *_OWN), (*_FOLLOWED, "search", *_OWN)),
    ("inbox_entry", "about", "followed", _FOLLOWED, (*_FOLLOWED, "search")),
    ("inbox_entry", "news", "news", _NEWS, (*_NEWS, "found")),
    ("inbox_entry", "why", "why", (*_FOLLOWED, *_OWN), (*_FOLLOWED, "search", *_OWN)),
    ("saved_item", "kind", "followed", _FOLLOWED, (*_FOLLOWED, "search")),
)
"""Table, column, rule, and which words it allowed before and allows now."""


def upgrade() -> None:
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(256), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_saved_search_user_id_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("public_id", name=op.f("uq_saved_search_public_id")),
        sa.UniqueConstraint(
            "user_id", "text", name=op.f("uq_saved_search_user_id_text")
        ),
    )
    op.create_table(
        "search_match",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["search_id"],
            ["saved_search.id"],
            name=op.f("fk_search_match_search_id_saved_search"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_match")),
        sa.UniqueConstraint(
            "search_id",
            "kind",
            "object_id",
            name=op.f("uq_search_match_search_id_kind_object_id"),
        ),
    )
    op.create_index(op.f("ix_search_match_found_at"), "search_match", ["found_at"])
    op.create_table(
        "search_gap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words_key", sa.String(64), nullable=False),
        sa.Column("words", sa.String(256), nullable=False),
        sa.Column("askers", sa.Integer(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_gap")),
        sa.UniqueConstraint("words_key", name=op.f("uq_search_gap_words_key")),
    )
    op.create_index(
        op.f("ix_search_gap_askers_last_on_id"),
        "search_gap",
        ["askers", "last_on", "id"],
    )
    op.create_index(op.f("ix_search_gap_last_on"), "search_gap", ["last_on"])
    op.create_table(
        "search_gap_asker",
        sa.Column("gap_id", sa.Integer(), nullable=False),
        sa.Column("asker_key", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["gap_id"],
            ["search_gap.id"],
            name=op.f("fk_search_gap_asker_gap_id_search_gap"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "gap_id", "asker_key", name=op.f("pk_search_gap_asker")
        ),
    )
    for table, column, name, _before, now in _RULES:
        _allow(table, column, name, now)


def downgrade() -> None:
    op.execute("DELETE FROM inbox_entry WHERE about = 'search'")
    op.execute("DELETE FROM follow WHERE followed = 'search'")
    op.execute("DELETE FROM saved_item WHERE kind = 'search'")
    for table, column, name, before, _now in _RULES:
        _allow(table, column, name, before)
    op.drop_table("search_gap_asker")
    op.drop_table("search_gap")
    op.drop_table("search_match")
    op.drop_table("saved_search")


def _allow(table: str, column: str, name: str, words: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    rule = op.f(f"ck_{table}_{name}")
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(rule, type_="check")
        batch_op.create_check_constraint(rule, f"{column} IN ({listed})")
