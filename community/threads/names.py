"""What may be kept from readers: one's handle, an earlier version; and who looks behind."""

from flask import Blueprint
from werkzeug.wrappers import Response

from community.core.forms import form_page, once
from community.core.web import (
    MODERATORS,
    SIGNED_IN,
    access,
    current_actor,
    notice,
    only_known_args,
    render,
)
from community.threads import queries
from community.threads.access import (
    require_author,
    require_can_reveal,
)
from community.threads.forms import HideNameForm, RedactForm, RevealForm
from community.threads.models import Post, Thread
from community.threads.paths import post_path
from community.threads.rules.redacting import get_redactable, redact_version
from community.threads.rules.revealing import reveal_author
from community.threads.rules.signing import anonymise, told_as

Answer = str | Response


def add_to(blueprint: Blueprint) -> None:
    """Add these routes to the blueprint of questions."""
    for name, view in (
        ("anonymise", hide_name),
        ("author", author),
        ("history/<int(max=1_000_000):version>/redact", redact),
    ):
        path = f"/questions/posts/<public_id>/{name}"
        blueprint.route(path, methods=["GET", "POST"])(view)


@access(SIGNED_IN)
def hide_name(public_id: str) -> Answer:
    only_known_args()
    post, thread = queries.get_post_for(current_actor(), public_id)
    require_author(current_actor(), post)
    form = HideNameForm()
    if form.validate_on_submit():
        return once(form, lambda: _hide_name(thread, post))
    told = told_as(current_actor().user_id or 0)
    return form_page(
        form, "threads/anonymise.html", thread=thread, post=post, told=told
    )


def _hide_name(thread: Thread, post: Post) -> str:
    anonymise(current_actor(), thread, post)
    notice("Your handle is gone from this post and from all its versions.")
    return post_path(post.public_id)


@access(MODERATORS, audited="post.author-revealed")
def author(public_id: str) -> Answer:
    only_known_args()
    post, thread = queries.get_post_for(current_actor(), public_id)
    require_can_reveal(current_actor(), post)
    form = RevealForm()
    if form.validate_on_submit():
        with form.refusals():
            found = reveal_author(current_actor(), post, form.text)
            return render("threads/author.html", thread=thread, post=post, author=found)
    return form_page(form, "threads/reveal.html", thread=thread, post=post)


@access(SIGNED_IN)
def redact(public_id: str, version: int) -> Answer:
    only_known_args()
    post, thread = queries.get_readable_post_for(current_actor(), public_id)
    require_author(current_actor(), post)
    get_redactable(post, version)
    form = RedactForm()

    def do() -> str:
        redact_version(current_actor(), post, version)
        return f"{post_path(post.public_id)}/history"

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    context = {"thread": thread, "post": post, "version": version}
    return form_page(form, "threads/redact.html", **context)
