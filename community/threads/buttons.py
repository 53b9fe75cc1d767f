"""The buttons below a post: vote, choose, remove, restore, and a moderator's hide."""

from collections.abc import Callable

from flask import Blueprint, request
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
from community.threads import queries
from community.threads.access import require_can_moderate
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
    for name, page in (("hide", hide), ("unhide", unhide)):
        path = f"/questions/posts/<public_id>/{name}"
        blueprint.route(path, methods=["GET", "POST"])(page)


@access(CONTRIBUTORS)
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
    notice("Removed. You can bring it back where it stood.")
    return response


@access(SIGNED_IN)
def restore(public_id: str) -> Response:
    return _act(public_id, removing.restore_post)


@access(MODERATORS)
def hide(public_id: str) -> Response:
    return _with_reason(public_id, removing.hide_post, hiding=True)


@access(MODERATORS)
def unhide(public_id: str) -> Response:
    return _with_reason(public_id, removing.unhide_post, hiding=False)


def _act(public_id: str, act: Act) -> Response:
    post, thread = queries.get_post_for(current_actor(), public_id)
    act(current_actor(), thread, post)
    return redirect_path(post_path(public_id))


def _with_reason(
    public_id: str, act: Callable[[Actor, Thread, Post, str], None], *, hiding: bool
) -> Response:
    post, thread = queries.get_post_for(current_actor(), public_id)
    require_can_moderate(current_actor(), post)

    def do(reason: str) -> str:
        act(current_actor(), thread, post, reason)
        return post_path(public_id)

    return ask_why(do, "threads/hide.html", thread=thread, post=post, hiding=hiding)
