"""The inbox: what is new, and marking it as read."""

from flask import Blueprint
from flask.sansio.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from community.core.outcomes import outcomes_for
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
from community.notifications import queries
from community.notifications.inbox import open_inbox
from community.notifications.rules import reading

blueprint = Blueprint("inbox", __name__)


@blueprint.record_once
def _offer(state: BlueprintSetupState) -> None:
    """Let the bar on every page say how much is new."""
    state.app.jinja_env.globals["unread"] = unread


def unread() -> int:
    """Return how many entries the actor has not read: one query, none for visitors."""
    return queries.count_unread(current_actor())


@blueprint.get("/inbox")
@access(SIGNED_IN)
def show() -> str:
    only_known_args("after")
    actor, after = current_actor(), after_cursor()
    return render(
        "notifications/inbox.html",
        page=open_inbox(actor, after),
        outcomes=[] if after else outcomes_for(actor),
    )


@blueprint.post("/inbox/<public_id>/read")
@access(SIGNED_IN)
def read(public_id: str) -> Response:
    entry = queries.get_entry_for(current_actor(), public_id)
    reading.mark_read(current_actor(), entry)
    return redirect_path("/inbox")


@blueprint.post("/inbox/read-all")
@access(SIGNED_IN)
def read_all() -> Response:
    reading.mark_all_read(current_actor())
    notice("Everything is marked as read.")
    return redirect_path("/inbox")
