"""Arbor with Rae and Ben who speak for it, a rival with a rep of its own, and a webinar."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.models import User
from community.catalog.rules import ensure_product, ensure_vendor
from community.core.actors import Role
from community.core.db import db, transaction
from community.core.jobs import enqueue
from community.core.worker import run_due
from community.demos import jobs
from community.demos.access import require_organiser
from community.demos.kinds import DemoKind
from community.demos.models import Demo
from community.demos.plans import Plan
from community.demos.rules import announcing
from tests.cast import Cast
from tests.dashboard.receiving import receiver  # noqa: F401 - a fixture
from tests.page import PageClient
from tests.remembering import remembered

NOON = datetime(2027, 1, 27, 12, tzinfo=UTC)
LINK = "https://meet.arbor.example/CANARYLINK"
TITLE = "What changes in the spring edition"
BODY = "We show the new price book, line by line, and answer what you ask."
NAME, MAIL = "Canary Lovelace", "ada@northwind.example"
SIZE, REGION = "51–200", "latin-america"
PERSON = {"reveals": "person", "size": SIZE, "region": REGION, "name": NAME}
TRAITS = {**PERSON, "reveals": "traits"}
CANARIES = (NAME, MAIL, SIZE, "Latin America")
"""What stands on the organiser's page once Ada has revealed everything."""


@dataclass(frozen=True)
class Scene:
    vendor_id: int
    product: str
    """Public id of Arbor Desk."""
    event: str
    """Public id of Arbor's webinar: 14:00 in Berlin on 10 February."""

    @property
    def path(self) -> str:
        return f"/events/{self.event}"

    @property
    def desk(self) -> str:
        return f"/events/desk/{self.event}"


@pytest.fixture(autouse=True)
def clock_hand():
    """Stop the clock, and give tests the hand to move it with."""
    with time_machine.travel(NOON, tick=False) as hand:
        yield hand


@pytest.fixture
def scene(app, cast, settings) -> Scene:
    for file in (settings.data_dir / "mail").glob("*.eml"):
        file.unlink()
    made = remembered(app, "demos", lambda: _made(cast))
    for handle in ("rae", "ben", "hana"):
        getattr(cast, handle).two_factors_since = NOON  # as their rows say
    cast.look_again()
    return made


def _made(cast: Cast) -> Scene:
    arbor = ensure_vendor("Arbor")
    desk = ensure_product(arbor, "Arbor Desk")
    birch = ensure_vendor("Birch")
    ensure_product(birch, "Birch Board")
    cast.speak_for(arbor.id)
    # Ben is a buyer in other tests; here he speaks for a rival.
    cast.speak_for(birch.id, "ben")
    user = db.session.scalars(sa.select(User).where(User.handle == "ben")).one()
    user.role = Role.REP
    db.session.flush()
    organiser = require_organiser(cast.actor("rae"))
    demo = announcing.announce(organiser, plan(product_id=desk.id))
    return Scene(arbor.id, desk.public_id, demo.public_id)


def plan(**more) -> Plan:
    """Return what Rae announces."""
    usual = {
        "kind": DemoKind.WEBINAR,
        "title": TITLE,
        "body": BODY,
        "shown": datetime(2027, 2, 10, 14),  # noqa: DTZ001 - as clocks show it
        "zone": "Europe/Berlin",
        "minutes": 45,
        "link": LINK,
    }
    return Plan(**{**usual, **more})


def typed(**more: str) -> dict[str, str]:
    """Return what the form of an event is filled in with."""
    return {
        "kind": "webinar",
        "title": TITLE,
        "body": BODY,
        "product": "Arbor Desk",
        "starts": "2027-02-10T14:00",
        "zone": "Europe/Berlin",
        "minutes": "45",
        "link": LINK,
        "seats": "",
        **more,
    }


def registered(page: PageClient, scene: Scene, **told: str) -> str:
    """Have somebody register, as seen before; return the address of their registration."""
    form = page.get(f"{scene.path}/register")
    shown = page.send(form, told or {"reveals": "nothing"}, having="seen", status=200)
    return page.send(shown, {}, having="seen", status=303).location


def work(app) -> None:
    """Do what a worker does from time to time, and all that is due then."""
    with app.app_context(), transaction():
        for kind in (jobs.REMIND, jobs.END, jobs.FORGET, jobs.RERENDER):
            enqueue(kind)
    run_due(app)


@dataclass(frozen=True)
class Sent:
    """A mail that went out; we keep neither its text nor to whom it went."""

    subject: str
    text: str


def mails_to(app, address: str) -> list[Sent]:
    """Do what is due, and return what has gone to an address, the oldest first."""
    run_due(app)
    folder = app.extensions["fairquote.settings"].data_dir / "mail"
    files = sorted(folder.glob("*.eml"), key=lambda one: one.stat().st_mtime_ns)
    read = [message_from_bytes(one.read_bytes(), policy=default) for one in files]
    return [
        Sent(one["Subject"], one.get_body(("plain",)).get_content())
        for one in read
        if address in one["To"]
    ]


def taken(app) -> int:
    with app.app_context(), transaction():
        return db.session.scalars(sa.select(Demo.taken)).one()
