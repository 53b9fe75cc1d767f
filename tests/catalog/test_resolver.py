"""Many names at once: few queries, the same answers as one at a time."""

import pytest
import sqlalchemy as sa
from flask import current_app

from community.catalog.kinds import PlanKind
from community.catalog.models import Plan, Product, Vendor
from community.catalog.resolver import CatalogResolver
from community.catalog.rules import ensure_product, ensure_vendor
from community.catalog.specs import ProductSpec
from community.core.db import db
from community.core.errors import Invalid
from community.core.events import ManyContentChanged
from tests.queries import count_queries

pytestmark = pytest.mark.usefixtures("context")

SPEC = ProductSpec()


def test_a_batch_makes_each_vendor_once():
    resolver = CatalogResolver()
    resolver.prepare_vendors(
        [
            "BUSINESSWEB SOFTWARE T/A FIRMSTEP LTD",
            "Firmstep Ltd",
            "Businessweb Software",
            "Tessella Ltd",
            "Tessella plc",
        ]
    )
    assert resolver.vendor_id("Firmstep") == resolver.vendor_id("BUSINESSWEB SOFTWARE")
    assert db.session.scalars(sa.select(Vendor.name).order_by(Vendor.name)).all() == [
        "BUSINESSWEB SOFTWARE T/A FIRMSTEP LTD",
        "Tessella Ltd",
    ]


def test_a_batch_finds_what_is_there():
    arbor = ensure_vendor("Arbor Inc.")
    desk, manager = ensure_product(arbor, "Desk"), ensure_product(None, "Manager")
    resolver = CatalogResolver()
    resolver.prepare_vendors(["ARBOR", "Birch"])
    resolver.prepare_products([(arbor.id, "desk", SPEC), (None, "MANAGER", SPEC)])
    assert resolver.vendor_id("arbor ltd") == arbor.id
    assert resolver.product_id(arbor.id, "DESK") == desk.id
    assert resolver.product_id(None, "manager") == manager.id
    assert resolver.product_id(None, "desk") != desk.id


def test_asking_without_preparing_gives_the_same_ids():
    one, other = CatalogResolver(), CatalogResolver()
    vendor_id = one.vendor_id("Arbor")
    product_id = one.product_id(vendor_id, "Desk", SPEC)
    assert other.vendor_id("ARBOR LLC") == vendor_id
    assert other.product_id(vendor_id, "desk") == product_id
    assert one.plan_id(product_id, "Pro") == other.plan_id(product_id, "PRO")


def test_a_plan_that_another_resolver_made_is_found():
    product = ensure_product(None, "Desk")
    made = CatalogResolver().plan_id(product.id, "Phone", PlanKind.ADD_ON)
    assert CatalogResolver().plan_id(product.id, "phone") == made
    assert db.session.get_one(Plan, made).kind is PlanKind.ADD_ON


def test_counts_follow_a_batch():
    arbor = ensure_vendor("Arbor")
    resolver = CatalogResolver()
    resolver.prepare_products([(arbor.id, f"Desk {n}", SPEC) for n in range(30)])
    assert db.session.scalar(sa.select(Vendor.product_count)) == 30
    assert arbor.product_count == 30


def test_thousands_of_names_cost_few_queries():
    resolver = CatalogResolver()
    with count_queries() as few:
        resolver.prepare_vendors([f"Vendor {n}" for n in range(10)])
        vendor_id = resolver.vendor_id("Vendor 1")
        resolver.prepare_products(
            [(vendor_id, f"Product {n}", SPEC) for n in range(10)]
        )
    many = CatalogResolver()
    with count_queries() as more:
        many.prepare_vendors([f"Seller {n}" for n in range(350)])
        vendor_id = many.vendor_id("Seller 1")
        many.prepare_products([(vendor_id, f"Thing {n}", SPEC) for n in range(350)])
    reads = [sql for sql in few if sql.lstrip().startswith("SELECT")]
    assert len([sql for sql in more if sql.lstrip().startswith("SELECT")]) == len(reads)
    assert db.session.scalar(sa.select(sa.func.count(Product.id))) == 360


def test_known_names_cost_no_query():
    resolver = CatalogResolver()
    vendor_id = resolver.vendor_id("Arbor")
    product_id = resolver.product_id(vendor_id, "Desk")
    resolver.plan_id(product_id, "Pro")
    with count_queries() as none:
        assert resolver.vendor_id("ARBOR Ltd") == vendor_id
        assert resolver.product_id(vendor_id, "desk") == product_id
        resolver.plan_id(product_id, "pro")
    assert none == []


def test_a_batch_with_a_nameless_vendor_is_refused():
    with pytest.raises(Invalid):
        CatalogResolver().prepare_vendors(["Arbor", "…"])


def test_search_is_told_of_a_batch_in_one_event(monkeypatch):
    told = []
    bus = current_app.extensions["fairquote.bus"]
    handlers = [*bus._handlers, (ManyContentChanged, told.append)]
    monkeypatch.setattr(bus, "_handlers", handlers)
    resolver = CatalogResolver()
    resolver.prepare_vendors(["Arbor", "Birch"])
    resolver.prepare_products([(None, "Desk", SPEC), (None, "Chat", SPEC)])
    ids = db.session.scalars(sa.select(Product.id).order_by(Product.id)).all()
    vendor_ids = db.session.scalars(sa.select(Vendor.id).order_by(Vendor.id)).all()
    assert told == [
        ManyContentChanged("vendor", tuple(vendor_ids)),
        ManyContentChanged("product", tuple(ids)),
    ]
