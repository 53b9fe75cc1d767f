"""Adding lines to the log of what happened, in the transaction that made it happen."""

from datetime import date, timedelta

import sqlalchemy as sa

from community.accounts.models import Organisation, User
from community.core import clock
from community.core.db import changed, db, insert_ignore
from community.core.measuring import Fact, Measured, monday_of
from community.core.sealing import pseudonym
from community.dashboard.models import DETAIL_LENGTH, MeasuredFact, OrganisationWeek

SUPPLY_JOB = "host.count-supply"
_PURPOSE = "host.organisation-week"
WEEKS_REMEMBERED = 12
"""How long an organisation that comes again counts as returning."""


def record(measured: Measured) -> None:
    """Add one line; nothing where nothing happened."""
    if measured.times < 1:
        return
    db.session.add(
        MeasuredFact(
            fact=measured.fact,
            day=measured.day or clock.now().date(),
            times=measured.times,
            detail=measured.detail[:DETAIL_LENGTH],
            hours=measured.hours,
            product_id=measured.product_id,
        )
    )


def note_organisation(user_id: int | None) -> None:
    """Count the organisation of whoever did something under their name, once a week."""
    root = None if user_id is None else _root_of(user_id)
    if root is None:
        return
    monday = monday_of(clock.now().date())
    row = {"key": _key(monday, root), "monday": monday}
    if not insert_ignore(OrganisationWeek, [row]):
        return
    earlier = [
        _key(monday - timedelta(weeks=weeks), root)
        for weeks in range(1, WEEKS_REMEMBERED + 1)
    ]
    came_before = db.session.scalar(
        sa.select(sa.exists().where(OrganisationWeek.key.in_(earlier)))
    )
    sort = "returning" if came_before else "new"
    record(Measured(Fact.ORGANISATION_ACTIVE, detail=sort, day=monday))


def forget_old_weeks() -> None:
    """Delete what is too old to tell of anybody that they came again."""
    oldest = monday_of(clock.now().date()) - timedelta(weeks=WEEKS_REMEMBERED)
    changed(sa.delete(OrganisationWeek).where(OrganisationWeek.monday < oldest))


def _root_of(user_id: int) -> int | None:
    root = sa.func.coalesce(Organisation.grouped_into_id, Organisation.id)
    return db.session.scalar(
        sa.select(root)
        .join(User, User.organisation_id == Organisation.id)
        .where(User.id == user_id)
    )


def _key(monday: date, organisation_id: int) -> str:
    return pseudonym(_PURPOSE, f"{monday} {organisation_id}")
