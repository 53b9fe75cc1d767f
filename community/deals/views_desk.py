"""The moderators' desk for raw deals: what is held, one deal at a time, and why."""

from collections.abc import Callable

from flask import Blueprint
from werkzeug.wrappers import Response

from community.core.forms import form_page
from community.core.web import (
    MODERATORS,
    access,
    after_cursor,
    current_actor,
    notice,
    only_known_args,
    redirect_to,
    render,
)
from community.deals import queries
from community.deals.access import require_decider, require_reviewer
from community.deals.checking import of_saved
from community.deals.describing import describe
from community.deals.desk_forms import (
    ACCEPT,
    READ,
    REJECT,
    REVEAL,
    Asked,
    ReasonForm,
    RejectForm,
)
from community.deals.listing import hold_rows
from community.deals.models import Deal, LineHold
from community.deals.rules import moderating

blueprint = Blueprint("deal_desk", __name__, url_prefix="/moderation/deals")
Answer = str | Response


@blueprint.get("/")
@access(MODERATORS, audited="deal.list")
def index() -> Answer:
    only_known_args("after")
    page = queries.list_open_holds(current_actor(), after=after_cursor())
    return render("deals/held.html", page=page, rows=hold_rows(page.items))


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@access(MODERATORS, audited="deal.read")
def read(public_id: str) -> Answer:
    only_known_args()
    deal = _deal_for_review(public_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with form.refusals():
            moderating.read_deal(current_actor(), deal, form.text)
            return _raw_page(deal)
    return _asking(form, READ)


def _raw_page(deal: Deal) -> str:
    found = of_saved(deal)
    return render(
        "deals/raw.html",
        deal=deal,
        facts=describe(found.draft, found.named),
        holds=hold_rows(queries.list_holds_of(deal)),
    )


@blueprint.route("/<public_id>/author", methods=["GET", "POST"])
@access(MODERATORS, audited="deal.author-revealed")
def author(public_id: str) -> Answer:
    only_known_args()
    deal = _deal_for_review(public_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with form.refusals():
            found = moderating.reveal_author(current_actor(), deal, form.text)
            return render("deals/author.html", author=found)
    return _asking(form, REVEAL)


@blueprint.route("/held/<public_id>/accept", methods=["GET", "POST"])
@access(MODERATORS, audited="hold.decide")
def accept(public_id: str) -> Answer:
    form = ReasonForm()
    return _decide(
        public_id,
        ACCEPT,
        form,
        lambda hold: moderating.accept_held(current_actor(), hold, form.text),
    )


@blueprint.route("/held/<public_id>/reject", methods=["GET", "POST"])
@access(MODERATORS, audited="hold.decide")
def reject(public_id: str) -> Answer:
    form = RejectForm()
    return _decide(
        public_id,
        REJECT,
        form,
        lambda hold: moderating.reject_held(
            current_actor(), hold, form.text, form.chosen
        ),
    )


def _decide(
    public_id: str, asked: Asked, form: ReasonForm, decide: Callable[[LineHold], None]
) -> Answer:
    only_known_args()
    hold = queries.get_hold(public_id)
    require_decider(current_actor(), hold.line.deal)
    if form.validate_on_submit():
        with form.refusals():
            decide(hold)
            notice("Decided.")
            return redirect_to("deal_desk.index")
    return _asking(form, asked, rows=hold_rows([hold]))


def _asking(form: ReasonForm, asked: Asked, **context: object) -> Answer:
    return form_page(form, "deals/reason.html", asked=asked, **context)


def _deal_for_review(public_id: str) -> Deal:
    deal = queries.get_raw_deal(public_id)
    require_reviewer(current_actor(), deal)
    return deal
