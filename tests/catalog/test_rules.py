"""What is ensured is there once; a list price said twice is one."""

from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from community.catalog.kinds import Period, PlanKind, PricingModel
from community.catalog.models import (
    Category,
    ListPrice,
    Plan,
    Product,
    ProductAlias,
    Vendor,
    VendorAlias,
)
from community.catalog.rules import (
    Outcome,
    add_list_price,
    ensure_category,
    ensure_plan,
    ensure_product,
    ensure_vendor,
    mark_current,
)
from community.catalog.specs import PriceFact, ProductSpec
from community.core.db import db
from community.core.errors import Invalid

pytestmark = pytest.mark.usefixtures("context")

DAY = date(2023, 5, 1)


def rows(model):
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def fact(**changes):
    given = {
        "valid_from": DAY,
        "currency": "USD",
        "amount": Decimal(12),
        "per_period": Period.MONTH,
        "per_unit": "user",
        "source_name": "Price page",
        "source_url": "https://arbor.example/prices",
        "source_licence": "CC BY 4.0",
    }
    return PriceFact(**{**given, **changes})


def test_a_vendor_of_two_spellings_is_one():
    first = ensure_vendor("SCC (Specialist Computer Centre)")
    again = ensure_vendor("SPECIALIST COMPUTER CENTRE")
    assert again is first
    assert (first.name, first.slug, first.initial) == (
        "SCC (Specialist Computer Centre)",
        "scc-specialist-computer-centre",
        "s",
    )
    assert (rows(Vendor), rows(VendorAlias)) == (1, 1)


def test_a_trading_name_means_the_same_vendor():
    huddle = ensure_vendor("NINIAN SOLUTIONS LTD T/A HUDDLE")
    assert ensure_vendor("Huddle Inc") is huddle
    assert ensure_vendor("Ninian Solutions") is huddle


def test_a_known_trading_name_brings_its_legal_name():
    huddle = ensure_vendor("Huddle")
    assert ensure_vendor("NINIAN SOLUTIONS LTD T/A HUDDLE") is huddle
    assert ensure_vendor("Ninian Solutions Limited") is huddle


def test_two_vendors_that_exist_are_never_merged_by_a_trading_name():
    ninian, huddle = ensure_vendor("Ninian Solutions"), ensure_vendor("Huddle")
    assert ensure_vendor("NINIAN SOLUTIONS LTD T/A HUDDLE") is ninian
    assert ensure_vendor("Huddle") is huddle


@pytest.mark.parametrize("name", ["", "…", "\x00", " , "])
def test_a_vendor_needs_a_letter(name):
    with pytest.raises(Invalid):
        ensure_vendor(name)
    assert rows(Vendor) == 0


@pytest.mark.parametrize(
    "name", ["market", "Category", "Suggest", "suggestions", "Vendors"]
)
def test_a_vendor_never_takes_an_address_of_ours(name):
    assert ensure_vendor(name).slug == f"{name.lower()}-2"


def test_equal_slugs_are_numbered():
    slugs = [ensure_vendor(name).slug for name in ("C", "C++", "C#", "日立", "東芝")]
    assert slugs == ["c", "c-2", "c-3", "vendor", "vendor-2"]


def test_a_product_is_one_by_case_and_spaces():
    arbor = ensure_vendor("Arbor")
    desk = ensure_product(arbor, "Arbor Desk")
    assert ensure_product(arbor, " ARBOR  desk") is desk
    assert (rows(Product), rows(ProductAlias)) == (1, 1)
    assert arbor.product_count == 1


def test_products_of_two_vendors_and_the_market_are_apart():
    owners = [ensure_vendor("Arbor"), ensure_vendor("Birch"), None]
    products = [ensure_product(owner, "Manage") for owner in owners]
    assert len({product.id for product in products}) == 3
    # "manage" is a page of the vendor's own.
    assert [product.slug for product in products] == ["manage-2"] * 3
    assert [product.vendor_slug for product in products] == ["arbor", "birch", "market"]


def test_products_that_differ_in_punctuation_get_addresses_of_their_own():
    names = ("Project Manager", "PROJECT MANAGER", "Project Manager -")
    products = [ensure_product(None, name) for name in names]
    assert [product.slug for product in products] == [
        "project-manager",
        "project-manager",
        "project-manager-2",
    ]


def test_a_product_is_sold_as_its_pricing_model_says():
    service = ProductSpec(pricing_model=PricingModel.SERVICE)
    product = ensure_product(None, "Project Manager", service)
    assert (product.metric, product.metric_period, product.unit) == (
        "hour",
        Period.ONCE,
        "hour",
    )
    assert product.is_market


