"""The moderators' desk for claims: who would like to speak for a vendor, and who does."""

from collections.abc import Callable

from flask import Blueprint, request
from werkzeug.wrappers import Response

from community.core.actors import Actor
from community.core.errors import BadRequest
from community.core.forms import form_page, once
from community.core.web import (
    MODERATORS,
    access,
    after_cursor,
    current_actor,
    notice,
    only_known_args,
    render,
)
from community.reps import queries
from community.reps.forms import ReasonForm
from community.reps.models import ClaimState, RepClaim
from community.reps.rules import deciding

blueprint = Blueprint("rep_desk", __name__, url_prefix="/moderation/reps")
Answer = str | Response
Act = Callable[[Actor, RepClaim, str], None]

_TABS = {
    ClaimState.OPEN: "To decide",
    ClaimState.APPROVED: "Approved",
    ClaimState.REFUSED: "Refused",
    ClaimState.WITHDRAWN: "Withdrawn",
}
_ACTS: dict[str, Act] = {
    "approve": deciding.approve_claim,
    "refuse": deciding.refuse_claim,
    "withdraw": deciding.withdraw_claim,
}


@blueprint.get("/")
@access(MODERATORS)
def index() -> str:
    only_known_args("state", "after")
    state = _asked_state()
    page = queries.list_claims(state, after_cursor())
    tabs = [
        {"label": label, "url": f"?state={one}", "current": one is state}
        for one, label in _TABS.items()
    ]
    return render("reps/claims.html", page=page, tabs=tabs)


def _asked_state() -> ClaimState:
    asked = request.args.get("state", ClaimState.OPEN)
    if asked not in set(_TABS):
        raise BadRequest("Claims are open, approved, refused or withdrawn.")
    return ClaimState(asked)


@blueprint.get("/<public_id>")
@access(MODERATORS)
def show(public_id: str) -> Answer:
    only_known_args()
    return _page(queries.get_claim_for(current_actor(), public_id), ReasonForm())


@blueprint.post("/<public_id>/<any(approve, refuse, withdraw):act>")
@access(MODERATORS, audited="rep.decide")
def decide(public_id: str, act: str) -> Answer:
    claim = queries.get_claim_for(current_actor(), public_id)
    form = ReasonForm()

    def do() -> str:
        _ACTS[act](current_actor(), claim, form.text)
        notice("Decided; they were told by mail.")
        return f"/moderation/reps/{public_id}"

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    return _page(claim, form)


def _page(claim: RepClaim, form: ReasonForm) -> Response:
    return form_page(
        form,
        "reps/claim_desk.html",
        claim=queries.get_claim_row(claim),
        domains=queries.list_vendor_domains(claim.vendor_id),
    )
