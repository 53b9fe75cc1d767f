"""Which guests of events the host's own systems hear of: those who told the host something."""

import sqlalchemy as sa

from community.core.db import db
from community.demos.models import Demo, DemoRegistration
from community.requests.kinds import Reveals


def find_told_guest(registration_id: int) -> tuple[Demo, DemoRegistration] | None:
    """Return a registration for an event of the host's that reveals something, or None.

    Who registers with a vendor agreed that the vendor sees them: the host does not.
    """
    found = db.session.execute(
        sa.select(Demo, DemoRegistration)
        .join(Demo, Demo.id == DemoRegistration.demo_id)
        .where(
            DemoRegistration.id == registration_id,
            DemoRegistration.reveals != Reveals.NOTHING,
            Demo.by_host,
        )
    ).one_or_none()
    return None if found is None else (found[0], found[1])
