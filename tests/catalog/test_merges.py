"""Two become one: nothing that pointed at the first is lost."""

from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import current_app

from community.catalog import queries
from community.catalog.curation import add_product_alias, rename_vendor
from community.catalog.events import ProductsMerged, VendorsMerged
from community.catalog.kinds import Period
from community.catalog.merges import (
    merge_products,
    merge_vendors,
    preview_product_merge,
    preview_vendor_merge,
)
from community.catalog.models import (
    ListPrice,
    Merge,
    Product,
    ProductAlias,
    Vendor,
)
from community.catalog.rules import (
    add_list_price,
    ensure_plan,
    ensure_product,
    ensure_vendor,
)
from community.catalog.specs import PriceFact
from community.core.actors import VISITOR
from community.core.db import db
from community.core.errors import Conflict, Forbidden, Invalid
from community.core.events import Event
from community.core.visibility import State

pytestmark = pytest.mark.usefixtures("context")

WHY = "They are one firm."


@pytest.fixture
def mo(cast):
    return cast.actor("mo")


@pytest.fixture
def heard(monkeypatch):
    """Everything that is published, beside what others make of it."""
    events = []
    bus = current_app.extensions["fairquote.bus"]
    monkeypatch.setattr(bus, "_handlers", [*bus._handlers, (Event, events.append)])
    return events


def price(plan, year, amount, currency="USD"):
    fact = PriceFact(date(year, 1, 1), currency, Decimal(amount), Period.YEAR)
    add_list_price(plan.id, fact)


@pytest.fixture
def pair(shelf):
    """Arbor and Arbor UK, which has a Chat too, and a Phone of its own."""
    source = ensure_vendor("Arbor UK Ltd")
    chat, phone = ensure_product(source, "CHAT"), ensure_product(source, "Phone")
    return source, db.session.get(Vendor, shelf.arbor), chat, phone


def test_merged_vendors_are_one(mo, pair, shelf):
    source, target, chat, phone = pair
    note = merge_vendors(mo, source, target, WHY)
    assert (source.merged_into_id, source.state) == (target.id, State.DELETED)
    assert (phone.vendor_id, phone.merged_into_id) == (target.id, None)
    assert chat.merged_into_id == shelf.chat
    assert (source.product_count, target.product_count) == (0, 3)
    assert ensure_vendor("ARBOR UK") is target
    assert ensure_product(target, "phone") is phone
    assert (note.reason, note.merged_by_id, note.moved["products"]) == (
        WHY,
        mo.user_id,
        [[phone.id, "phone"]],
    )
    assert note.moved["merged_products"] == [[chat.id, shelf.chat]]


def test_old_addresses_lead_to_the_merged_vendor(mo, pair, shelf):
    source, target, _, phone = pair
    merge_vendors(mo, source, target, WHY)
    db.session.flush()
    assert queries.find_vendor_by_slug("arbor-uk-ltd") is target
    assert queries.get_product_for(VISITOR, "arbor-uk-ltd", "phone") is phone
    assert queries.get_product_for(VISITOR, "arbor-uk-ltd", "chat").id == shelf.chat
    assert (
        queries.get_product_for(VISITOR, "arbor-uk-ltd", "arbor-desk").id == shelf.desk
    )


def test_a_moved_product_whose_address_is_taken_gets_another(mo, shelf):
    source, target = ensure_vendor("Arbor UK"), db.session.get(Vendor, shelf.arbor)
    ensure_product(target, "C#")
    plus = ensure_product(source, "C++")
    merge_vendors(mo, source, target, WHY)
    assert plus.slug == "c-2"
    assert queries.get_product_for(VISITOR, "arbor-uk", "c") is plus


def test_a_chain_of_merges_leads_to_its_end(mo, pair, shelf):
    source, target, *_ = pair
    rename_vendor(mo, source, "Arbor Britain")
    merge_vendors(mo, source, target, WHY)
    birch = db.session.get(Vendor, shelf.birch)
    merge_vendors(mo, target, birch, WHY)
    for slug in ("arbor-uk-ltd", "arbor-britain", "arbor-inc", "birch"):
        assert queries.find_vendor_by_slug(slug) is birch
    db.session.refresh(source)
    assert source.merged_into_id == birch.id


def test_vendors_are_told_of_in_the_right_order(mo, pair, shelf, heard):
    source, target, chat, _ = pair
    merge_vendors(mo, source, target, WHY)
    merges = [e for e in heard if isinstance(e, VendorsMerged | ProductsMerged)]
    assert merges == [
        ProductsMerged(chat.id, shelf.chat, mo.user_id, ()),
        VendorsMerged(source.id, target.id, mo.user_id),
    ]


def test_a_preview_says_what_the_merge_does_and_does_nothing(mo, pair):
    source, target, *_ = pair
    preview = preview_vendor_merge(mo, source, target)
    assert (preview.moving, preview.merging, preview.names) == (
        ["Phone"],
        ["CHAT"],
        ["Arbor UK Ltd"],
    )
    assert source.merged_into_id is None
    assert db.session.scalar(sa.select(sa.func.count(Merge.id))) == 0


