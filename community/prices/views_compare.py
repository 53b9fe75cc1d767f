"""The comparison: its address names the products, so that it can be kept and sent."""

from flask import Blueprint, make_response, redirect, request
from werkzeug.wrappers import Response
from wtforms import StringField

from community.catalog import lookup
from community.catalog.kinds import NAME_LENGTH
from community.catalog.models import Product
from community.catalog.queries import get_product_for
from community.core.errors import AppError, Invalid, NotFound
from community.core.forms import AskingForm
from community.core.web import (
    ANYONE,
    access,
    current_actor,
    only_known_args,
    render,
)
from community.prices import queries
from community.prices.compared import MOST, compare_url, word_of

blueprint = Blueprint("compare", __name__)

_TOO_MANY = "Four products fit on a page. Take one away first."
_SHOWN = 60


class AddForm(AskingForm):
    add = StringField(
        "Add a product",
        render_kw={
            "maxlength": str(2 * NAME_LENGTH),
            "autocomplete": "off",
            "data-suggest": "/prices/suggest?q=",
        },
    )


@blueprint.get("/compare")
@access(ANYONE)
def show() -> Response:
    only_known_args("p", "add")
    products, refused = _asked()
    text = request.args.get("add", "").strip()
    form = AddForm(formdata=request.args)
    candidates: tuple[Product, ...] = ()
    if text and refused is None:
        found = lookup.resolve_product_text(current_actor(), text)
        candidates = found.candidates
        refused = _why_not(products, found, text)
        if refused is None and found.product is not None:
            words = dict.fromkeys(word_of(one) for one in [*products, found.product])
            return redirect(compare_url(words), code=302)
    if refused is not None:
        form.add.errors = [refused.message]
    comparison = queries.comparison_of(products)
    offers = [
        (lookup.label(one), compare_url([*comparison.words, word_of(one)]))
        for one in candidates
    ]
    page = render(
        "prices/compare.html", form=form, comparison=comparison, offers=offers
    )
    response = make_response(page)
    response.status_code = 200 if refused is None else refused.status
    return response


def _asked() -> tuple[list[Product], AppError | None]:
    """Return the products that the address names, and why one of them is not among them."""
    products: dict[int, Product] = {}
    refused: AppError | None = None
    words = list(dict.fromkeys(request.args.getlist("p")))
    if len(words) > MOST:
        refused = Invalid(_TOO_MANY)
    for word in words[:MOST]:
        vendor, _, slug = word.partition("/")
        try:
            found = get_product_for(current_actor(), vendor, slug)
        except NotFound:
            refused = NotFound(f"We know no product at “{_short(word)}”.")
        else:
            products[found.id] = found
    return list(products.values()), refused


def _why_not(
    products: list[Product], found: lookup.Resolution, text: str
) -> AppError | None:
    if len(products) >= MOST:
        return Invalid(_TOO_MANY)
    if found.product is not None:
        return None
    if found.candidates:
        return Invalid("Which of these do you mean?")
    return NotFound(f"We don’t know “{_short(text)}” yet. Check the spelling.")


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
