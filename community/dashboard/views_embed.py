"""A small card with a product's published price, for the host's own pages to frame.

It says what the product's page says to everybody, sets no cookie and reads none. What
may not be shown and what there is not look the same (P11).
"""

from flask import Blueprint, make_response
from werkzeug.wrappers import Response

from community.catalog.paths import product_path
from community.catalog.queries import get_product_for
from community.core.actors import VISITOR
from community.core.settings import get_settings
from community.core.web import ANYONE, access, only_known_args, render
from community.prices import queries

blueprint = Blueprint("embed", __name__)

_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors {ancestors}"
)


@blueprint.get("/embed/<vendor>/<slug>")
@access(ANYONE)
def card(vendor: str, slug: str) -> Response:
    only_known_args()
    product = get_product_for(VISITOR, vendor, slug)
    settings = get_settings()
    paid = queries.paid_for(VISITOR, product, {}, queries.history_of(product))
    page = render(
        "dashboard/embed.html",
        product=product,
        paid=paid,
        url=f"{settings.base_url}{product_path(product)}",
    )
    answer = make_response(page)
    ancestors = " ".join(settings.embed_on) or "'none'"
    answer.headers["Content-Security-Policy"] = _CSP.format(ancestors=ancestors)
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer
