"""Who sees and changes the catalogue; each predicate agrees with its filter."""

import pytest
import sqlalchemy as sa

from community.catalog.access import (
    can_curate,
    can_see_product,
    can_see_vendor,
    can_suggest,
    require_curator,
    require_suggester,
    visible_products,
    visible_vendors,
)
from community.catalog.models import Product, Vendor
from community.core.actors import SYSTEM, VISITOR, Actor, Role
from community.core.db import db
from community.core.errors import Forbidden
from community.core.visibility import State

pytestmark = pytest.mark.usefixtures("context")

EVERYBODY = ("ada", "rae", "mo", "hana")


def actors(cast):
    return [VISITOR, *(cast.actor(handle) for handle in EVERYBODY)]


def test_predicates_and_filters_agree(cast, shelf):
    vendor, product = (
        db.session.get(Vendor, shelf.arbor),
        db.session.get(Product, shelf.desk),
    )
    for state in State:
        for merged in (None, "other"):
            vendor.state = product.state = state
            vendor.merged_into_id = shelf.birch if merged else None
            product.merged_into_id = shelf.chat if merged else None
            db.session.flush()
            for actor in actors(cast):
                seen = db.session.scalar(
                    sa.select(Vendor.id).where(
                        Vendor.id == vendor.id, visible_vendors(actor)
                    )
                )
                assert (seen is not None) is can_see_vendor(actor, vendor)
                seen = db.session.scalar(
                    sa.select(Product.id).where(
                        Product.id == product.id, visible_products(actor)
                    )
                )
                assert (seen is not None) is can_see_product(actor, product)


def test_hidden_things_are_for_moderators(cast, shelf):
    product = db.session.get(Product, shelf.desk)
    product.state = State.HIDDEN
    seeing = [a.handle for a in actors(cast) if can_see_product(a, product)]
    assert seeing == ["mo"]


def test_only_moderators_curate(cast):
    assert [a.handle for a in actors(cast) if can_curate(a)] == ["mo"]
    require_curator(cast.actor("mo"))
    for actor in (VISITOR, SYSTEM, cast.actor("ada"), cast.actor("hana")):
        with pytest.raises(Forbidden):
            require_curator(actor)


def test_everybody_with_a_proven_address_suggests(cast):
    assert [a.handle for a in actors(cast) if can_suggest(a)] == list(EVERYBODY)
    require_suggester(cast.actor("ada"))
    unproven = Actor(user_id=1, handle="new", role=Role.MEMBER, proven=False)
    for actor in (VISITOR, unproven):
        with pytest.raises(Forbidden):
            require_suggester(actor)
