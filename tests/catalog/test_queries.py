"""Addresses lead to what they mean today; lists cost the same whatever their length."""

from datetime import date
from decimal import Decimal

import pytest

from community.catalog import queries
from community.catalog.curation import rename_product, rename_vendor
from community.catalog.kinds import Period, PlanKind
from community.catalog.models import Product, Vendor
from community.catalog.rules import (
    add_list_price,
    ensure_plan,
    ensure_product,
    ensure_vendor,
)
from community.catalog.specs import PriceFact
from community.core.actors import VISITOR
from community.core.db import db
from community.core.errors import BadRequest, NotFound
from community.core.visibility import State

pytestmark = pytest.mark.usefixtures("context")

NOT_SLUGS = ["", "Arbor", "a b", "\x00", "ä", "x" * 200, "\ud800", "%00", "arbor\n"]


def test_products_are_found_by_their_address(shelf):
    assert queries.get_product_for(VISITOR, "arbor-inc", "arbor-desk").id == shelf.desk
    assert queries.get_product_for(VISITOR, "birch", "desk").id == shelf.birch_desk
    found = queries.get_product_for(VISITOR, "market", "project-manager")
    assert found.id == shelf.manager


@pytest.mark.parametrize(
    ("vendor", "product"),
    [
        ("arbor-inc", "desk"),
        ("market", "desk"),
        ("nobody", "desk"),
        *((text, "desk") for text in NOT_SLUGS),
        *(("birch", text) for text in NOT_SLUGS),
    ],
)
@pytest.mark.usefixtures("shelf")
def test_other_addresses_lead_nowhere(vendor, product):
    with pytest.raises(NotFound):
        queries.get_product_for(VISITOR, vendor, product)


@pytest.mark.parametrize("slug", ["nobody", "market", *NOT_SLUGS])
@pytest.mark.usefixtures("shelf")
def test_unknown_vendors_and_categories_are_not_found(slug):
    assert queries.find_vendor_by_slug(slug) is None
    with pytest.raises(NotFound):
        queries.get_vendor_for(VISITOR, slug)
    with pytest.raises(NotFound):
        queries.get_category(slug)


def test_old_addresses_lead_to_the_new_ones(cast, shelf):
    mo = cast.actor("mo")
    rename_product(mo, db.session.get(Product, shelf.desk), "Service Desk")
    rename_vendor(mo, db.session.get(Vendor, shelf.arbor), "Arboretum")
    vendor = queries.find_vendor_by_slug("arbor-inc")
    assert (vendor.id, vendor.slug) == (shelf.arbor, "arboretum")
    for address in (("arbor-inc", "arbor-desk"), ("arboretum", "service-desk")):
        product = queries.get_product_for(VISITOR, *address)
        assert (product.vendor_slug, product.slug) == ("arboretum", "service-desk")


def test_what_is_hidden_is_not_found_by_visitors(cast, shelf):
    db.session.get(Product, shelf.desk).state = State.HIDDEN
    db.session.get(Vendor, shelf.birch).state = State.HELD
    with pytest.raises(NotFound):
        queries.get_product_for(VISITOR, "arbor-inc", "arbor-desk")
    with pytest.raises(NotFound):
        queries.get_product_by_id_for(VISITOR, shelf.desk)
    with pytest.raises(NotFound):
        queries.get_vendor_for(VISITOR, "birch")
    with pytest.raises(NotFound):
        queries.get_vendor_by_id_for(VISITOR, shelf.birch)
    mo = cast.actor("mo")
    assert queries.get_product_by_id_for(mo, shelf.desk).id == shelf.desk
    assert queries.get_vendor_by_id_for(mo, shelf.birch).id == shelf.birch


def test_products_are_found_by_public_id(shelf):
    desk = db.session.get(Product, shelf.desk)
    find = queries.find_product_by_public_id_for
    assert find(VISITOR, desk.public_id) is desk
    assert find(VISITOR, "nothing") is None
    assert find(VISITOR, "\x00") is None
    desk.merged_into_id = shelf.chat
    assert find(VISITOR, desk.public_id).id == shelf.chat
    db.session.get(Product, shelf.chat).state = State.HIDDEN
    assert find(VISITOR, desk.public_id) is None


def test_many_products_are_found_by_id(shelf):
    found = queries.products_by_id([shelf.desk, shelf.manager, 10**9])
    assert {key: p.vendor_slug for key, p in found.items()} == {
        shelf.desk: "arbor-inc",
        shelf.manager: "market",
    }
    assert queries.products_by_id([]) == {}


def names(page):
    return [one.name for one in page.items]


def test_lists_keep_to_what_is_asked(shelf):
    arbor = db.session.get(Vendor, shelf.arbor)
    support = queries.get_category("customer-support")

    def listed(**given):
        return names(queries.list_products(VISITOR, after=None, **given))

    assert listed() == ["Arbor Desk", "Chat", "Desk", "Project Manager"]
    assert listed(market=False) == ["Arbor Desk", "Chat", "Desk"]
    assert listed(market=True) == ["Project Manager"]
    assert listed(vendor=arbor) == ["Arbor Desk", "Chat"]
    assert listed(category=support) == ["Arbor Desk", "Chat"]
    assert listed(initial="d") == ["Desk"]
    assert names(queries.list_vendors(VISITOR, after=None)) == ["Arbor Inc.", "Birch"]
    assert names(queries.list_vendors(VISITOR, after=None, initial="b")) == ["Birch"]
    assert names(queries.list_vendors(VISITOR, after=None, initial="#")) == []


def test_pages_of_products_follow_one_another():
    arbor = ensure_vendor("Arbor")
    for number in range(5):
        ensure_product(arbor, f"Desk {number}")
    seen, after = [], None
    while True:
        page = queries.list_products(VISITOR, after=after, size=2)
        seen += names(page)
        after = page.next_cursor
        if after is None:
            break
    assert seen == [f"Desk {number}" for number in range(5)]
    with pytest.raises(BadRequest):
        queries.list_products(VISITOR, after="nonsense")


def test_plans_come_before_add_ons_with_their_history(shelf):
    desk = db.session.get(Product, shelf.desk)
    addon = ensure_plan(desk, "Archive", PlanKind.ADD_ON)
    pro = ensure_plan(desk, "Pro")
    for year in (2022, 2021):
        fact = PriceFact(date(year, 1, 1), "USD", Decimal(year), Period.YEAR)
        add_list_price(pro.id, fact)
    history = queries.price_history(desk)
    assert [
        (plan.name, [p.valid_from.year for p in prices]) for plan, prices in history
    ] == [
        ("Pro", [2021, 2022]),
        ("Archive", []),
    ]
    assert [p.amount for p in queries.current_prices([desk.id])[desk.id]] == [2022]
    add_list_price(
        addon.id, PriceFact(date(2022, 1, 1), "USD", Decimal(1), Period.YEAR)
    )
    assert len(queries.current_prices([desk.id])[desk.id]) == 1
