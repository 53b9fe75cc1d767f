"""Figures that a moderator took away do not come back as those of another product."""

import re

import pytest

from community.catalog.merges import merge_products
from community.catalog.models import Product
from community.core.db import db, transaction
from community.prices.models import PriceWithheld
from community.prices.taking import withheld_products
from tests.market import spread
from tests.moderating import moderate
from tests.privacy.scene import DESK, Scene

DECK = DESK.replace("desk", "deck")


@pytest.fixture
def scene(app, cast) -> Scene:
    made = Scene(app)
    cast.look_again()
    made.pay(*spread(13))
    made.pay(*spread(13, first=20), twin=True)
    made.release()
    return made


def public_id(scene: Scene, product_id: int) -> str:
    with scene.app.app_context():
        return db.session.get_one(Product, product_id).public_id


def merge(scene: Scene, cast) -> None:
    """Make the deck part of the desk."""
    with scene.app.app_context(), transaction():
        twin = db.session.get_one(Product, scene.twin_id)
        desk = db.session.get_one(Product, scene.product_id)
        merge_products(cast.actor("mo"), twin, desk, "They are one product.")


def withheld(scene: Scene) -> set[int]:
    with scene.app.app_context():
        return withheld_products()


def test_what_was_withheld_stays_away_when_its_product_becomes_part_of_another(
    scene, cast
):
    mo = cast.page("mo")
    deck = public_id(scene, scene.twin_id)
    case = moderate(mo, "figure", deck, "hide", reason="fabricated-price")
    assert scene.shown(DECK).is_nothing
    assert not scene.shown().is_nothing

    merge(scene, cast)

    assert withheld(scene) == {scene.product_id}
    assert scene.shown().is_nothing
    scene.release(1)
    assert scene.shown().is_nothing
    assert "What buyers paid for Deck" in mo.get(case).words()
    desk = public_id(scene, scene.product_id)
    moderate(mo, "figure", desk, "restore")
    assert withheld(scene) == set()
    scene.release(2)
    assert not scene.shown().is_nothing


def test_an_older_decision_that_is_undone_shows_what_its_product_became(scene, cast):
    mo = cast.page("mo")
    deck = public_id(scene, scene.twin_id)
    case = moderate(mo, "figure", deck, "hide", reason="fabricated-price")
    before = scene.body()
    merge(scene, cast)
    undo = re.search(r"/moderation/decisions/\w+/undo", mo.get(case).html)[0]

    mo.post(undo, {"reason": "Too fast."}, status=303)

    assert withheld(scene) == set()
    assert scene.body() == before


@pytest.mark.parametrize("which", ["neither", "the other"])
def test_a_merge_alone_withholds_nothing(scene, cast, which):
    desk = public_id(scene, scene.product_id)
    if which == "the other":
        moderate(cast.page("mo"), "figure", desk, "hide", reason="fabricated-price")

    merge(scene, cast)

    assert withheld(scene) == ({scene.product_id} if which == "the other" else set())
    assert scene.shown().is_nothing == (which == "the other")


def test_both_withheld_are_withheld_once(scene, cast):
    mo = cast.page("mo")
    for product_id in (scene.product_id, scene.twin_id):
        public = public_id(scene, product_id)
        moderate(mo, "figure", public, "hide", reason="fabricated-price")
    with scene.app.app_context():
        cells = db.session.get_one(PriceWithheld, scene.product_id).cells

    merge(scene, cast)

    with scene.app.app_context():
        assert db.session.get_one(PriceWithheld, scene.product_id).cells == cells
    assert withheld(scene) == {scene.product_id}