def test_merged_products_share_plans_and_prices(mo, shelf):
    source, target = (db.session.get(Product, i) for i in (shelf.chat, shelf.desk))
    pro, extra, theirs = (
        ensure_plan(source, "PRO"),
        ensure_plan(source, "Extra"),
        ensure_plan(target, "Pro"),
    )
    price(pro, 2020, 8)
    price(pro, 2023, 99)
    price(pro, 2024, 12)
    price(theirs, 2021, 9)
    price(theirs, 2023, 11)
    note = merge_products(mo, source, target, WHY)
    prices = db.session.execute(
        sa.select(ListPrice.valid_from, ListPrice.amount_micro, ListPrice.is_current)
        .where(ListPrice.plan_id == theirs.id)
        .order_by(ListPrice.valid_from)
    ).all()
    assert [(day.year, micro // 10**6, now) for day, micro, now in prices] == [
        (2020, 8, False),
        (2021, 9, False),
        # The target's price of that day stands; the other stays where it was.
        (2023, 11, False),
        (2024, 12, True),
    ]
    assert extra.product_id == target.id
    assert (target.plan_count, source.plan_count) == (2, 1)
    assert note.moved["twin_plans"] == [[pro.id, theirs.id]]


def test_a_product_merged_into_another_vendors_keeps_what_means_nothing_else(mo, shelf):
    source, target = (
        db.session.get(Product, i) for i in (shelf.birch_desk, shelf.desk)
    )
    add_product_alias(mo, source, "Chat")
    add_product_alias(mo, source, "Bureau")
    merge_products(mo, source, target, WHY)
    keys = db.session.scalars(
        sa.select(ProductAlias.key)
        .where(ProductAlias.product_id == target.id)
        .order_by(ProductAlias.key)
    ).all()
    assert keys == ["arbor desk", "bureau", "desk"]
    arbor = db.session.get(Vendor, shelf.arbor)
    assert ensure_product(arbor, "Chat").id == shelf.chat


def test_market_products_merge_among_themselves(mo, shelf):
    manager = db.session.get(Product, shelf.manager)
    other = ensure_product(None, "Project Manager -")
    merge_products(mo, other, manager, WHY)
    assert ensure_product(None, "project manager -") is manager
    assert queries.get_product_for(VISITOR, "market", "project-manager-2") is manager
    with pytest.raises(Invalid):
        merge_products(mo, manager, db.session.get(Product, shelf.desk), WHY)


def test_a_preview_of_products_warns_of_different_units(mo, shelf):
    desk, chat = (db.session.get(Product, i) for i in (shelf.desk, shelf.chat))
    ensure_plan(chat, "Pro"), ensure_plan(chat, "Extra"), ensure_plan(desk, "pro")
    preview = preview_product_merge(mo, chat, desk)
    assert (preview.moving, preview.merging, preview.names, preview.warnings) == (
        ["Extra"],
        ["Pro"],
        ["Chat"],
        [],
    )
    chat.unit = "agent"
    assert len(preview_product_merge(mo, chat, desk).warnings) == 1


def test_nonsense_is_refused(mo, pair):
    source, target, chat, phone = pair
    for one, other in ((source, source), (target, target)):
        with pytest.raises(Invalid):
            preview_vendor_merge(mo, one, other)
    with pytest.raises(Invalid):
        merge_vendors(mo, source, target, " ")
    merge_vendors(mo, source, target, WHY)
    with pytest.raises(Conflict):
        merge_vendors(mo, source, target, WHY)
    with pytest.raises(Conflict):
        merge_products(mo, phone, chat, WHY)


@pytest.mark.parametrize("handle", ["ada", "rae", "hana"])
def test_only_moderators_merge(cast, pair, handle):
    actor = cast.actor(handle)
    source, target, chat, phone = pair
    for merge in (
        lambda: preview_vendor_merge(actor, source, target),
        lambda: merge_vendors(actor, source, target, WHY),
        lambda: preview_product_merge(actor, chat, phone),
        lambda: merge_products(actor, chat, phone, WHY),
    ):
        with pytest.raises(Forbidden):
            merge()
    assert source.merged_into_id is None


def test_the_other_way_round_at_the_same_moment_is_too_late(mo, shelf):
    arbor, birch = (
        db.session.get(Vendor, shelf.arbor),
        db.session.get(Vendor, shelf.birch),
    )
    assert birch.merged_into_id is None  # read, before somebody else's transaction:
    db.session.execute(
        sa.update(Vendor)
        .where(Vendor.id == birch.id)
        .values(merged_into_id=arbor.id, state=State.DELETED),
        execution_options={"synchronize_session": False},
    )
    with pytest.raises(Conflict):
        merge_vendors(mo, arbor, birch, WHY)


def test_the_other_product_at_the_same_moment_is_too_late(mo, shelf):
    desk = db.session.get(Product, shelf.desk)
    chat = db.session.get(Product, shelf.chat)
    db.session.execute(
        sa.update(Product)
        .where(Product.id == chat.id)
        .values(merged_into_id=desk.id, state=State.DELETED),
        execution_options={"synchronize_session": False},
    )
    with pytest.raises(Conflict):
        merge_products(mo, desk, chat, WHY)
