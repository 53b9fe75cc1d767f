"""Cases forget the authors of posts that stood under an alias before cases could.

Revision: moderation_3
Follows: rooms_2
"""

import sqlalchemy as sa
from alembic import op

revision = "moderation_3"
down_revision = "rooms_2"
branch_labels = None
depends_on = None

OF_THE_TEXT = ("burst", "advertising", "pattern")
"""The other rules say what is known of the author, or lead to what else they wrote."""


def upgrade() -> None:
    post = sa.table("post", sa.column("id"), sa.column("author_id"))
    case = sa.table(
        "moderation_case",
        *(sa.column(name) for name in ("id", "kind", "object_id", "author_id", "rule")),
    )
    finding = sa.table(
        "screening_finding", sa.column("id"), sa.column("case_id"), sa.column("rule")
    )
    hidden = sa.select(post.c.id).where(post.c.author_id.is_(None))
    theirs = (case.c.kind == "post") & case.c.object_id.in_(hidden)
    op.execute(
        sa.delete(finding).where(
            finding.c.case_id.in_(sa.select(case.c.id).where(theirs)),
            finding.c.rule.not_in(OF_THE_TEXT),
        )
    )
    left = (
        sa.select(finding.c.rule)
        .where(finding.c.case_id == case.c.id)
        .order_by(finding.c.id)
        .limit(1)
        .scalar_subquery()
    )
    op.execute(sa.update(case).where(theirs).values(author_id=None, rule=left))


def downgrade() -> None:
    # What was forgotten stays forgotten; the older version reads such cases as well.
    pass
