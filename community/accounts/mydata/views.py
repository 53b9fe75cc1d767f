"""Pages of one's own data: all of it in a file, the way out, and how long what is kept."""

from flask import Blueprint, make_response
from werkzeug.wrappers import Response

from community.accounts.forms import ConfirmForm, typed
from community.accounts.mydata import access, queries
from community.accounts.mydata.forms import ExportForm, FetchForm, LeaveForm
from community.accounts.mydata.limits import COOLING_OFF, KEPT
from community.accounts.mydata.rules import exporting, leaving
from community.core import clock
from community.core.forms import form_page
from community.core.personal import retention
from community.core.settings import get_settings
from community.core.web import (
    ANYONE,
    SIGNED_IN,
    current_actor,
    notice,
    redirect_to,
    render,
)
from community.core.web import (
    access as may,
)

blueprint = Blueprint("mydata", __name__)
Answer = str | Response


@blueprint.route("/account/data", methods=["GET", "POST"])
@may(SIGNED_IN)
def overview() -> Answer:
    form = ExportForm()
    if form.validate_on_submit():
        with form.refusals():
            exporting.ask_for_export(
                current_actor(), password=typed(form.current_password)
            )
            notice("Your file is being made. We write to you when it is there.")
            return redirect_to("mydata.overview")
    actor = current_actor()
    return form_page(
        form,
        "accounts/mydata/overview.html",
        exports=queries.list_exports(actor),
        kept=KEPT,
        erasure=queries.find_erasure(actor),
    )


@blueprint.route("/account/data/<public_id>", methods=["GET", "POST"])
@may(SIGNED_IN)
def fetch(public_id: str) -> Answer:
    """Answer with the file itself, to its owner with the password."""
    export = queries.get_export_for(current_actor(), public_id)
    form = FetchForm()
    if form.validate_on_submit():
        with form.refusals():
            packed = exporting.fetch(
                current_actor(), export, password=typed(form.current_password)
            )
            return _file(packed)
    return form_page(form, "accounts/mydata/fetch.html", export=export, kept=KEPT)


def _file(packed: bytes) -> Response:
    response = make_response(packed)
    name = f"my-data-{clock.now():%Y-%m-%d}.zip"
    response.headers["Content-Type"] = "application/zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@blueprint.post("/account/data/<public_id>/delete")
@may(SIGNED_IN)
def delete(public_id: str) -> Answer:
    exporting.delete_export(queries.get_export_for(current_actor(), public_id))
    notice("The file is deleted.")
    return redirect_to("mydata.overview")


@blueprint.route("/account/delete", methods=["GET", "POST"])
@may(SIGNED_IN)
def leave() -> Answer:
    actor = current_actor()
    form = LeaveForm()
    if form.validate_on_submit():
        with form.refusals():
            leaving.ask_to_go(
                actor,
                password=typed(form.current_password),
                leave_texts=form.leave_texts,
            )
            notice("Your account will be deleted; we sent you a link that undoes it.")
            return redirect_to("mydata.leave")
    return form_page(
        form,
        "accounts/mydata/leave.html",
        may_leave=access.can_leave(actor),
        erasure=queries.find_erasure(actor),
        cooling_off=COOLING_OFF,
    )


@blueprint.post("/account/delete/undo")
@may(SIGNED_IN)
def stay() -> Answer:
    leaving.stay(current_actor())
    notice("Your account stays.")
    return redirect_to("mydata.overview")


@blueprint.route("/account/keep/<token>", methods=["GET", "POST"])
@may(ANYONE)
def keep(token: str) -> Answer:
    # Mail scanners open every link: only the button uses it.
    erasure = queries.get_erasure_by(token)
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.refusals():
            leaving.stay_by(token)
            notice("Your account stays.")
            if current_actor().is_visitor:
                return redirect_to("accounts.login")
            return redirect_to("mydata.overview")
    return form_page(form, "accounts/mydata/keep.html", erasure=erasure)


@blueprint.get("/privacy")
@may(ANYONE)
def privacy() -> Answer:
    return render(
        "accounts/mydata/privacy.html",
        retention=retention(get_settings()),
        kept=KEPT,
        cooling_off=COOLING_OFF,
    )
