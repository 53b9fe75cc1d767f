"""Cases about what stands under an alias keep no reason and score that a rule about its author gave.

Revision: moderation_4
Follows: threads_13
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "moderation_4"
down_revision = "threads_13"
branch_labels = None
depends_on = None

LEFT = {
    "link": "advertising",
    "contact": "advertising",
    "burst": "undisclosed-affiliation",
    "advertising": "advertising",
    "pattern": "advertising",
}
"""Rules that speak of the text, with the reasons that they give."""
HARM = {
    "undisclosed-affiliation": 2,
    "fabricated-price": 2,
    "confidential": 3,
    "identifies-person": 3,
    "wrong-product": 1,
    "advertising": 1,
    "harassment": 3,
    "illegal": 3,
}
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
TOLD = ("%; its author joined on %", "% texts of its author within %")
FORGOTTEN = "A rule spoke of its author, who stands under an alias now."

MOMENT = sa.DateTime(timezone=True)
POST = sa.table("post", sa.column("id"), sa.column("author_id"))
CASE = sa.table(
    "moderation_case",
    *(sa.column(name) for name in ("id", "kind", "object_id", "reason", "rule")),
    *(sa.column(name) for name in ("score", "harm", "rank")),
    sa.column("opened_at", MOMENT),
    sa.column("due_at", MOMENT),
)
FLAG = sa.table(
    "flag",
    *(sa.column(name) for name in ("case_id", "reason", "weight")),
    sa.column("created_at", MOMENT),
)
FINDING = sa.table(
    "screening_finding",
    *(sa.column(name) for name in ("id", "case_id", "rule", "weight")),
    sa.column("created_at", MOMENT),
)
ACTION = sa.table(
    "moderation_action",
    sa.column("case_id"),
    sa.column("automated", sa.Boolean),
    sa.column("facts", sa.String),
)


def upgrade() -> None:
    hidden = sa.select(POST.c.id).where(POST.c.author_id.is_(None))
    theirs = (CASE.c.kind == "post") & CASE.c.object_id.in_(hidden)
    connection = op.get_bind()
    op.execute(
        sa.update(ACTION)
        .where(
            ACTION.c.case_id.in_(sa.select(CASE.c.id).where(theirs)),
            ACTION.c.automated,
            sa.or_(*(ACTION.c.facts.like(told) for told in TOLD)),
        )
        .values(facts=FORGOTTEN)
    )
    for case in connection.execute(sa.select(CASE).where(theirs)).all():
        connection.execute(
            sa.update(CASE).where(CASE.c.id == case.id).values(**_weighed(case))
        )


def _weighed(case: Any) -> dict[str, Any]:
    connection = op.get_bind()
    said = [
        (one.created_at, one.reason, one.weight)
        for one in connection.execute(sa.select(FLAG).where(FLAG.c.case_id == case.id))
    ]
    findings = connection.execute(
        sa.select(FINDING).where(FINDING.c.case_id == case.id).order_by(FINDING.c.id)
    )
    said += [
        (one.created_at, LEFT[one.rule], one.weight)
        for one in findings
        if one.rule in LEFT
    ]
    reason, score, harm = None, 0.0, 0
    for _, given, weight in sorted(said, key=lambda one: one[0]):
        if reason is None or HARM.get(given, 0) > harm:
            reason = given
        score += weight
        harm = max(harm, HARM.get(given, 0))
    # A time without a zone is one in UTC, as SQLite keeps it.
    opened = case.opened_at.replace(tzinfo=case.opened_at.tzinfo or UTC)
    minutes = int((opened - BEGINNING).total_seconds() // 60)
    return {
        "reason": reason,
        "score": score,
        "harm": harm,
        "rank": minutes - round(60 * min(score, 48.0)) - 8 * 60 * harm,
        "due_at": case.opened_at + timedelta(hours=4 if harm >= 3 else 24),
    }


def downgrade() -> None:
    # What was forgotten stays forgotten; the older version reads such cases as well.
    pass
