"""An organiser announces an event, changes it, or cancels it; who registered hears of that."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from community.catalog.models import Product
from community.core import clock, events
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Forbidden, Invalid, StaleEdit
from community.core.jobs import enqueue
from community.core.measuring import Fact, Measured
from community.core.screening import Posted
from community.core.text import RENDERER_VERSION
from community.demos import access, limits
from community.demos.access import Organiser
from community.demos.events import (
    KIND,
    DemoAnnounced,
    DemoCancelled,
    DemoEdited,
)
from community.demos.kinds import Change, Stage
from community.demos.models import Demo, DemoChange
from community.demos.plans import NOT_SAVED, Checked, Plan, checked
from community.reps.queries import get_claim_of

TELL = "demos.tell"
"""The job that writes to those who registered; what is not changed yet goes out once."""


def announce(organiser: Organiser, plan: Plan, *, at: datetime | None = None) -> Demo:
    """Announce an event; with `at`, which is for samples, it is dated so, without limits."""
    said = checked(plan)
    user_id = _user_id(organiser.actor)
    product = _find_product(organiser, plan)
    if at is None:
        limits.require_room(organiser)
        limits.count_change(user_id)
    voice = organiser.voice
    demo = Demo(
        by_host=voice is None,
        claim_id=None if voice is None else get_claim_of(voice).id,
        host_id=user_id if voice is None else None,
        vendor_id=_vendor_of(organiser, product),
        created_at=at or clock.now(),
        changed_at=at or clock.now(),
        **_columns(plan, said, product),
    )
    db.session.add(demo)
    db.session.flush()  # what screening is told names it
    events.publish(DemoAnnounced(object_id=demo.id))
    if at is None:
        events.publish(Posted(KIND, demo.id, user_id))
        events.publish(Measured(Fact.EVENT_ANNOUNCED, detail=_sort(demo)))
    return demo


def change(organiser: Organiser, demo: Demo, plan: Plan, *, version: int) -> None:
    """Change an event that is still at `version`; who registered hears of a new time or place.

    Raises StaleEdit when somebody else changed it meanwhile, Conflict when it is too late.
    """
    lock_run(organiser, demo)
    access.require_ahead(demo)
    if demo.version != version:
        raise StaleEdit("Somebody of yours changed it meanwhile. Look at it again.")
    said = checked(plan, before=(demo.starts_at, demo.zone))
    if plan.seats is not None and plan.seats < demo.taken:
        wrong = f"{demo.taken} are registered already."
        raise Invalid(NOT_SAVED, fields={"seats": wrong})
    product = _find_product(organiser, plan)
    user_id = _user_id(organiser.actor)
    limits.count_change(user_id)
    is_moved = (demo.starts_at, demo.minutes, demo.link) != (
        said.starts_at,
        plan.minutes,
        said.link,
    )
    if is_moved:
        _note(demo, Change.MOVED)
    for name, value in _columns(plan, said, product).items():
        setattr(demo, name, value)
    demo.vendor_id = _vendor_of(organiser, product)
    demo.version += 1
    demo.changed_at = clock.now()
    events.publish(DemoEdited(object_id=demo.id))
    events.publish(Posted(KIND, demo.id, user_id))


def cancel(organiser: Organiser, demo: Demo) -> None:
    """Call an event off: it stays to be read, and everybody who registered is told."""
    lock_run(organiser, demo)
    access.require_ahead(demo)
    limits.count_change(_user_id(organiser.actor))
    _note(demo, Change.CANCELLED)
    demo.stage = Stage.CANCELLED
    demo.version += 1
    demo.changed_at = clock.now()
    events.publish(DemoCancelled(object_id=demo.id))


def lock_run(organiser: Organiser, demo: Demo) -> None:
    """Hold an event for its organiser until the end of the transaction."""
    if not access.can_run(organiser, demo):
        raise Forbidden("Only who announced it does that.")
    db.session.refresh(demo, with_for_update=True)


def end_due() -> None:
    """Note of events that they are over, so that pages which were kept hear of it."""
    over = Demo.stage == Stage.ANNOUNCED, Demo.ends_at <= clock.now()
    changed(sa.update(Demo).where(*over).values(stage=Stage.OVER))


def _note(demo: Demo, what: Change) -> None:
    """Keep what was, and have those who registered told after the commit."""
    noted = DemoChange(demo_id=demo.id, change=what, started_at=demo.starts_at)
    db.session.add(noted)
    db.session.flush()  # the job names it
    demo.sequence += 1
    enqueue(TELL, change_id=noted.id)


def _columns(plan: Plan, said: Checked, product: Product | None) -> dict[str, Any]:
    return {
        "kind": plan.kind,
        "product_id": None if product is None else product.id,
        "title": said.title,
        "source": said.source,
        "html": said.html,
        "renderer_version": RENDERER_VERSION,
        "starts_at": said.starts_at,
        "ends_at": said.ends_at,
        "minutes": plan.minutes,
        "zone": plan.zone,
        "link": said.link,
        "seats": plan.seats,
    }


def _find_product(organiser: Organiser, plan: Plan) -> Product | None:
    """Return what it is about; raise Invalid where it is another vendor's."""
    if plan.product_id is None:
        return None
    product = db.session.get(Product, plan.product_id)
    is_foreign = product is None or (
        organiser.voice is not None and product.vendor_id != organiser.vendor_id
    )
    if is_foreign:
        wrong = "Choose one of your own products, or none."
        raise Invalid(NOT_SAVED, fields={"product": wrong})
    return product


def _vendor_of(organiser: Organiser, product: Product | None) -> int | None:
    if organiser.voice is not None:
        return organiser.vendor_id
    return None if product is None else product.vendor_id


def _user_id(actor: Actor) -> int:
    assert actor.user_id is not None  # noqa: S101 - organisers have an account
    return actor.user_id


def _sort(demo: Demo) -> str:
    return "host" if demo.by_host else "vendor"
