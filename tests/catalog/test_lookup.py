"""What people type means one product, or is answered with what it may have meant."""

import pytest

from community.catalog import lookup
from community.catalog.curation import add_product_alias, add_vendor_alias
from community.catalog.models import Product, Vendor
from community.catalog.rules import ensure_product, ensure_vendor
from community.core.actors import VISITOR
from community.core.db import db
from community.core.visibility import State
from tests.queries import count_queries

pytestmark = pytest.mark.usefixtures("context", "shelf")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Arbor Desk", "arbor-inc/arbor-desk"),
        ("  arbor   DESK ", "arbor-inc/arbor-desk"),
        ("Arbor Desk · Arbor Inc.", "arbor-inc/arbor-desk"),
        ("Arbor Arbor Desk", "arbor-inc/arbor-desk"),
        ("Arbor Desk by Arbor", "arbor-inc/arbor-desk"),
        ("chat arbor", "arbor-inc/chat"),
        ("Birch Desk", "birch/desk"),
        ("Desk · Birch Ltd", "birch/desk"),
        ("project manager", "market/project-manager"),
        ("Project Manager · any vendor", "market/project-manager"),
    ],
)
def test_text_means_one_product(text, address):
    product = lookup.resolve_product_text(VISITOR, text).product
    assert f"{product.vendor_slug}/{product.slug}" == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "x",
        "Zelkova",
        "Arbor Desk · Birch",
        "Chat · nobody",
        "\x00\ud800",
        "%",
        "_",
        "word " * 80,
        "x" * 5000,
        "· · ·",
    ],
)
def test_other_text_means_none(text):
    assert lookup.resolve_product_text(VISITOR, text).product is None


def labels(found):
    return [lookup.label(product) for product in found]


def test_an_ambiguous_name_is_answered_with_candidates():
    ensure_product(ensure_vendor("Cedar"), "Desk")
    resolution = lookup.resolve_product_text(VISITOR, "desk")
    assert resolution.product is None
    assert labels(resolution.candidates) == ["Desk · Birch", "Desk · Cedar"]


def test_an_unknown_name_is_answered_with_what_is_like_it():
    resolution = lookup.resolve_product_text(VISITOR, "arbor des")
    assert labels(resolution.candidates) == ["Arbor Desk · Arbor Inc."]


def test_every_label_leads_back_to_its_product():
    ensure_product(None, "A · B")
    ensure_product(ensure_vendor("Birch"), "Project Manager")
    for product in lookup.suggest_products(VISITOR, "manager"):
        label = lookup.label(product)
        assert lookup.resolve_product_text(VISITOR, label).product is product


def test_aliases_mean_their_product_and_vendor(cast, shelf):
    mo = cast.actor("mo")
    add_product_alias(mo, db.session.get(Product, shelf.desk), "Helpdesk")
    add_vendor_alias(mo, db.session.get(Vendor, shelf.arbor), "Tree Software")
    for text in ("helpdesk", "Tree Software Helpdesk", "Helpdesk · Tree Software"):
        assert lookup.resolve_product_text(VISITOR, text).product.id == shelf.desk


def test_suggestions_put_the_best_first():
    ensure_product(ensure_vendor("Cedar"), "Big Desk")
    assert labels(lookup.suggest_products(VISITOR, "desk")) == [
        "Desk · Birch",
        "Big Desk · Cedar",
        "Arbor Desk · Arbor Inc.",
    ]
    assert labels(lookup.suggest_products(VISITOR, "desk", limit=1)) == ["Desk · Birch"]
    assert labels(lookup.suggest_products(VISITOR, "birch de")) == ["Desk · Birch"]
    assert lookup.suggest_products(VISITOR, "d") == []


def test_vendors_are_found_and_suggested_by_all_their_names():
    assert lookup.resolve_vendor_text(VISITOR, "ARBOR LLC").vendor.slug == "arbor-inc"
    resolution = lookup.resolve_vendor_text(VISITOR, "arb")
    assert resolution.vendor is None
    assert [vendor.name for vendor in resolution.candidates] == ["Arbor Inc."]
    ensure_vendor("Big Arbor")
    found = lookup.suggest_vendors(VISITOR, "arbor")
    assert [vendor.name for vendor in found] == ["Arbor Inc.", "Big Arbor"]
    for text in ("", "\x00", "a"):
        assert lookup.suggest_vendors(VISITOR, text) == []
        assert lookup.find_vendor_by_name(VISITOR, text) is None


def test_hidden_products_and_vendors_are_not_offered(cast, shelf):
    db.session.get(Product, shelf.desk).state = State.HIDDEN
    db.session.get(Vendor, shelf.arbor).state = State.HIDDEN
    assert lookup.resolve_product_text(VISITOR, "Arbor Desk").product is None
    assert lookup.resolve_product_text(VISITOR, "Arbor Desk").candidates == ()
    assert lookup.find_vendor_by_name(VISITOR, "Arbor") is None
    assert lookup.suggest_vendors(VISITOR, "Arbor") == []
    mo = cast.actor("mo")
    assert lookup.resolve_product_text(mo, "Arbor Desk").product.id == shelf.desk


def test_a_lookup_costs_the_same_for_one_and_many():
    with count_queries() as few:
        lookup.resolve_product_text(VISITOR, "unknown desk of arbor")
    for number in range(40):
        ensure_product(ensure_vendor(f"Vendor {number}"), "Unknown desk")
    db.session.flush()
    with count_queries() as many:
        lookup.resolve_product_text(VISITOR, "unknown desk of arbor")
    assert len(many) == len(few)
