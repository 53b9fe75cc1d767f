"""Has Arbor and the host announce events, with some of the sample's buyers registered."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from community.accounts.models import User
from community.accounts.traits import PublicSize, Region
from community.cli.sample.catalogue import Sold
from community.core import clock
from community.core.actors import Actor
from community.core.db import db
from community.demos.access import Organiser, require_organiser
from community.demos.kinds import DemoKind, Stage
from community.demos.models import Demo
from community.demos.plans import Plan
from community.demos.queries import get_row_for
from community.demos.rules import announcing, attending
from community.requests.drafts import Told
from community.requests.kinds import Reveals

_VENDOR = "Arbor"
_DAY = timedelta(days=1)
_TOLD = (
    Told(Reveals.NOTHING),
    Told(Reveals.TRAITS, PublicSize.TO_200, Region.EMEA),
    Told(Reveals.NOTHING),
    Told(Reveals.PERSON, PublicSize.TO_1000, Region.NORTH_AMERICA, "Sam Sample"),
)


def add_events(buyers: Sequence[User], sold: Sequence[Sold]) -> None:
    """Announce two events of Arbor and two of the host, of which one is over by now."""
    product = next(one.product for one in sold if one.sample.vendor == _VENDOR)
    _of_arbor(buyers, product.id)
    _of_the_host(buyers)


def _of_arbor(buyers: Sequence[User], product_id: int) -> None:
    rae, now = _organiser("rae"), clock.now()
    webinar = _plan(
        "What changes in the spring edition",
        "We go through the new price book line by line: **what moves**, what stays, "
        "and what your contract already says about it. Bring your questions.",
        days=12,
        product_id=product_id,
    )
    announced = announcing.announce(rae, webinar, at=now - 3 * _DAY)
    for number, buyer in enumerate(buyers[1:7]):
        _register(buyer, announced, _TOLD[number % len(_TOLD)])
    demo = _plan(
        "A look at single sign-on",
        "Half an hour with somebody who sets it up every week. No slides.",
        kind=DemoKind.DEMO,
        days=26,
        zone="America/New_York",
        product_id=product_id,
        seats=40,
    )
    announcing.announce(rae, demo, at=now - 2 * _DAY)


def _of_the_host(buyers: Sequence[User]) -> None:
    hana, now = _organiser("hana"), clock.now()
    link = "https://meet.host.example/method"
    explained = _plan(
        "How to read a price here",
        "The host shows how figures come about, why some are missing, and how to "
        "check them with the method’s own program.",
        days=9,
        zone="UTC",
        link=link,
    )
    announced = announcing.announce(hana, explained, at=now - 9 * _DAY)
    for number, buyer in enumerate(buyers[8:13]):
        _register(buyer, announced, _TOLD[number % len(_TOLD)])
    prepared = _plan(
        "Preparing a renewal in four weeks",
        "What to ask, whom, and when: an hour with buyers who did it.",
        days=5,
        link=link,
    )
    past = announcing.announce(hana, prepared, at=now - 40 * _DAY)
    # Nothing is announced for a time that is past: it was, then.
    past.starts_at, past.ends_at = (
        one - 35 * _DAY for one in (past.starts_at, past.ends_at)
    )
    past.stage = Stage.OVER


def _organiser(handle: str) -> Organiser:
    user = db.session.scalars(sa.select(User).where(User.handle == handle)).one()
    # No mark says sample yet.
    return require_organiser(replace(user.actor, two_factors=True))


def _plan(
    title: str,
    body: str,
    *,
    days: int,
    kind: DemoKind = DemoKind.WEBINAR,
    zone: str = "Europe/Berlin",
    link: str = "https://meet.arbor.example/spring",
    product_id: int | None = None,
    seats: int | None = None,
) -> Plan:
    day = (clock.now() + days * _DAY).replace(
        hour=14, minute=0, second=0, microsecond=0
    )
    return Plan(
        kind=kind,
        title=title,
        body=body,
        shown=day.replace(tzinfo=None),
        zone=zone,
        minutes=45,
        link=link,
        seats=seats,
        product_id=product_id,
    )


def _register(buyer: User, demo: Demo, told: Told) -> None:
    actor: Actor = buyer.actor
    row = get_row_for(actor, demo.public_id)
    attending.register(actor, row, told, at=clock.now() - _DAY)
