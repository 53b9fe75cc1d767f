"""The buttons below a review: helpful, remove, restore, and a moderator's hide."""

from collections.abc import Callable

from flask import Blueprint
from werkzeug.wrappers import Response

from community.core.actors import Actor
from community.core.reasonforms import ask_why
from community.core.web import (
    CONTRIBUTORS,
    MODERATORS,
    SIGNED_IN,
    access,
    current_actor,
    notice,
    redirect_path,
)
from community.reviews import queries
from community.reviews.access import require_can_moderate
from community.reviews.models import Review
from community.reviews.paths import review_path
from community.reviews.rules import removing, voting


def add_to(blueprint: Blueprint) -> None:
    """Add the routes of every button to the blueprint of reviews."""
    for name, view in (
        ("helpful", helpful),
        ("unhelpful", unhelpful),
        ("remove", remove),
        ("restore", restore),
    ):
        blueprint.post(f"/reviews/<public_id>/{name}")(view)
    for name, page in (("hide", hide), ("unhide", unhide)):
        path = f"/reviews/<public_id>/{name}"
        blueprint.route(path, methods=["GET", "POST"])(page)


@access(CONTRIBUTORS)
def helpful(public_id: str) -> Response:
    return _act(public_id, voting.find_helpful)


@access(CONTRIBUTORS)
def unhelpful(public_id: str) -> Response:
    return _act(public_id, voting.find_helpful_no_more)


@access(SIGNED_IN)
def remove(public_id: str) -> Response:
    response = _act(public_id, removing.remove_review)
    notice("Removed. You can bring it back.")
    return response


@access(SIGNED_IN)
def restore(public_id: str) -> Response:
    return _act(public_id, removing.restore_review)


@access(MODERATORS)
def hide(public_id: str) -> Response:
    return _with_reason(public_id, removing.hide_review, hiding=True)


@access(MODERATORS)
def unhide(public_id: str) -> Response:
    return _with_reason(public_id, removing.unhide_review, hiding=False)


def _act(public_id: str, act: Callable[[Actor, Review], None]) -> Response:
    found = queries.get_review_for(current_actor(), public_id)
    act(current_actor(), found.review)
    return redirect_path(review_path(public_id))


def _with_reason(
    public_id: str, act: Callable[[Actor, Review, str], None], *, hiding: bool
) -> Response:
    found = queries.get_review_for(current_actor(), public_id)
    require_can_moderate(current_actor(), found.review)

    def do(reason: str) -> str:
        act(current_actor(), found.review, reason)
        return review_path(public_id)

    return ask_why(do, "reviews/hide.html", found=found, hiding=hiding)
