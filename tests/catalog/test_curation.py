"""What moderators set right stays right, and old names and addresses go on working."""

import pytest
import sqlalchemy as sa

from community.catalog import curation, queries
from community.catalog.kinds import Period, PricingModel
from community.catalog.models import Category, Product, Vendor, VendorAlias
from community.catalog.rules import ensure_category, ensure_product, ensure_vendor
from community.core.actors import VISITOR
from community.core.db import db
from community.core.errors import Conflict, Forbidden, Invalid, NotFound

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def mo(cast):
    return cast.actor("mo")


@pytest.fixture
def arbor(shelf) -> Vendor:
    return db.session.get(Vendor, shelf.arbor)


@pytest.fixture
def desk(shelf) -> Product:
    return db.session.get(Product, shelf.desk)


def test_a_renamed_vendor_keeps_its_old_name_as_an_alias(mo, arbor):
    curation.rename_vendor(mo, arbor, "Zelkova Ltd")
    assert (arbor.name, arbor.slug, arbor.initial, arbor.sort_key) == (
        "Zelkova Ltd",
        "zelkova-ltd",
        "z",
        "zelkova ltd",
    )
    assert ensure_vendor("Arbor") is arbor
    assert ensure_vendor("ZELKOVA") is arbor


def test_a_change_of_case_keeps_the_address(mo, arbor, desk):
    curation.rename_vendor(mo, arbor, "ARBOR Inc")
    curation.rename_product(mo, desk, "ARBOR desk")
    assert (arbor.name, arbor.slug) == ("ARBOR Inc", "arbor-inc")
    assert (desk.name, desk.slug) == ("ARBOR desk", "arbor-desk")


def test_who_gets_the_old_name_back_gets_the_old_address_back(mo, arbor, desk):
    for name in ("Zelkova", "Arbor Inc."):
        curation.rename_vendor(mo, arbor, name)
    for name in ("Table", "Arbor Desk"):
        curation.rename_product(mo, desk, name)
    assert (arbor.slug, desk.slug) == ("arbor-inc", "arbor-desk")
    assert queries.find_vendor_by_slug("zelkova") is arbor
    assert queries.get_product_for(VISITOR, "arbor-inc", "table") is desk


def test_an_old_address_is_never_given_to_another(mo, arbor, desk):
    curation.rename_vendor(mo, arbor, "Zelkova")
    curation.rename_product(mo, desk, "Table")
    assert ensure_vendor("Arbor Inc Two").slug == "arbor-inc-two"
    curation.rename_vendor(mo, ensure_vendor("Other"), "Arbor, Inc — new")
    assert ensure_vendor("Arbor-Inc!").slug != "arbor-inc"
    assert queries.find_vendor_by_slug("arbor-inc") is arbor


@pytest.mark.parametrize("name", ["", "…", "\x00"])
def test_names_need_letters(mo, arbor, desk, name):
    with pytest.raises(Invalid):
        curation.rename_vendor(mo, arbor, name)
    with pytest.raises(Invalid):
        curation.add_vendor_alias(mo, arbor, name)
    with pytest.raises(Invalid):
        curation.rename_product(mo, desk, "\u200b")


def test_the_name_of_another_is_a_conflict(mo, arbor, desk):
    with pytest.raises(Conflict):
        curation.rename_vendor(mo, arbor, "BIRCH Ltd")
    with pytest.raises(Conflict):
        curation.add_vendor_alias(mo, arbor, "Birch")
    with pytest.raises(Conflict):
        curation.rename_product(mo, desk, "chat")
    with pytest.raises(Conflict):
        curation.add_product_alias(mo, desk, "Chat")


def test_aliases_mean_the_same(mo, arbor, desk):
    curation.add_vendor_alias(mo, arbor, "Tree Software")
    curation.add_vendor_alias(mo, arbor, "TREE Software Ltd")
    curation.add_product_alias(mo, desk, "Helpdesk")
    curation.add_product_alias(mo, desk, "HELPDESK")
    assert ensure_vendor("tree software") is arbor
    assert ensure_product(arbor, "helpdesk") is desk


def test_market_products_have_aliases_too(mo, shelf):
    manager = db.session.get(Product, shelf.manager)
    curation.add_product_alias(mo, manager, "PM")
    assert ensure_product(None, "pm") is manager


def test_an_alias_can_be_forgotten_but_not_the_name(mo, arbor, shelf):
    curation.add_vendor_alias(mo, arbor, "Tree Software")
    tree, own = (
        db.session.scalar(sa.select(VendorAlias.id).where(VendorAlias.key == key))
        for key in ("tree software", "arbor")
    )
    curation.remove_vendor_alias(mo, arbor, tree)
    assert ensure_vendor("Tree Software") is not arbor
    with pytest.raises(Conflict):
        curation.remove_vendor_alias(mo, arbor, own)
    for birch_or_nothing in (
        db.session.scalar(
            sa.select(VendorAlias.id).where(VendorAlias.vendor_id == shelf.birch)
        ),
        10**9,
    ):
        with pytest.raises(NotFound):
            curation.remove_vendor_alias(mo, arbor, birch_or_nothing)


def facts(**changes):
    given = {
        "category": None,
        "pricing_model": PricingModel.USAGE,
        "metric": "ticket",
        "metric_period": Period.MONTH,
        "unit": "1,000 tickets",
        "unit_quantity": 1000,
    }
    return {**given, **changes}


def test_a_product_is_filed_and_sold_as_the_moderator_says(mo, desk, shelf):
    tickets = ensure_category("Ticketing")
    curation.set_product_facts(mo, desk, **facts(category=tickets))
    assert (desk.pricing_model, desk.metric, desk.unit, desk.unit_quantity) == (
        PricingModel.USAGE,
        "ticket",
        "1,000 tickets",
        1000,
    )
    counts = {c.id: c.product_count for c in db.session.scalars(sa.select(Category))}
    assert counts == {shelf.support: 1, tickets.id: 1}
    curation.set_product_facts(mo, desk, **facts(category=None))
    curation.set_product_facts(mo, desk, **facts(category=None))
    assert tickets.product_count == 0
    curation.set_product_facts(mo, desk, **facts(category=tickets))
    curation.set_product_facts(mo, desk, **facts(category=tickets))
    assert tickets.product_count == 1
    with pytest.raises(Invalid):
        curation.set_product_facts(mo, desk, **facts(unit_quantity=0))


@pytest.mark.parametrize("handle", ["ada", "rae", "hana"])
def test_only_moderators_change_the_catalogue(cast, arbor, desk, handle):
    actor = cast.actor(handle)
    for change in (
        lambda: curation.rename_vendor(actor, arbor, "X1"),
        lambda: curation.rename_product(actor, desk, "X1"),
        lambda: curation.add_vendor_alias(actor, arbor, "X1"),
        lambda: curation.remove_vendor_alias(actor, arbor, 1),
        lambda: curation.add_product_alias(actor, desk, "X1"),
        lambda: curation.set_product_facts(actor, desk, **facts()),
    ):
        with pytest.raises(Forbidden):
            change()
    assert (arbor.name, desk.name) == ("Arbor Inc.", "Arbor Desk")
