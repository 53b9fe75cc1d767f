"""The page on which a vendor's representative responds to a review, and its versions."""

from flask import Blueprint
from werkzeug.wrappers import Response

from community.core.errors import NotFound, StaleEdit
from community.core.forms import form_page, once
from community.core.liveforms import live_answer
from community.core.web import (
    ANYONE,
    REPS,
    access,
    after_cursor,
    current_actor,
    only_known_args,
    render,
)
from community.reviews import history, queries
from community.reviews.access import require_can_respond
from community.reviews.forms import EditResponseForm, ResponseForm
from community.reviews.models import ReviewResponse
from community.reviews.paths import review_path
from community.reviews.queries import Found
from community.reviews.rules import responding


def add_to(blueprint: Blueprint) -> None:
    path = "/reviews/<public_id>/response"
    blueprint.route(path, methods=["GET", "POST"])(response)
    blueprint.get(f"{path}/history")(response_versions)


@access(REPS)
def response(public_id: str) -> Response:
    """Respond, or edit the response that there is."""
    only_known_args()
    actor = current_actor()
    found = queries.get_review_for(actor, public_id)
    require_can_respond(actor, found.review, found.product.vendor_id)
    given = queries.find_response(found.review)
    form = _form(given)
    if live := live_answer(form, lambda: _so_far(form, found)):
        return live
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _save(form, found))
    current = None
    if isinstance(form, EditResponseForm) and isinstance(form.refused_by, StaleEdit):
        current = queries.find_response(found.review)
        form.start_over_from(current.version if current else 1)
    return form_page(
        form, "reviews/response.html", found=found, given=given, current=current
    )


def _form(given: ReviewResponse | None) -> ResponseForm:
    if given is None:
        return ResponseForm()
    return EditResponseForm(data={"body": given.source, "version": given.version})


def _so_far(form: ResponseForm, found: Found) -> str:
    typed = form.body.data or ""
    return responding.preview_so_far(
        current_actor(), found.review, found.product, typed
    )


def _save(form: ResponseForm, found: Found) -> str:
    actor, review, product = current_actor(), found.review, found.product
    if isinstance(form, EditResponseForm):
        responding.edit_response(actor, review, product, form.text, version=form.seen)
    else:
        responding.respond(actor, review, product, form.text)
    return review_path(review.public_id)


@access(ANYONE)
def response_versions(public_id: str) -> str:
    only_known_args("after")
    one = queries.get_readable_review_view(current_actor(), public_id)
    if one.response is None:
        raise NotFound("Nobody has responded to this review.")
    page = history.list_response_versions(one.response, after_cursor())
    return render("reviews/history.html", one=one, page=page, what="response")
