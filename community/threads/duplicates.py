"""What a question leads to: one that was asked before, those asked again, who may know."""

from flask import Blueprint
from werkzeug.wrappers import Response

from community.core.forms import form_page, once
from community.core.web import (
    ANYONE,
    CONTRIBUTORS,
    access,
    after_cursor,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
    render,
)
from community.threads import closings, queries
from community.threads.access import can_close, require_can_close
from community.threads.forms import CloseForm
from community.threads.models import Thread
from community.threads.paths import thread_path
from community.threads.rules.closing import close_as_duplicate
from community.threads.rules.closing import reopen as reopen_question
from community.threads.rules.inviting import invite as invite_to_answer
from community.threads.similar import list_similar

Answer = str | Response


def add_to(blueprint: Blueprint) -> None:
    """Add these routes to the blueprint of questions."""
    blueprint.get("/questions/<public_id>/duplicates")(duplicates)
    blueprint.route("/questions/<public_id>/close", methods=["GET", "POST"])(close)
    blueprint.post("/questions/<public_id>/reopen")(reopen)
    blueprint.post("/questions/<public_id>/invite")(invite)


@access(ANYONE)
def duplicates(public_id: str) -> Answer:
    only_known_args("after")
    thread = queries.get_thread_for(current_actor(), public_id)
    return render(
        "threads/duplicates.html",
        thread=thread,
        url=_path(thread),
        page=closings.list_asked_again(thread, after_cursor()),
        closings=closings.list_closings(thread),
        may_close=can_close(current_actor(), thread),
    )


@access(CONTRIBUTORS)
def close(public_id: str) -> Answer:
    only_known_args()
    thread = queries.get_thread_for(current_actor(), public_id)
    require_can_close(current_actor(), thread)
    form = CloseForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _close(thread, form))
    similar = list_similar(current_actor(), thread.title).questions
    others = [one for one in similar if one.object_id != thread.id]
    context = {"thread": thread, "url": _path(thread), "others": others}
    return form_page(form, "threads/close.html", **context)


def _close(thread: Thread, form: CloseForm) -> str:
    canonical = closings.find_canonical_for(current_actor(), form.of.data or "")
    close_as_duplicate(current_actor(), thread, canonical)
    notice("Closed: it leads to the question that was asked before.")
    return _path(thread)


@access(CONTRIBUTORS)
def reopen(public_id: str) -> Answer:
    thread = queries.get_thread_for(current_actor(), public_id)
    reopen_question(current_actor(), thread)
    notice("Open again: it takes answers.")
    return redirect_path(_path(thread))


@access(CONTRIBUTORS)
def invite(public_id: str) -> Answer:
    thread = queries.get_thread_for(current_actor(), public_id)
    invite_to_answer(current_actor(), thread)
    notice(
        "If somebody knows it and agreed to be asked, they hear of it within a day or "
        "two. You won’t learn who, or whether anybody was."
    )
    return redirect_path(_path(thread))


def _path(thread: Thread) -> str:
    return thread_path(thread.public_id, thread.slug)
