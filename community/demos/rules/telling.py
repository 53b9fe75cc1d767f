"""Those who registered are written to: of a change at once, and the day before it begins."""

import sqlalchemy as sa

from community.accounts.correspondence import write_to
from community.accounts.letters import Letter
from community.accounts.models import User
from community.accounts.post import site
from community.core import clock, events
from community.core.db import db
from community.core.repeating import Repeated, send_repeated
from community.core.visibility import State
from community.demos import letters
from community.demos.events import GuestsTold
from community.demos.kinds import Change, Stage
from community.demos.models import Demo, DemoChange, DemoRegistration
from community.demos.queries import Row, find_row
from community.demos.rules.attending import REMINDED_BEFORE

A_JOB = 100
"""How many are written to in one transaction: SQLite's writers wait meanwhile."""


def tell_of(change_id: int) -> bool:
    """Write to some of those who have not heard of a change; return whether there may be more.

    Only the latest change is told: of two in a minute, the second says it all. Of what a
    moderator keeps hidden nobody is told, or its organiser could go on writing by it.
    """
    noted = db.session.get(DemoChange, change_id)
    row = None if noted is None else find_row(noted.demo_id)
    if noted is None or row is None or row.demo.state is not State.PUBLIC:
        return False
    if latest_change(row.demo) != noted.id:
        return False
    is_near = row.demo.starts_at - clock.now() < REMINDED_BEFORE
    told = _some(
        DemoRegistration.demo_id == row.demo.id, DemoRegistration.heard_id < noted.id
    )
    for one, user in told:
        _write(user, _letter_of(noted, row, user.actor.time_zone))
        one.heard_id = noted.id
        one.is_reminded = is_near
    if told:
        ids = tuple(user.id for _, user in told)
        events.publish(GuestsTold(noted.id, row.demo.id, ids))
    return len(told) == A_JOB


def latest_change(demo: Demo) -> int | None:
    """Return the id of what changed last, None where nothing ever did."""
    latest = sa.select(sa.func.max(DemoChange.id)).where(DemoChange.demo_id == demo.id)
    return db.session.scalar(latest)


def remind_due() -> bool:
    """Write to some whose event begins within a day; return whether there may be more.

    Whose day has no room left for a mail is tried again with the next look.
    """
    now = clock.now()
    told = _some(
        ~DemoRegistration.is_reminded,
        Demo.stage == Stage.ANNOUNCED,
        Demo.state == State.PUBLIC,
        Demo.starts_at > now,
        Demo.starts_at <= now + REMINDED_BEFORE,
    )
    for one, user in told:
        row = find_row(one.demo_id)
        assert row is not None  # noqa: S101 - a registration has its event
        letter = letters.reminder(site(), row, user.actor.time_zone)
        one.is_reminded = send_repeated(
            Repeated.REMINDER, user.id, letter.subject, letter.text
        )
    return len(told) == A_JOB and any(one.is_reminded for one, _ in told)


def _some(*which: sa.ColumnElement[bool]) -> list[tuple[DemoRegistration, User]]:
    """Return some registrations with whose they are, held until the commit."""
    found = db.session.execute(
        sa.select(DemoRegistration, User)
        .join(Demo, Demo.id == DemoRegistration.demo_id)
        .join(User, User.id == DemoRegistration.user_id)
        .where(*which)
        .order_by(DemoRegistration.id)
        .limit(A_JOB)
        .with_for_update(of=DemoRegistration)
    )
    return [(row[0], row[1]) for row in found]


def _letter_of(noted: DemoChange, row: Row, zone: str) -> Letter:
    if noted.change is Change.CANCELLED:
        return letters.cancelled(site(), row, zone)
    return letters.moved(site(), row, zone, noted.started_at)


def _write(user: User, letter: Letter) -> None:
    write_to(user.id, letter.subject, letter.text)
