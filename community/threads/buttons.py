"""The buttons below a post: vote, choose, remove, restore."""

from collections.abc import Callable

from flask import Blueprint, request
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
from community.threads import queries
from community.threads.models import Post, Thread
from community.threads.paths import post_path
from community.threads.rules import choosing, removing

Act = Callable[[Actor, Thread, Post], None]


def add_to(blueprint: Blueprint) -> None:
    """Add the routes of every button to the blueprint of questions."""
    for name, view in (
        ("vote", vote),
        ("unvote", unvote),
        ("choose", choose),
        ("unchoose", unchoose),
        ("remove", remove),
        ("restore", restore),
    ):
        blueprint.post(f"/questions/posts/<public_id>/{name}")(view)


@access(CONTRIBUTORS, right=Right.VOTE)
def vote(public_id: str) -> Response:
    return _act(public_id, choosing.vote)


@access(CONTRIBUTORS)
def unvote(public_id: str) -> Response:
    return _act(public_id, lambda actor, _, post: choosing.withdraw_vote(actor, post))


@access(CONTRIBUTORS)
def choose(public_id: str) -> Response:
    seen = request.form.get("instead_of", "")
    return _act(
        public_id,
        lambda actor, thread, post: choosing.choose_answer(
            actor, thread, post, instead_of=queries.find_post_id(thread, seen)
        ),
    )


@access(CONTRIBUTORS)
def unchoose(public_id: str) -> Response:
    return _act(public_id, choosing.withdraw_choice)


@access(SIGNED_IN)
def remove(public_id: str) -> Response:
    response = _act(public_id, removing.remove_post)
    notice("Removed. You can bring it back where it stood, within a day.")
    return response


@access(SIGNED_IN)
def restore(public_id: str) -> Response:
    return _act(public_id, removing.restore_post)


def _act(public_id: str, act: Act) -> Response:
    post, thread = queries.get_post_for(current_actor(), public_id)
    act(current_actor(), thread, post)
    return redirect_path(post_path(public_id))
