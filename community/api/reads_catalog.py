"""Public reads: categories, vendors, products, and what vendors state."""

from typing import Any

from flask import Blueprint

from community.api.bearer import ROOT
from community.api.operations import Operations
from community.api.shapes import Paged
from community.api.shapes_catalog import (
    Categories,
    Category,
    Plan,
    Product,
    ProductDetails,
    Products,
    ProductsQuery,
    Statement,
    Statements,
    Vendor,
    VendorName,
    Vendors,
    VendorsQuery,
)
from community.catalog import queries
from community.catalog.alerts import alert_of
from community.catalog.kinds import PlanKind
from community.catalog.listing import initial_of
from community.catalog.models import Product as ProductRow
from community.catalog.models import Vendor as VendorRow
from community.catalog.paths import product_path, vendor_path
from community.core.actors import VISITOR
from community.core.paging import Page
from community.reps import reading as official
from community.reps.reading import Statement as OfficialStatement

part = Operations(Blueprint("api_catalog", __name__, url_prefix=ROOT), "Catalogue")


@part.get("/categories", answer=Categories)
def list_categories() -> Categories:
    """List the categories. There are few: it is one page."""
    return Categories(
        items=[
            Category(
                slug=one.slug,
                name=one.name,
                description=one.description,
                products=one.product_count,
            )
            for one in queries.list_categories()
        ]
    )


@part.get("/vendors", answer=Vendors, query=VendorsQuery)
def list_vendors(asked: VendorsQuery) -> Vendors:
    """List vendors by name."""
    page = queries.list_vendors(
        VISITOR, after=asked.after, initial=_initial(asked.letter)
    )
    return Vendors(items=[_vendor(one) for one in page.items], next=page.next_cursor)


@part.get("/vendors/{vendor}", answer=Vendor)
def show_vendor(vendor: str) -> Vendor:
    """Show a vendor. An old slug leads to it too."""
    return _vendor(queries.get_vendor_for(VISITOR, vendor))


@part.get("/vendors/{vendor}/statements", answer=Statements, query=Paged)
def list_vendor_statements(vendor: str, asked: Paged) -> Statements:
    """List what a vendor states, about itself and its products."""
    found = queries.get_vendor_for(VISITOR, vendor)
    return _statements(official.statements_of_vendor(VISITOR, found, asked.after))


@part.get("/products", answer=Products, query=ProductsQuery)
def list_products(asked: ProductsQuery) -> Products:
    """List products by name, of a category or a vendor if wanted."""
    page = queries.list_products(
        VISITOR,
        after=asked.after,
        vendor=queries.get_vendor_for(VISITOR, asked.vendor) if asked.vendor else None,
        category=queries.get_category(asked.category) if asked.category else None,
        initial=_initial(asked.letter),
    )
    return Products(
        items=[Product(**_facts(one)) for one in page.items], next=page.next_cursor
    )


@part.get("/products/{vendor}/{product}", answer=ProductDetails)
def show_product(vendor: str, product: str) -> ProductDetails:
    """Show a product with its plans. What many vendors sell alike is below “market”."""
    found = queries.get_product_for(VISITOR, vendor, product)
    plans = [
        Plan(id=one.public_id, name=one.name, is_add_on=one.kind is PlanKind.ADD_ON)
        for one in queries.list_plans(found)
    ]
    return ProductDetails(**_facts(found), plans=plans)


@part.get("/products/{vendor}/{product}/statements", answer=Statements, query=Paged)
def list_product_statements(vendor: str, product: str, asked: Paged) -> Statements:
    """List what its vendor states about a product."""
    found = queries.get_product_for(VISITOR, vendor, product)
    return _statements(official.statements_of_product(VISITOR, found, asked.after))


def _initial(letter: str | None) -> str | None:
    return None if letter is None else initial_of(letter)


def _vendor(one: VendorRow) -> Vendor:
    alert = alert_of(one)
    return Vendor(
        id=one.public_id,
        slug=one.slug,
        name=one.name,
        products=one.product_count,
        alert=None if alert is None else alert.text,
        alert_answer=(alert.answer or None) if alert else None,
        url=vendor_path(one),
    )


def _facts(one: ProductRow) -> dict[str, Any]:
    vendor = one.vendor
    return {
        "id": one.public_id,
        "vendor_slug": one.vendor_slug,
        "slug": one.slug,
        "name": one.name,
        "vendor": VendorName(slug=vendor.slug, name=vendor.name) if vendor else None,
        "category": one.category.slug if one.category else None,
        "pricing_model": str(one.pricing_model),
        "metric": one.metric,
        "metric_period": str(one.metric_period),
        "unit": one.unit,
        "unit_quantity": one.unit_quantity,
        "url": product_path(one),
    }


def _statements(page: Page[OfficialStatement]) -> Statements:
    items = [
        Statement(
            id=one.text.public_id,
            heading=one.heading,
            html=one.text.html,
            about=one.about,
            signature=one.text.signature,
            created_at=one.text.created_at,
            edited_at=one.text.edited_at,
        )
        for one in page.items
    ]
    return Statements(items=items, next=page.next_cursor)
