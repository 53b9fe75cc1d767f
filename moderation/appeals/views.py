"""Appeals: as who is concerned makes and reads them, and as moderators decide them."""

from collections.abc import Callable

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from community.core.actors import Actor
from community.core.errors import Conflict, NotFound
from community.core.forms import form_page, once
from community.core.web import (
    MODERATORS,
    SIGNED_IN,
    access,
    after_cursor,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
    render,
)
from moderation import letters, redress
from moderation.appeals import desk, filing, judging, queries
from moderation.appeals.access import (
    can_decide,
    can_read_appeal,
    is_kept_from,
    side_of,
)
from moderation.appeals.forms import AppealForm, JudgementForm
from moderation.appeals.kinds import STATE_LABELS
from moderation.appeals.letters import DECIDED_BY, NO_FURTHER, appeal_path, meaning
from moderation.appeals.models import Appeal
from moderation.appeals.standing import why_not
from moderation.deciding import takes_two
from moderation.items import item_of
from moderation.kinds import ACTION_LABELS
from moderation.lines import get_action

blueprint = Blueprint("moderation_appeals", __name__)

_STEPS: dict[str, Callable[[Actor, Appeal], None]] = {
    "claim": desk.claim,
    "release": desk.release,
    "take-over": desk.take_over,
}


@blueprint.route("/decisions/<public_id>/appeal", methods=["GET", "POST"])
@access(SIGNED_IN)
def file(public_id: str) -> Response:
    """Take an appeal; who can't make one reads why."""
    only_known_args()
    actor = current_actor()
    action, case = get_action(public_id)
    item = item_of(case)
    side = side_of(actor, action, case, item)
    form = AppealForm()

    def do() -> str:
        made = filing.appeal(actor, action, case, item, form.text.data or "")
        notice("We have your appeal, and wrote to you.")
        return appeal_path(made)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    earlier = queries.find_own(actor.user_id, action, side)
    return form_page(
        form,
        "moderation/appeals/file.html",
        action=action,
        title=case.title,
        done=ACTION_LABELS[action.kind],
        reason=letters.reason_label(action.reason),
        facts=action.facts if side == "author" else "",
        until=redress.last_day(action.created_at),
        obstacle=why_not(action, item, side),
        earlier=appeal_path(earlier) if earlier else "",
    )


@blueprint.get("/appeals/<public_id>")
@access(SIGNED_IN)
def show(public_id: str) -> str:
    only_known_args()
    view = queries.view_appeal(queries.get_appeal(public_id))
    if not can_read_appeal(current_actor(), view.row.appeal, view.item):
        raise NotFound("There is no such appeal.")
    return render(
        "moderation/appeals/show.html",
        view=view,
        state=STATE_LABELS[view.row.appeal.state],
        meaning=_meaning(view),
        decided_by=DECIDED_BY,
        no_further=NO_FURTHER,
    )


@blueprint.get("/moderation/appeals/")
@access(MODERATORS)
def waiting() -> str:
    only_known_args("after")
    page = queries.list_open(after_cursor())
    return render("moderation/appeals/list.html", page=page)


@blueprint.get("/moderation/appeals/<public_id>")
@access(MODERATORS)
def at_desk(public_id: str) -> Response:
    only_known_args()
    appeal = queries.get_appeal(public_id)
    return _page(appeal, JudgementForm.about(appeal.side, appeal.version))


@blueprint.post(
    "/moderation/appeals/<public_id>/<any(claim, release, 'take-over'):step>"
)
@access(MODERATORS, audited="appeal.claim")
def hold(public_id: str, step: str) -> Response:
    _STEPS[step](current_actor(), queries.get_appeal(public_id))
    return redirect_path(_desk_path(public_id))


@blueprint.post("/moderation/appeals/<public_id>/decide")
@access(MODERATORS, audited="appeal.decide")
def decide(public_id: str) -> Response:
    appeal = queries.get_appeal(public_id)
    form = JudgementForm.about(appeal.side, appeal.version)

    def do() -> str:
        judging.judge(current_actor(), appeal, form.judgement)
        notice("Decided. Who appealed has been told.")
        return _desk_path(public_id)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    if isinstance(form.refused_by, Conflict):
        form.start_over_from(appeal.version)
    return _page(appeal, form)


def _meaning(view: queries.AppealView) -> str:
    return meaning(view.action, view.result) if view.result else ""


def _desk_path(public_id: str) -> str:
    return url_for("moderation_appeals.at_desk", public_id=public_id)


def _page(appeal: Appeal, form: JudgementForm) -> Response:
    view = queries.view_appeal(appeal)
    actor = current_actor()
    return form_page(
        form,
        "moderation/appeals/desk.html",
        view=view,
        state=STATE_LABELS[appeal.state],
        meaning=_meaning(view),
        decided_by=DECIDED_BY,
        mine=desk.holds(actor, appeal),
        takes_two=takes_two(view.case),
        text="" if is_kept_from(actor, appeal, view.case, view.item) else appeal.text,
        may_decide=can_decide(actor, view.action, view.case, view.item),
    )
