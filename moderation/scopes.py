"""In which categories somebody moderates, and that cases know which one they are of."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from community.accounts.affiliations import group_of
from community.accounts.models import User
from community.core import clock
from community.core.db import changed, db
from community.core.errors import NotFound
from community.core.jobs import JobRegistry, enqueue
from community.core.moderationevents import Refiled
from moderation.items import get_kind
from moderation.kinds import CaseState
from moderation.models import Case, Flag, ModeratorScope

REFILE_JOB = "moderation.refile"
_BATCH = 200


def scope_of(user_id: int | None) -> list[int]:
    """Return the categories that somebody moderates; none stands for all of them."""
    return list(
        db.session.scalars(
            sa.select(ModeratorScope.category_id).where(
                ModeratorScope.user_id == user_id
            )
        )
    )


def in_scope(user_id: int | None) -> list[sa.ColumnElement[bool]]:
    """Return the filter for the cases of somebody's categories; one query.

    As moderation.access decides it of one case; by what refile() wrote down last.
    """
    own = scope_of(user_id)
    return [Case.category_id.in_(own)] if own else []


def decidable(user_id: int) -> list[sa.ColumnElement[bool]]:
    """Return the filter for what one has no part in, and in one's categories.

    As moderation.access decides it of one thing, but for what a colleague or oneself
    wrote under an alias, and one's own vendor, which no query knows. Nor what one has
    proposed, or asked somebody else to look at.
    """
    colleague = sa.exists().where(
        User.id == Case.author_id, User.organisation_id.in_(group_of(user_id))
    )
    reported = sa.exists().where(
        Flag.reporter_id == user_id,
        Flag.kind == Case.kind,
        Flag.object_id == Case.object_id,
    )
    return [
        Case.author_id.is_distinct_from(user_id),
        Case.proposed_by_id.is_distinct_from(user_id),
        Case.escalated_by_id.is_distinct_from(user_id),
        ~colleague,
        ~reported,
        *in_scope(user_id),
    ]


def on_refiled(_event: Refiled) -> None:
    """Have it written down within a minute, once for all that happens until then."""
    due = clock.now().replace(second=0, microsecond=0) + timedelta(minutes=1)
    enqueue(REFILE_JOB, run_at=due, unique_key=f"{REFILE_JOB}@{due:%Y-%m-%dT%H:%M}")


def refile(after: int = 0) -> None:
    """Write down of open cases which category they are of, where that has changed.

    Of some hundred that follow the id `after`: a job of its own goes on with the next, so
    that nobody else's writing waits long. One whose thing is gone keeps what it had.
    """
    columns: list[Any] = [Case.id, Case.kind, Case.object_id, Case.category_id]
    batch = db.session.execute(
        sa.select(*columns)
        .where(Case.state == CaseState.OPEN, Case.id > after)
        .order_by(Case.id)
        .limit(_BATCH)
    ).all()
    for case_id, kind, object_id, known in batch:
        with suppress(NotFound):
            category_id = get_kind(kind).category_of(object_id)
            if category_id == known:
                continue
            changed(
                sa.update(Case)
                .where(Case.id == case_id)
                .values(category_id=category_id)
            )
    if len(batch) == _BATCH:
        enqueue(REFILE_JOB, after=batch[-1].id)


def register(registry: JobRegistry) -> None:
    registry.handler(REFILE_JOB, refile)
    # What no event told of, and cases that are older than their column.
    registry.periodic(REFILE_JOB, every=timedelta(hours=1))
