"""What a vendor publishes by itself, and the pages on which everybody reads it."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from community.catalog.alerts import alert_of
from community.catalog.kinds import Period
from community.catalog.paths import product_path
from community.catalog.queries import get_product_for, get_vendor_for
from community.core import clock
from community.core.forms import form_page, once, previewed_page
from community.core.liveforms import live_answer
from community.core.web import (
    ANYONE,
    REPS,
    access,
    after_cursor,
    current_actor,
    notice,
    only_known_args,
    render,
)
from community.prices.heads import Page
from community.prices.queries import head_for
from community.reps import queries, reading
from community.reps.access import require_writer
from community.reps.forms import ListPriceForm, StatementForm
from community.reps.paths import text_path
from community.reps.rules import stating
from community.reps.rules.wording import checked_heading, checked_text

blueprint = Blueprint("statements", __name__)
Answer = str | Response


@blueprint.get("/prices/<vendor>/statements")
@access(ANYONE)
def of_vendor(vendor: str) -> Answer:
    found = get_vendor_for(current_actor(), vendor)
    if found.slug != vendor:
        return redirect(f"/prices/{found.slug}/statements", code=301)
    only_known_args("after")
    page = reading.statements_of_vendor(current_actor(), found, after_cursor())
    return render(
        "reps/vendor_statements.html", alert=alert_of(found), vendor=found, page=page
    )


@blueprint.get("/prices/<vendor>/<slug>/statements")
@access(ANYONE)
def of_product(vendor: str, slug: str) -> Answer:
    found = get_product_for(current_actor(), vendor, slug)
    if (vendor, slug) != (found.vendor_slug, found.slug):
        return redirect(f"{product_path(found)}statements", code=301)
    only_known_args("after")
    page = reading.statements_of_product(current_actor(), found, after_cursor())
    head = head_for(found, Page.STATEMENTS)
    return render("reps/product_statements.html", head=head, page=page)


@blueprint.route("/rep/statements/new", methods=["GET", "POST"])
@access(REPS)
def new() -> Answer:
    only_known_args("product")
    voice = require_writer(current_actor())
    form = StatementForm(data={"product": request.args.get("product", "")})
    form.offer(voice.vendor, queries.list_products_of(voice))
    if live := live_answer(form, lambda: checked_text(voice, form.body.data or "")[1]):
        return live
    preview = ""
    if form.validate_on_submit():
        with form.refusals():
            if not form.wants_preview:
                return once(form, lambda: _publish(form))
            checked_heading(voice, form.shown_heading)
            _source, preview = checked_text(voice, form.text)
    shown = {"voice": voice, "text": None, "current": None}
    return previewed_page(form, "reps/statement.html", preview=preview, **shown)


def _publish(form: StatementForm) -> str:
    text = stating.publish_statement(
        current_actor(), form.chosen, heading=form.shown_heading, body=form.text
    )
    return text_path(text.public_id)


@blueprint.route("/rep/list-prices/new", methods=["GET", "POST"])
@access(REPS)
def list_price() -> Answer:
    only_known_args()
    voice = require_writer(current_actor())
    form = ListPriceForm(data={"valid_from": clock.now().date()})
    form.offer(queries.list_plans_of(voice))
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _publish_price(form))
    return form_page(form, "reps/list_price.html", voice=voice)


def _publish_price(form: ListPriceForm) -> str:
    plan, day = form.chosen, form.valid_from.data
    assert plan is not None  # noqa: S101 - the field takes what is on offer alone
    assert day is not None  # noqa: S101 - the field is required
    stating.publish_list_price(
        current_actor(),
        plan,
        amount=form.parsed,
        currency=str(form.currency.data),
        per_period=Period(form.per_period.data),
        valid_from=day,
    )
    notice("Published, with its day and you as its source.")
    return "/rep/"
