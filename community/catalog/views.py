"""Public pages of the catalogue: products by category and letter, vendors, suggestions as JSON."""

from flask import Blueprint, current_app, jsonify, redirect, request
from werkzeug.wrappers import Response

from community.catalog import lookup, queries
from community.catalog.access import can_curate
from community.catalog.alerts import alert_of
from community.catalog.facts import EXTENSION, ProductFacts
from community.catalog.listing import LETTERS, OTHER, initial_of, product_rows
from community.catalog.models import Product
from community.catalog.paths import vendor_path
from community.catalog.views_manage import blueprint as manage
from community.catalog.views_suggestions import blueprint as suggestions
from community.core.errors import BadRequest
from community.core.paging import Page
from community.core.web import (
    ANYONE,
    access,
    after_cursor,
    current_actor,
    only_known_args,
    render,
)

_ASK = "/questions/ask"
"""A page of a slice above this one: known by its address only."""

blueprint = Blueprint("catalog", __name__, url_prefix="/prices")
blueprint.register_blueprint(suggestions)
blueprint.register_blueprint(manage)


@blueprint.get("/")
@access(ANYONE)
def index() -> str:
    return _products_page("catalog/index.html", market=False)


@blueprint.get("/market/")
@access(ANYONE)
def market() -> str:
    return _products_page("catalog/market.html", market=True)


@blueprint.get("/category/<slug>/")
@access(ANYONE)
def category(slug: str) -> str:
    found = queries.get_category(slug)
    initial = _asked_initial("letter", "after")
    products = queries.list_products(
        current_actor(), after=after_cursor(), category=found, initial=initial
    )
    return _render_products("catalog/category.html", products, category=found)


@blueprint.get("/vendors/")
@access(ANYONE)
def vendors() -> str:
    initial = _asked_initial("letter", "after")
    return render(
        "catalog/vendors.html",
        page=queries.list_vendors(
            current_actor(), after=after_cursor(), initial=initial
        ),
        letters=_letters(),
    )


@blueprint.get("/<vendor_slug>/")
@access(ANYONE)
def vendor(vendor_slug: str) -> str | Response:
    found = queries.get_vendor_for(current_actor(), vendor_slug)
    if found.slug != vendor_slug:
        return redirect(vendor_path(found), code=301)
    only_known_args("after")
    products = queries.list_products(
        current_actor(), after=after_cursor(), vendor=found
    )
    return render(
        "catalog/vendor.html",
        vendor=found,
        alert=alert_of(found),
        page=product_rows(products, _facts()),
        aliases=queries.list_vendor_aliases(found),
        may_curate=can_curate(current_actor()),
        ask_url=_ASK,
    )


@blueprint.get("/suggest")
@access(ANYONE)
def suggest() -> Response:
    """Answer what a half-typed name may become; the fields work without it."""
    only_known_args("q", "kind")
    typed, kind = request.args.get("q", ""), request.args.get("kind", "product")
    if kind == "vendor":
        found = [v.name for v in lookup.suggest_vendors(current_actor(), typed)]
    elif kind == "product":
        found = list(map(lookup.label, lookup.suggest_products(current_actor(), typed)))
    else:
        raise BadRequest("There are suggestions for products and vendors only.")
    return jsonify(suggestions=found)


def _products_page(template: str, *, market: bool) -> str:
    initial = _asked_initial("letter", "after")
    products = queries.list_products(
        current_actor(), after=after_cursor(), market=market, initial=initial
    )
    return _render_products(template, products)


def _render_products(template: str, page: Page[Product], **context: object) -> str:
    return render(
        template,
        page=product_rows(page, _facts()),
        letters=_letters(),
        categories=queries.list_categories(),
        **context,
    )


def _facts() -> list[ProductFacts]:
    providers: list[ProductFacts] = current_app.extensions.get(EXTENSION, [])
    return providers


def _asked_initial(*known: str) -> str | None:
    """Return the initial that ?letter= names; BadRequest for one we do not have."""
    only_known_args(*known)
    letter = request.args.get("letter", "")
    initial = initial_of(letter)
    if letter and initial is None:
        raise BadRequest("Lists are filed under a to z and “other”.")
    return initial


def _letters() -> list[tuple[str, str, bool]]:
    """Return label, address and whether it is open, for each letter and for all."""
    asked = request.args.get("letter", "")
    named = [(letter.upper(), letter) for letter in LETTERS] + [("0–9", OTHER)]
    return [("All", request.path, not asked)] + [
        (label, f"{request.path}?letter={letter}", letter == asked)
        for label, letter in named
    ]
