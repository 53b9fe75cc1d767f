"""What a buyer does with a request of theirs besides talking: passing it on, having it as a file."""

from flask import Blueprint, make_response
from werkzeug.wrappers import Response

from community.core.errors import Conflict
from community.core.forms import form_page, once
from community.core.web import (
    MEMBERS,
    SIGNED_IN,
    access,
    current_actor,
    notice,
    only_known_args,
)
from community.requests import exporting, queries, reading
from community.requests.forms import PassOnForm
from community.requests.paths import request_path
from community.requests.rules import passing

blueprint = Blueprint("own", __name__)
Answer = str | Response
_EXPORTS = {"csv": exporting.as_csv, "json": exporting.as_json}


@blueprint.route("/requests/<public_id>/pass-on", methods=["GET", "POST"])
@access(MEMBERS)
def pass_on(public_id: str) -> Answer:
    """Let the buyer choose anew who of the vendor reads a request."""
    only_known_args()
    actor = current_actor()
    row = queries.get_own_row(actor, public_id)
    if not passing.may_pass_on(row.request, row.claim):
        raise Conflict("Whom you chose still reads it, or the request is over.")
    form = PassOnForm()
    form.offer(row.vendor.name, queries.list_spokespeople(row.vendor.id))

    def do() -> str:
        passing.pass_on(actor, row.request, str(form.to.data or ""))
        notice("Passed on. They see what you have revealed, and nothing more.")
        return request_path(public_id)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    talk = reading.own_request(row, actor.time_zone).talk
    return form_page(form, "requests/pass_on.html", talk=talk)


@blueprint.get("/requests/<public_id>/request.csv")
@access(SIGNED_IN)
def table(public_id: str) -> Response:
    return _export(public_id, "csv")


@blueprint.get("/requests/<public_id>/request.json")
@access(SIGNED_IN)
def document(public_id: str) -> Response:
    return _export(public_id, "json")


def _export(public_id: str, kind: str) -> Response:
    """Return a request to its buyer as a file."""
    only_known_args()
    actor = current_actor()
    own = reading.own_request(queries.get_own_row(actor, public_id), actor.time_zone)
    response = make_response(_EXPORTS[kind](own))
    response.mimetype = "text/csv" if kind == "csv" else "application/json"
    response.headers["Content-Disposition"] = f'attachment; filename="request.{kind}"'
    return response
