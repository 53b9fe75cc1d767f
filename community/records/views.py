"""The page with all public-record prices of a product."""

from flask import Blueprint, current_app, redirect, request
from werkzeug.wrappers import Response

from community.catalog.models import Product
from community.catalog.paths import product_path
from community.catalog.queries import get_product_for
from community.core.web import (
    ANYONE,
    access,
    after_cursor,
    current_actor,
    only_known_args,
    render,
)
from community.records import panels

blueprint = Blueprint("records", __name__, url_prefix="/prices")


@blueprint.get("/<vendor>/<slug>/records")
@access(ANYONE)
def show(vendor: str, slug: str) -> str | Response:
    product = get_product_for(current_actor(), vendor, slug)
    only_known_args(*panels.KNOWN_ARGS)
    if (vendor, slug) != (product.vendor_slug, product.slug):
        return redirect(_url(product), code=301)
    panel = panels.for_records(
        product.id,
        product_path(product),
        panels.choice_from(request.args),
        after_cursor(),
        current_app.extensions.get(panels.PLOT_EXTENSION),
    )
    return render(
        "records/show.html", product=product, url=product_path(product), records=panel
    )


def _url(product: Product) -> str:
    return f"{product_path(product)}records"
