"""Arbor and a rival, a question about each, and a rep who speaks for Arbor."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from community.catalog.models import Product
from community.catalog.rules import ensure_product, ensure_vendor
from community.core.actors import Actor
from community.core.db import db, transaction
from community.threads.drafts import Draft
from community.threads.models import Thread
from community.threads.rules.asking import ask
from tests.prices.seeds import arbor_desk
from tests.remembering import remembered

LONG_AGO = datetime(2026, 10, 1, 12, tzinfo=UTC)
WORDS = "Every plan has had single sign-on since June, at no charge."


@dataclass(frozen=True)
class Scene:
    """Ids of what the tests are about, and addresses of the two questions."""

    vendor_id: int
    product_id: int
    thread_id: int
    thread: str
    rival: str


def question(actor: Actor, product: Product, title: str, minutes: int = 0) -> Thread:
    body = "We signed three years ago and the renewal is due. What did you get?"
    at = LONG_AGO + timedelta(minutes=minutes)
    return ask(actor, Draft(title=title, body=body, product_id=product.id), at=at)


@pytest.fixture
def scene(app, cast) -> Scene:
    return remembered(app, "vendors", lambda: _vendors_with_questions(cast))


def _vendors_with_questions(cast) -> Scene:
    desk = arbor_desk(listed=False)
    other = ensure_product(ensure_vendor("Birch"), "Birch Board")
    ours = question(cast.actor("ada"), desk, "Does the uplift cap hold at Arbor?")
    theirs = question(cast.actor("ada"), other, "Is Birch Board any cheaper?", 1)
    return Scene(
        vendor_id=desk.vendor_id or 0,
        product_id=desk.id,
        thread_id=ours.id,
        thread=f"/questions/{ours.public_id}",
        rival=f"/questions/{theirs.public_id}",
    )


@pytest.fixture
def spoken(app, cast, scene) -> Scene:
    """The same, once Rae speaks for Arbor."""
    with app.app_context(), transaction():
        cast.speak_for(scene.vendor_id)
    return scene


@pytest.fixture
def thread(spoken, context) -> Thread:
    return db.session.get_one(Thread, spoken.thread_id)
