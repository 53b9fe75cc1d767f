"""The card of a deal below a post: which of one's own, and what others will see of it."""

from flask import Blueprint
from werkzeug.wrappers import Response

from community.core.forms import form_page, once
from community.core.web import (
    CONTRIBUTORS,
    SIGNED_IN,
    access,
    current_actor,
    only_known_args,
    redirect_path,
)
from community.threads import queries
from community.threads.access import require_can_edit
from community.threads.cards import own_cards
from community.threads.forms import CardForm
from community.threads.models import Post
from community.threads.paths import post_path
from community.threads.rules.attaching import attach_card, detach_card

Answer = str | Response


def add_to(blueprint: Blueprint) -> None:
    """Add these routes to the blueprint of questions."""
    path = "/questions/posts/<public_id>/card"
    blueprint.route(path, methods=["GET", "POST"])(card)
    blueprint.post(f"{path}/remove")(remove_card)


@access(CONTRIBUTORS)
def card(public_id: str) -> Answer:
    only_known_args()
    post, thread = queries.get_post_for(current_actor(), public_id)
    require_can_edit(current_actor(), post)
    form = CardForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _attach(post, form))
    cards = own_cards(current_actor())
    context = {"post": post, "thread": thread, "cards": cards}
    return form_page(form, "threads/card.html", **context)


def _attach(post: Post, form: CardForm) -> str:
    attach_card(current_actor(), post, form.card.data or "")
    return post_path(post.public_id)


@access(SIGNED_IN)
def remove_card(public_id: str) -> Answer:
    post, _ = queries.get_post_for(current_actor(), public_id)
    detach_card(current_actor(), post)
    return redirect_path(post_path(public_id))
