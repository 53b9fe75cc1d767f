"""Arbor with Rae who speaks for it, a rival with a rep of its own, and a buyer's request."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.models import User
from community.accounts.mydata.collecting import collect
from community.catalog.rules import ensure_product, ensure_vendor
from community.core.actors import Role
from community.core.db import db, transaction
from community.core.personal import Person, items_of
from community.reps.models import RepClaim
from tests.cast import Cast
from tests.page import PageClient
from tests.remembering import remembered

NOON = datetime(2027, 1, 20, 12, tzinfo=UTC)
SUBJECT = "Seats for a second plant"
BODY = "CANARYBODY: what does a second plant cost us with the same seats?"
ANSWER = "A second plant is a site licence, half of the first."
NAME, MAIL = "Canary Lovelace", "ada@northwind.example"
SIZE, REGION = "51–200", "latin-america"
CANARIES = (NAME, MAIL, "51–200", "Latin America", "CANARYBODY", SUBJECT)
"""Each of them stands in a request of Ada's once she has revealed everything."""


@dataclass(frozen=True)
class Scene:
    vendor_id: int
    product: str
    """Public id of Arbor Desk."""


@pytest.fixture(autouse=True)
def _still():
    """Stop the clock: no limit's window and no last day ends within a test."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def scene(app, cast) -> Scene:
    made = remembered(app, "requests", lambda: _vendors(cast))
    for handle in ("rae", "ben", "cleo"):
        getattr(cast, handle).two_factors_since = NOON  # as their rows say
    return made


def _vendors(cast: Cast) -> Scene:
    arbor, birch = ensure_vendor("Arbor"), ensure_vendor("Birch")
    desk = ensure_product(arbor, "Arbor Desk")
    ensure_product(birch, "Birch Board")
    ensure_product(ensure_vendor("Cedar"), "Cedar Mill")
    cast.speak_for(arbor.id)
    # Ben and Cleo are buyers in other tests; here one is a colleague, one a rival.
    for handle, vendor in (("ben", arbor), ("cleo", birch)):
        cast.speak_for(vendor.id, handle)
        user = db.session.scalars(sa.select(User).where(User.handle == handle)).one()
        user.role = Role.REP
    return Scene(arbor.id, desk.public_id)


def typed(**more: str) -> dict[str, str]:
    """Return what a request's form is filled in with."""
    return {"subject": SUBJECT, "body": BODY, "reveals": "nothing", **more}


PERSON = {"reveals": "person", "size": SIZE, "region": REGION, "name": NAME}


def sent(ada: PageClient, **more: str) -> str:
    """Have Ada ask Arbor, as seen before; return the address of her request."""
    form = ada.get("/requests/new?vendor=arbor")
    shown = ada.send(form, typed(**more), having="body", status=200)
    return ada.send(shown, {}, having="body", status=303).location


def answered(rae: PageClient, path: str) -> None:
    """Have a rep answer a request."""
    rae.send(rae.get(f"/rep{path}"), {"body": ANSWER}, having="body", status=303)


def exported(user: User) -> str:
    """Return what somebody's own file of everything that the site holds of them says."""
    return repr(collect(Person(user.id, user.handle, user.email, items_of(user.id))))


def claim_of(app, handle: str) -> str:
    """Return the public id under which somebody speaks for their vendor."""
    with app.app_context(), transaction():
        return db.session.scalars(
            sa.select(RepClaim.public_id)
            .join(User, User.id == RepClaim.user_id)
            .where(User.handle == handle)
        ).one()
