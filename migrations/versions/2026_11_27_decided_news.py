"""The inbox marks what moderators decided.

Revision: decided_1
Follows: taken_prices_1
"""

from alembic import op

revision = "decided_1"
down_revision = "taken_prices_1"
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
    "event",
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
    "registered",
)
_RULES = (
    ("inbox_entry", "news", _NEWS),
    ("inbox_entry", "why", _WHY),
    ("follow", "why", _WHY),
)
"""Table, column, and which words it allowed before."""


def upgrade() -> None:
    for table, column, words in _RULES:
        _allow(table, column, (*words, "decided"))


def downgrade() -> None:
    op.execute(
        "DELETE FROM inbox_item WHERE entry_id IN"
        " (SELECT id FROM inbox_entry WHERE news = 'decided')"
    )
    op.execute("DELETE FROM inbox_entry WHERE news = 'decided'")
    for table, column, words in _RULES:
        _allow(table, column, words)


def _allow(table: str, column: str, words: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    rule = op.f(f"ck_{table}_{column}")
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(rule, type_="check")
        batch_op.create_check_constraint(rule, f"{column} IN ({listed})")
