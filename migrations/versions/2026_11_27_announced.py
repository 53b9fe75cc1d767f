"""Inboxes tell of events about what their readers follow.

Revision: announced_1
Follows: registrations_1
"""

from alembic import op

revision = "announced_1"
down_revision = "registrations_1"
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
    "decided",
)


def upgrade() -> None:
    _allow((*_NEWS, "announced"))


def downgrade() -> None:
    op.execute(
        "DELETE FROM inbox_item WHERE entry_id IN"
        " (SELECT id FROM inbox_entry WHERE news = 'announced')"
    )
    op.execute("DELETE FROM inbox_entry WHERE news = 'announced'")
    _allow(_NEWS)


def _allow(words: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    rule = op.f("ck_inbox_entry_news")
    with op.batch_alter_table("inbox_entry") as batch_op:
        batch_op.drop_constraint(rule, type_="check")
        batch_op.create_check_constraint(rule, f"news IN ({listed})")
