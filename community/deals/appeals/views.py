"""An author appeals against a rejection; a second moderator judges it."""

from flask import Blueprint
from werkzeug.wrappers import Response

from community.core.forms import form_page
from community.core.web import (
    BUYERS,
    MODERATORS,
    access,
    current_actor,
    notice,
    only_known_args,
    redirect_to,
    render,
)
from community.deals import queries as deals
from community.deals.access import require_decider
from community.deals.appeals import queries, rules
from community.deals.appeals.forms import AppealForm, JudgmentForm
from community.deals.appeals.listing import appeal_rows, statements

blueprint = Blueprint("deal_appeals", __name__)
Answer = str | Response


@blueprint.route(
    "/deals/mine/<public_id>/rejected/<rejected_id>", methods=["GET", "POST"]
)
@access(BUYERS)
def against(public_id: str, rejected_id: str) -> Answer:
    only_known_args()
    deal = deals.get_deal_for(current_actor(), public_id)
    rejected = queries.get_rejected(deal, rejected_id)
    form = AppealForm()
    if form.validate_on_submit():
        with form.refusals():
            rules.appeal(current_actor(), rejected, form.words)
            notice("Sent. Another moderator will look at it again.")
            return redirect_to("deals.show", public_id=public_id)
    (statement,) = statements([rejected])
    return form_page(form, "deals/appeals/against.html", deal=deal, statement=statement)


@blueprint.get("/moderation/deals/appeals/")
@access(MODERATORS, audited="deal-appeal.list")
def index() -> str:
    only_known_args()
    rows = appeal_rows(queries.list_appeals(current_actor()))
    return render("deals/appeals/desk.html", rows=rows)


@blueprint.route("/moderation/deals/appeals/<public_id>", methods=["GET", "POST"])
@access(MODERATORS, audited="deal-appeal.decide")
def judge(public_id: str) -> Answer:
    only_known_args()
    appealed = queries.get_appealed(public_id)
    require_decider(current_actor(), rules.deal_of(appealed))
    form = JudgmentForm()
    if form.validate_on_submit():
        with form.refusals():
            rules.judge(current_actor(), appealed, form.text, grants=form.grants)
            notice("Decided; its author gets a letter.")
            return redirect_to("deal_appeals.index")
    (row,) = appeal_rows([appealed])
    return form_page(
        form,
        "deals/appeals/item.html",
        row=row,
        may_judge=rules.can_judge(current_actor(), appealed),
    )
