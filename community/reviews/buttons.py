"""The buttons below a review: helpful, remove, restore."""

from collections.abc import Callable

from flask import Blueprint
from werkzeug.wrappers import Response

from community.core.actors import Actor
from community.core.rights import Right
from community.core.web import (
    CONTRIBUTORS,
    SIGNED_IN,
    access,
    current_actor,
    notice,
    redirect_path,
)
from community.reviews import queries
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


@access(CONTRIBUTORS, right=Right.VOTE)
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


def _act(public_id: str, act: Callable[[Actor, Review], None]) -> Response:
    found = queries.get_review_for(current_actor(), public_id)
    act(current_actor(), found.review)
    return redirect_path(review_path(public_id))
