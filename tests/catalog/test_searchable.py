"""What search is told of the catalogue, and what it may show of it."""

from datetime import date
from decimal import Decimal

import pytest

from community.catalog.curation import add_product_alias, add_vendor_alias
from community.catalog.kinds import Period, PricingModel
from community.catalog.models import Product, Vendor
from community.catalog.rules import add_list_price, ensure_plan, ensure_product
from community.catalog.searchable import SOURCES
from community.catalog.specs import PriceFact, ProductSpec
from community.core.actors import VISITOR
from community.core.db import db
from community.core.visibility import State
from tests.queries import count_queries

pytestmark = pytest.mark.usefixtures("context")

PRODUCTS, VENDORS = SOURCES


def test_a_product_is_found_by_all_its_names(cast, shelf):
    desk = db.session.get(Product, shelf.desk)
    add_product_alias(cast.actor("mo"), desk, "Helpdesk")
    ensure_plan(desk, "Pro"), ensure_plan(desk, "Enterprise")
    db.session.flush()
    [document] = PRODUCTS.documents([shelf.desk])
    assert (document.kind, document.object_id, document.title, document.body) == (
        "product",
        shelf.desk,
        "Arbor Desk",
        "Enterprise\nPro",
    )
    assert document.extra == {
        "names": "Arbor Desk\nHelpdesk",
        "vendor": "Arbor Inc.",
        "category": "Customer support",
    }


def test_a_vendor_is_found_by_all_its_names(cast, shelf):
    add_vendor_alias(cast.actor("mo"), db.session.get(Vendor, shelf.arbor), "Treehouse")
    db.session.flush()
    [document] = VENDORS.documents([shelf.arbor])
    assert (document.title, document.extra) == (
        "Arbor Inc.",
        {"names": "Arbor Inc.\nTreehouse"},
    )


def test_the_version_changes_with_the_text_only(shelf):
    desk = db.session.get(Product, shelf.desk)
    before = PRODUCTS.documents([desk.id])[0].version
    assert PRODUCTS.documents([desk.id])[0].version == before
    ensure_plan(desk, "Pro")
    assert PRODUCTS.documents([desk.id])[0].version != before


def test_only_public_things_are_indexed(shelf):
    db.session.get(Product, shelf.desk).state = State.HIDDEN
    db.session.get(Product, shelf.chat).merged_into_id = shelf.desk
    db.session.get(Vendor, shelf.birch).state = State.HELD
    assert [d.object_id for d in PRODUCTS.documents([shelf.desk, shelf.chat])] == []
    assert PRODUCTS.ids_after(0, 10) == [shelf.birch_desk, shelf.manager]
    assert PRODUCTS.ids_after(shelf.birch_desk, 10) == [shelf.manager]
    assert PRODUCTS.ids_after(0, 1) == [shelf.birch_desk]
    assert VENDORS.ids_after(0, 10) == [shelf.arbor]
    assert VENDORS.documents([shelf.birch]) == []


def test_results_are_checked_again_for_who_asks(cast, shelf):
    db.session.get(Product, shelf.desk).state = State.HIDDEN
    db.session.get(Vendor, shelf.birch).state = State.HELD
    ids, vendor_ids = [shelf.desk, shelf.manager], [shelf.arbor, shelf.birch]
    mo = cast.actor("mo")
    assert [r.object_id for r in PRODUCTS.results(VISITOR, ids)] == [shelf.manager]
    assert [r.object_id for r in PRODUCTS.results(mo, ids)] == ids
    assert [r.object_id for r in VENDORS.results(VISITOR, vendor_ids)] == [shelf.arbor]
    assert [r.object_id for r in VENDORS.results(mo, vendor_ids)] == vendor_ids


def test_results_say_where_and_at_which_list_price(shelf):
    plan = ensure_plan(db.session.get(Product, shelf.desk), "Pro")
    fact = PriceFact(date(2024, 1, 1), "USD", Decimal(9), Period.MONTH, per_unit="user")
    add_list_price(plan.id, fact)
    flat = ensure_product(
        None, "Flat thing", ProductSpec(pricing_model=PricingModel.FLAT)
    )
    found = {r.object_id: r for r in PRODUCTS.results(VISITOR, [shelf.desk, flat.id])}
    assert (found[shelf.desk].url, found[shelf.desk].facts) == (
        "/prices/arbor-inc/arbor-desk/",
        ["Arbor Inc.", "Customer support", "List price $9 / user / month"],
    )
    assert found[flat.id].facts == ["many vendors", "Flat fee"]
    facts = [r.facts for r in VENDORS.results(VISITOR, [shelf.arbor, shelf.birch])]
    assert facts == [["2 products"], ["1 product"]]


def test_without_an_index_names_are_searched(shelf):
    assert PRODUCTS.fallback_ids(["desk"], 10) == [shelf.desk, shelf.birch_desk]
    assert PRODUCTS.fallback_ids(["DESK", "arbor"], 10) == [shelf.desk]
    assert PRODUCTS.fallback_ids(["%"], 10) == []
    assert PRODUCTS.fallback_ids(["desk"], 1) == [shelf.desk]
    assert VENDORS.fallback_ids(["birch"], 10) == [shelf.birch]


def test_documents_cost_the_same_for_one_and_many(shelf):
    with count_queries() as few:
        PRODUCTS.documents([shelf.desk])
    with count_queries() as many:
        PRODUCTS.documents([shelf.desk, shelf.chat, shelf.birch_desk, shelf.manager])
    assert len(many) == len(few)
