"""Rules speak of fast typing and of reported authors; the log of versions that authors took out.

Revision: more_words_1
Follows: audit_heads_1
"""

import sqlalchemy as sa
from alembic import op

revision = "more_words_1"
down_revision = "audit_heads_1"
branch_labels = None
depends_on = None

_RULES = (
    *("link", "contact", "pace", "repeated", "team", "organisation", "burst"),
    *("votes", "advertising", "pattern"),
)
_NEW_RULES = ("typing", "reported")
_KINDS = (
    *("held", "approved", "hidden", "proposed", "undone", "redacted", "removed"),
    *("restored", "locked", "unlocked", "moved", "merged", "split", "warned"),
    *("limited", "suspended", "lifted", "alerted"),
    *("upheld", "overturned", "hidden-on-appeal"),
    *("closed", "reopened", "chosen", "unchosen"),
)
_NEW_KINDS = ("taken-out",)


def upgrade() -> None:
    _allow("screening_finding", "rule", "rule", (*_RULES, *_NEW_RULES))
    _allow("moderation_action", "kind", "action_kind", (*_KINDS, *_NEW_KINDS))


def downgrade() -> None:
    for table, column, new in (
        ("screening_finding", "rule", _NEW_RULES),
        ("moderation_action", "kind", _NEW_KINDS),
    ):
        rows = sa.table(table, sa.column(column))
        op.execute(sa.delete(rows).where(rows.c[column].in_(new)))
    cases = sa.table("moderation_case", sa.column("rule"))
    op.execute(sa.update(cases).where(cases.c.rule.in_(_NEW_RULES)).values(rule=None))
    _allow("screening_finding", "rule", "rule", _RULES)
    _allow("moderation_action", "kind", "action_kind", _KINDS)


def _allow(table: str, column: str, check: str, words: tuple[str, ...]) -> None:
    name = op.f(f"ck_{table}_{check}")
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, f"{column} IN ({listed})")
