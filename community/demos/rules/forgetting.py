"""Who took part is forgotten soon after, and so is where it was."""

from datetime import timedelta

import sqlalchemy as sa

from community.core import clock
from community.core.db import changed
from community.demos.models import Demo, DemoRegistration

KEPT = timedelta(days=30)
"""How long after its end an event's organiser still sees what was revealed to it."""


def forget_old() -> None:
    """Delete registrations for what is long over, and its addresses to join."""
    old = Demo.ends_at < clock.now() - KEPT
    gone = sa.select(Demo.id).where(old)
    changed(sa.delete(DemoRegistration).where(DemoRegistration.demo_id.in_(gone)))
    changed(sa.update(Demo).where(old, Demo.link != "").values(link=""))
