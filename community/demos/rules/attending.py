"""A buyer registers, reveals more step by step, and takes it back."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from community.accounts.correspondence import write_to
from community.accounts.post import site
from community.core import clock, events
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Conflict, Forbidden
from community.core.measuring import Fact, Measured
from community.demos import access, limits, queries, reading
from community.demos.events import GuestLeft, GuestRevealed
from community.demos.letters import receipt
from community.demos.models import Demo, DemoChange, DemoRegistration
from community.demos.queries import Row
from community.requests.drafts import Shown, Told
from community.requests.kinds import Reveals, steps_after
from community.requests.reading import Seen
from community.requests.rules.revealing import more_told, told_by

REMINDED_BEFORE = timedelta(hours=24)


def preview(actor: Actor, demo: Demo, told: Told) -> Seen:
    """Return what the organiser would see, or say what is wrong; nothing is stored."""
    access.require_guest(actor)
    access.require_ahead(demo)
    return reading.seen(told_by(actor, told))


def register(
    actor: Actor, row: Row, told: Told, *, at: datetime | None = None
) -> DemoRegistration:
    """Register for an event, with a receipt; raise Conflict where it is full or over.

    With `at`, which is for samples, it is dated so, and neither counted nor written about.
    """
    user_id = access.require_guest(actor)
    demo = row.demo
    db.session.refresh(demo, with_for_update=True)
    access.require_ahead(demo)
    told_now = told_by(actor, told)
    if queries.find_registration(actor, demo) is not None:
        raise Conflict("You are registered already.")
    if access.is_full(demo):
        raise Conflict("Every seat is taken. One may come free until it begins.")
    if at is None:
        limits.count_registration(user_id)
    registration = DemoRegistration(
        demo_id=demo.id,
        user_id=user_id,
        heard_id=_latest_change(demo),
        # The receipt of somebody who comes late is reminder enough.
        is_reminded=demo.starts_at - clock.now() < REMINDED_BEFORE,
        created_at=at or clock.now(),
        **told_now.columns,
    )
    db.session.add(registration)
    demo.taken += 1
    if at is None:
        letter = receipt(site(), row, actor.time_zone, reading.seen(told_now))
        write_to(user_id, letter.subject, letter.text)
        events.publish(Measured(Fact.EVENT_REGISTERED, detail=str(told.reveals)))
        db.session.flush()  # what is told of it names it
        events.publish(GuestRevealed(registration.id))
    return registration


def steps_left(registration: DemoRegistration, demo: Demo) -> tuple[Reveals, ...]:
    """Return what can still be told; raise Conflict where that is nothing, or too late."""
    access.require_ahead(demo)
    steps = steps_after(registration.reveals)
    if not steps:
        raise Conflict("You have told everything that a registration tells.")
    return steps


def preview_more(
    actor: Actor, registration: DemoRegistration, demo: Demo, told: Told
) -> Seen:
    """Return what the organiser would see from then on, or say what is wrong."""
    return reading.seen(_more(actor, registration, demo, told))


def reveal_more(
    actor: Actor, registration: DemoRegistration, demo: Demo, told: Told
) -> None:
    """Tell more from now on; raise Conflict for what is told already."""
    access.require_guest(actor)
    lock_own(actor, registration)
    for name, value in _more(actor, registration, demo, told).columns.items():
        setattr(registration, name, value)
    events.publish(GuestRevealed(registration.id))


def withdraw(actor: Actor, registration: DemoRegistration) -> None:
    """Take a registration back: the row goes, and what the organiser saw with it."""
    lock_own(actor, registration)
    _delete(registration)
    events.publish(Measured(Fact.EVENT_LEFT))


def withdraw_all(user_id: int) -> None:
    """Take back all registrations of somebody, whatever they are now."""
    for one in db.session.scalars(
        sa.select(DemoRegistration)
        .where(DemoRegistration.user_id == user_id)
        .order_by(DemoRegistration.id)
        .with_for_update()
    ).all():
        _delete(one)


def lock_own(actor: Actor, registration: DemoRegistration) -> None:
    """Hold a registration for whom it is of; raise Conflict when it is gone."""
    if not access.is_own(actor, registration):
        raise Forbidden("Only who registered does that.")
    found = db.session.scalar(
        sa.select(DemoRegistration.id)
        .where(DemoRegistration.id == registration.id)
        .with_for_update()
    )
    if found is None:
        raise Conflict("You are not registered any more.")


def _delete(registration: DemoRegistration) -> None:
    events.publish(GuestLeft(registration.id))
    its_demo = Demo.id == registration.demo_id
    changed(sa.delete(DemoRegistration).where(DemoRegistration.id == registration.id))
    changed(sa.update(Demo).where(its_demo).values(taken=Demo.taken - 1))
    db.session.expire_all()


def _more(
    actor: Actor, registration: DemoRegistration, demo: Demo, told: Told
) -> Shown:
    return more_told(actor, told, steps_left(registration, demo))


def _latest_change(demo: Demo) -> int:
    latest = sa.select(sa.func.max(DemoChange.id)).where(DemoChange.demo_id == demo.id)
    return db.session.scalar(latest) or 0
