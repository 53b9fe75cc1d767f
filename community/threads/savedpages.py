"""The drafts of a member: a list that they alone see, each to go on with or to delete."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from community.core import keptforms
from community.core.web import (
    SIGNED_IN,
    access,
    after_cursor,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
    render,
)
from community.threads import saved
from community.threads.rules.saving import KEPT, delete_draft

Answer = str | Response
_LIST = "/questions/drafts"


def add_to(blueprint: Blueprint) -> None:
    """Add these routes to the blueprint of questions."""
    blueprint.get(_LIST)(drafts)
    blueprint.post(f"{_LIST}/<public_id>/delete")(delete_saved)
    blueprint.post(f"{_LIST}/kept/<public_id>/delete")(delete_kept)


@access(SIGNED_IN)
def drafts() -> Answer:
    only_known_args("after")
    page = saved.list_drafts(current_actor(), after_cursor())
    kept = keptforms.list_kept()
    return render("threads/drafts.html", page=page, kept=kept, days=KEPT.days)


@access(SIGNED_IN)
def delete_saved(public_id: str) -> Answer:
    delete_draft(saved.get_draft(current_actor(), public_id))
    notice("The draft is deleted.")
    return redirect_path(_LIST)


@access(SIGNED_IN)
def delete_kept(public_id: str) -> Answer:
    """Forget what was begun over what there is; lead back to its form, or to the list."""
    place = keptforms.delete_kept(public_id)
    notice("The draft is deleted.")
    return redirect_path(_LIST if request.form.get("back") == "list" else place)
