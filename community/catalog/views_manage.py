"""Pages on which moderators set vendors and products right, and merge them."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from community.catalog import curation, lookup, queries
from community.catalog.forms import AliasForm, FactsForm, MergeForm, NameForm, name_of
from community.catalog.kinds import Period, PricingModel
from community.catalog.merges import (
    MergePreview,
    merge_products,
    merge_vendors,
    preview_product_merge,
    preview_vendor_merge,
)
from community.catalog.models import Product, Vendor
from community.catalog.paths import product_path, vendor_path
from community.core.forms import Form, form_page, once
from community.core.web import (
    MODERATORS,
    access,
    current_actor,
    notice,
    only_known_args,
    redirect_to,
)

blueprint = Blueprint("manage", __name__)


@blueprint.get("/<vendor>/manage")
@access(MODERATORS)
def vendor(vendor: str) -> Response:
    found = queries.get_vendor_for(current_actor(), vendor)
    return _vendor_page(found, name_of(found), AliasForm(formdata=None))


@blueprint.post("/<vendor>/manage/rename")
@access(MODERATORS, audited="vendor.rename")
def rename_vendor(vendor: str) -> Response:
    found = queries.get_vendor_for(current_actor(), vendor)
    form = NameForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _rename_vendor(found, form))
    return _vendor_page(found, form, AliasForm(formdata=None))


def _rename_vendor(vendor: Vendor, form: NameForm) -> str:
    curation.rename_vendor(current_actor(), vendor, form.name.data or "")
    notice("Renamed. The old address leads to the new one.")
    return url_for("catalog.manage.vendor", vendor=vendor.slug)


@blueprint.post("/<vendor>/manage/alias")
@access(MODERATORS, audited="vendor.alias")
def add_vendor_alias(vendor: str) -> Response:
    found = queries.get_vendor_for(current_actor(), vendor)
    form = AliasForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _add_vendor_alias(found, form))
    return _vendor_page(found, name_of(found), form)


def _add_vendor_alias(vendor: Vendor, form: AliasForm) -> str:
    curation.add_vendor_alias(current_actor(), vendor, form.alias.data or "")
    notice("That name now means this vendor.")
    return url_for("catalog.manage.vendor", vendor=vendor.slug)


@blueprint.post("/<vendor>/manage/alias/<int(max=2147483647):alias_id>/remove")
@access(MODERATORS, audited="vendor.alias")
def remove_vendor_alias(vendor: str, alias_id: int) -> Response:
    found = queries.get_vendor_for(current_actor(), vendor)
    curation.remove_vendor_alias(current_actor(), found, alias_id)
    notice("That name no longer means this vendor.")
    return redirect_to("catalog.manage.vendor", vendor=found.slug)


@blueprint.route("/<vendor>/merge", methods=["GET", "POST"])
@access(MODERATORS, audited="vendor.merge")
def merge_vendor(vendor: str) -> Response:
    actor = current_actor()
    source = queries.get_vendor_for(actor, vendor)
    form, typed = MergeForm(), _typed_target()
    resolution = lookup.resolve_vendor_text(actor, typed)
    target = resolution.vendor
    preview = None
    with form.refusals():
        if target is not None:
            preview = preview_vendor_merge(actor, source, target)
            if form.validate_on_submit():
                return once(form, lambda: _merge_vendors(source, target, form))
    offers = [(one.name, one.name) for one in resolution.candidates]
    return _merge_page(form, source.name, vendor_path(source), typed, preview, offers)


def _merge_vendors(source: Vendor, target: Vendor, form: MergeForm) -> str:
    merge_vendors(current_actor(), source, target, form.reason.data or "")
    notice(f"{source.name} is now part of {target.name}.")
    return vendor_path(target)


@blueprint.get("/<vendor>/<product>/manage")
@access(MODERATORS)
def product(vendor: str, product: str) -> Response:
    found = queries.get_product_for(current_actor(), vendor, product)
    return _product_page(found)


@blueprint.post("/<vendor>/<product>/manage/rename")
@access(MODERATORS, audited="product.rename")
def rename_product(vendor: str, product: str) -> Response:
    found = queries.get_product_for(current_actor(), vendor, product)
    form = NameForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _rename_product(found, form))
    return _product_page(found, name=form)


def _rename_product(product: Product, form: NameForm) -> str:
    curation.rename_product(current_actor(), product, form.name.data or "")
    notice("Renamed. The old address leads to the new one.")
    return f"{product_path(product)}manage"


@blueprint.post("/<vendor>/<product>/manage/alias")
@access(MODERATORS, audited="product.alias")
def add_product_alias(vendor: str, product: str) -> Response:
    found = queries.get_product_for(current_actor(), vendor, product)
    form = AliasForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _add_product_alias(found, form))
    return _product_page(found, alias=form)


def _add_product_alias(product: Product, form: AliasForm) -> str:
    curation.add_product_alias(current_actor(), product, form.alias.data or "")
    notice("That name now means this product.")
    return f"{product_path(product)}manage"


@blueprint.post("/<vendor>/<product>/manage/facts")
@access(MODERATORS, audited="product.facts")
def set_facts(vendor: str, product: str) -> Response:
    found = queries.get_product_for(current_actor(), vendor, product)
    form = FactsForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _set_facts(found, form))
    return _product_page(found, facts=form)


def _set_facts(product: Product, form: FactsForm) -> str:
    curation.set_product_facts(
        current_actor(),
        product,
        category=form.chosen_category,
        pricing_model=PricingModel(form.pricing_model.data),
        metric=form.metric.data or "",
        metric_period=Period(form.metric_period.data),
        unit=form.unit.data or "",
        unit_quantity=form.unit_quantity.data or 1,
    )
    notice("Saved.")
    return f"{product_path(product)}manage"


@blueprint.route("/<vendor>/<product>/merge", methods=["GET", "POST"])
@access(MODERATORS, audited="product.merge")
def merge_product(vendor: str, product: str) -> Response:
    actor = current_actor()
    source = queries.get_product_for(actor, vendor, product)
    form, typed = MergeForm(), _typed_target()
    resolution = lookup.resolve_product_text(actor, typed)
    target = resolution.product
    preview = None
    with form.refusals():
        if target is not None:
            preview = preview_product_merge(actor, source, target)
            if form.validate_on_submit():
                return once(form, lambda: _merge_products(source, target, form))
    offers = [(lookup.label(one), lookup.label(one)) for one in resolution.candidates]
    return _merge_page(
        form, lookup.label(source), product_path(source), typed, preview, offers
    )


def _merge_products(source: Product, target: Product, form: MergeForm) -> str:
    merge_products(current_actor(), source, target, form.reason.data or "")
    notice(f"{source.name} is now part of {target.name}.")
    return product_path(target)


def _typed_target() -> str:
    if request.method == "POST":
        return request.form.get("into", "")
    only_known_args("into")
    return request.args.get("into", "")


def _merge_page(
    form: Form,
    source: str,
    source_url: str,
    typed: str,
    preview: MergePreview | None,
    offers: list[tuple[str, str]],
) -> Response:
    return form_page(
        form,
        "catalog/merge.html",
        source=source,
        source_url=source_url,
        typed=typed,
        preview=preview,
        offers=offers,
    )


def _vendor_page(vendor: Vendor, name: NameForm, alias: AliasForm) -> Response:
    refused = alias if alias.errors or alias.refusal else name
    return form_page(
        refused,
        "catalog/manage_vendor.html",
        vendor=vendor,
        name=name,
        alias=alias,
        aliases=queries.list_vendor_aliases(vendor),
    )


def _product_page(
    product: Product,
    *,
    name: NameForm | None = None,
    alias: AliasForm | None = None,
    facts: FactsForm | None = None,
) -> Response:
    if facts is None:
        facts = FactsForm(formdata=None)
        facts.fill(product)
        refused: Form | None = alias or name
    else:
        refused = facts
    return form_page(
        refused or facts,
        "catalog/manage_product.html",
        product=product,
        url=product_path(product),
        name=name or name_of(product),
        alias=alias or AliasForm(formdata=None),
        facts=facts,
    )
