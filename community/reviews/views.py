"""Pages of reviews: the newest, one review, writing, editing, versions."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from community.accounts.looking import look_over, warning_of
from community.catalog.models import Product
from community.catalog.queries import find_product_by_public_id_for
from community.core.errors import StaleEdit
from community.core.forms import form_page, once
from community.core.fronts import under_review
from community.core.liveforms import live_answer
from community.core.rights import Right
from community.core.settings import get_settings
from community.core.web import (
    ANYONE,
    CONTRIBUTORS,
    access,
    after_cursor,
    current_actor,
    only_known_args,
    redirect_path,
    render,
)
from community.reviews import buttons, history, queries, responses
from community.reviews.access import require_can_edit
from community.reviews.forms import EditForm, ReviewForm, WriteForm
from community.reviews.linkeddata import linked_review
from community.reviews.models import Review
from community.reviews.paths import review_path
from community.reviews.rules import writing
from community.reviews.sharing import tell_reviews

blueprint = Blueprint("reviews", __name__)
Answer = str | Response


@blueprint.get("/reviews/")
@access(ANYONE)
def newest() -> Answer:
    only_known_args("after")
    page = queries.list_newest(current_actor(), after_cursor())
    tell_reviews(page.items)
    return render("reviews/list.html", page=page)


@blueprint.route("/reviews/new", methods=["GET", "POST"])
@access(CONTRIBUTORS, right=Right.REVIEW)
def new() -> Answer:
    only_known_args("product")
    actor = current_actor()
    product = find_product_by_public_id_for(actor, request.args.get("product", ""))
    form = WriteForm()
    if product is not None:
        own = queries.find_own_review(actor, product)
        if own is not None and request.method == "GET":
            return redirect_path(f"{review_path(own.public_id)}/edit")
        form.product.offer(product)
        form.keeps = f"Review of {product.name}"
    if live := live_answer(form, lambda: _so_far(form)):
        return live
    warned = None
    if form.validate_on_submit():
        with form.refusals():
            if form.wants_preview:
                return _previewed(form, "reviews/new.html")
            warned = look_over(form, ())
            if warned is None:
                return once(form, lambda: _write(form))
    return form_page(form, "reviews/new.html", preview=None, warned=warned)


def _write(form: WriteForm) -> str:
    product: Product | None = form.product.product
    assert product is not None  # noqa: S101 - the field is required and has found it
    review = writing.write_review(
        current_actor(), product, form.draft, opened_at=form.opened_at
    )
    return review_path(review.public_id)


@blueprint.get("/reviews/<public_id>")
@access(ANYONE)
def show(public_id: str) -> Answer:
    only_known_args()
    one = queries.get_review_view(current_actor(), public_id)
    ids = [one.review.id] if one.review.is_verified else []
    in_front = under_review("review", ids)
    data = linked_review(one, base_url=get_settings().base_url)
    context = {"in_front": bool(in_front), "linked_data": data}
    return render("reviews/show.html", one=one, **context)


@blueprint.get("/reviews/<public_id>/history")
@access(ANYONE)
def versions(public_id: str) -> Answer:
    only_known_args("after")
    one = queries.get_readable_review_view(current_actor(), public_id)
    page = history.list_versions(one.review, one.author, after_cursor())
    return render("reviews/history.html", one=one, page=page, what="review")


@blueprint.route("/reviews/<public_id>/edit", methods=["GET", "POST"])
@access(CONTRIBUTORS)
def edit(public_id: str) -> Answer:
    only_known_args()
    found = queries.get_review_for(current_actor(), public_id)
    require_can_edit(current_actor(), found.review)
    form = EditForm.of(writing.draft_of(found.review), found.review.version)
    form.keeps = f"Edit of your review of {found.product.name}"
    if live := live_answer(form, lambda: _so_far(form)):
        return live
    warned = None
    if form.validate_on_submit():
        with form.refusals():
            if form.wants_preview:
                return _previewed(form, "reviews/edit.html", found=found, current=None)
            warned = look_over(form, ())
            if warned is None:
                return once(form, lambda: _edit(form, found.review))
    current = found.review if isinstance(form.refused_by, StaleEdit) else None
    if current is not None:
        form.start_over_from(current.version)
    context = {"found": found, "current": current, "warned": warned}
    return form_page(form, "reviews/edit.html", preview=None, **context)


def _edit(form: EditForm, review: Review) -> str:
    writing.edit_review(current_actor(), review, form.draft, version=form.seen)
    return review_path(review.public_id)


def _so_far(form: ReviewForm) -> str:
    good, bad = form.good.data or "", form.bad.data or ""
    preview = writing.preview_so_far(current_actor(), good, bad)
    if not (preview.good_html or preview.bad_html):
        return ""
    return render("reviews/_texts.html", preview=preview)


def _previewed(form: ReviewForm, template: str, **context: object) -> str:
    preview = writing.preview(current_actor(), form.draft)
    warned = warning_of(form, ())
    return render(template, form=form, preview=preview, warned=warned, **context)


buttons.add_to(blueprint)
responses.add_to(blueprint)
