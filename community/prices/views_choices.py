"""The page on which moderators choose what a product's prices are broken down by."""

from flask import Blueprint
from werkzeug.wrappers import Response

from community.catalog.models import Product
from community.catalog.paths import product_path
from community.catalog.queries import get_product_for
from community.core.forms import form_page, once
from community.core.web import (
    MODERATORS,
    access,
    current_actor,
    notice,
    only_known_args,
)
from community.prices import rules
from community.prices.choices import choice_of, frozen_until
from community.prices.dimensions import Dimension
from community.prices.forms_choices import BreakdownForm

blueprint = Blueprint("choices", __name__)


@blueprint.route("/prices/<vendor>/<slug>/breakdowns", methods=["GET", "POST"])
@access(MODERATORS, audited="prices.choose-breakdowns")
def breakdowns(vendor: str, slug: str) -> Response:
    only_known_args()
    product = get_product_for(current_actor(), vendor, slug)
    chosen = choice_of(product.id)
    form = BreakdownForm(
        data={
            "first": chosen.first or "",
            "second": chosen.second or "",
            "instead_of_quartiles": chosen.instead_of_quartiles,
        }
    )
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _choose(product, form))
    return form_page(
        form,
        "prices/breakdowns.html",
        name=product.name,
        url=product_path(product),
        frozen_until=frozen_until(product.id),
    )


def _choose(product: Product, form: BreakdownForm) -> str:
    rules.choose_breakdowns(
        current_actor(),
        product,
        first=_dimension(form.first.data),
        second=_dimension(form.second.data),
        instead_of_quartiles=bool(form.instead_of_quartiles.data),
        reason=form.reason.data or "",
    )
    notice("Chosen. It shows from the next release on, and stands for a year.")
    return product_path(product)


def _dimension(value: str | None) -> Dimension | None:
    return Dimension(value) if value else None