def test_what_the_caller_says_of_a_product_is_kept_and_not_changed_later():
    arbor = ensure_vendor("Arbor")
    spec = ProductSpec(
        pricing_model=PricingModel.USAGE,
        metric="API call",
        metric_period=Period.MONTH,
        unit="1,000 API calls",
        unit_quantity=1000,
    )
    product = ensure_product(arbor, "Gateway", spec)
    assert ensure_product(arbor, "Gateway", ProductSpec()) is product
    assert (product.metric, product.unit, product.unit_quantity) == (
        "API call",
        "1,000 API calls",
        1000,
    )


@pytest.mark.parametrize("name", ["", ",", "\u200b"])
def test_a_product_needs_a_name(name):
    with pytest.raises(Invalid):
        ensure_product(None, name)


def test_a_category_is_one_by_case_and_counts_its_products():
    support = ensure_category("Customer support", description="Help desks.")
    assert ensure_category("CUSTOMER  Support") is support
    ensure_product(None, "Desk", ProductSpec(category_id=support.id))
    assert (support.slug, support.product_count) == ("customer-support", 1)
    assert rows(Category) == 1


def test_a_category_needs_a_name():
    with pytest.raises(Invalid):
        ensure_category(" ")


def test_a_plan_is_one_by_name_and_counted():
    product = ensure_product(None, "Desk")
    plan = ensure_plan(product, "Professional")
    assert ensure_plan(product, "PROFESSIONAL") is plan
    ensure_plan(product, "Phone", PlanKind.ADD_ON)
    assert (rows(Plan), product.plan_count) == (2, 2)


def test_a_list_price_said_twice_is_one_and_a_correction_corrects():
    plan = ensure_plan(ensure_product(None, "Desk"), "Pro")
    outcomes = [
        add_list_price(plan.id, fact()),
        add_list_price(plan.id, fact()),
        add_list_price(plan.id, fact(amount=Decimal("12.5"))),
    ]
    assert outcomes == [Outcome.ADDED, Outcome.UNCHANGED, Outcome.CORRECTED]
    price = db.session.scalars(sa.select(ListPrice)).one()
    assert price.amount == Decimal("12.5")
    assert price.is_current


def test_each_currency_unit_and_period_is_a_series_of_its_own():
    plan = ensure_plan(ensure_product(None, "Desk"), "Pro")
    for change in (
        {},
        {"currency": "EUR"},
        {"per_unit": ""},
        {"per_period": Period.YEAR},
    ):
        assert add_list_price(plan.id, fact(**change)) is Outcome.ADDED
    assert rows(ListPrice) == 4


def test_the_newest_list_price_is_current_whatever_the_order_of_arrival():
    plan = ensure_plan(ensure_product(None, "Desk"), "Pro")
    for year in (2021, 2023, 2022):
        add_list_price(plan.id, fact(valid_from=date(year, 1, 1)))
    current = db.session.scalars(sa.select(ListPrice).where(ListPrice.is_current))
    assert [price.valid_from.year for price in current] == [2023]


def test_a_plan_without_prices_has_no_current_one():
    plan = ensure_plan(ensure_product(None, "Desk"), "Pro")
    mark_current(plan.id)
    assert rows(ListPrice) == 0


@pytest.mark.parametrize(
    "amount", ["0", "0.000001", "0.0001", "1234567.891234", "1000000000000"]
)
def test_list_prices_are_exact(amount):
    plan = ensure_plan(ensure_product(None, "Desk"), "Pro")
    add_list_price(plan.id, fact(amount=Decimal(amount)))
    assert db.session.scalars(sa.select(ListPrice)).one().amount == Decimal(amount)


def test_a_price_on_request_has_no_amount():
    plan = ensure_plan(ensure_product(None, "Desk"), "Enterprise")
    add_list_price(plan.id, fact(amount=None))
    assert db.session.scalars(sa.select(ListPrice)).one().amount is None


@pytest.mark.parametrize(
    "change",
    [
        {"currency": "usd"},
        {"currency": "US$"},
        {"currency": ""},
        {"valid_from": date(1969, 12, 31)},
        {"valid_from": date(3000, 1, 1)},
        {"per_unit": "x" * 41},
        {"amount": Decimal("-0.01")},
        {"amount": Decimal("NaN")},
        {"amount": Decimal("Infinity")},
        {"amount": Decimal("0.0000001")},
        {"amount": Decimal("1e13")},
    ],
)
def test_what_cannot_be_a_list_price_is_refused(change):
    plan = ensure_plan(ensure_product(None, "Desk"), "Pro")
    with pytest.raises(Invalid):
        add_list_price(plan.id, fact(**change))
    assert rows(ListPrice) == 0
