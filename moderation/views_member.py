"""What members see of moderation: flagging, their own flags, a statement of reasons."""

from flask import Blueprint
from werkzeug.wrappers import Response

from community.core.errors import NotFound
from community.core.forms import form_page, once
from community.core.rights import Right
from community.core.web import (
    ANYONE,
    SIGNED_IN,
    access,
    after_cursor,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
    render,
)
from moderation import flagging, letters, lines, redress, reported
from moderation.access import can_read_statement, is_own, require_can_flag
from moderation.appeals.kinds import Side
from moderation.appeals.letters import appeal_path
from moderation.appeals.queries import find_own
from moderation.appeals.standing import why_not
from moderation.forms import FORMS
from moderation.items import get_item_for, item_of
from moderation.kinds import ACTION_LABELS, REASONS, RESTRICTING, ActionKind, Reason
from moderation.people.queries import awaits_confirmation

blueprint = Blueprint("moderation_member", __name__)


@blueprint.get("/flags/mine")
@access(SIGNED_IN)
def mine() -> str:
    only_known_args("after")
    page = reported.list_own_flags(current_actor().user_id or 0, after_cursor())
    return render("moderation/mine.html", page=page)


@blueprint.get("/flags/<kind>/<public_id>")
@access(ANYONE, right=Right.FLAG)
def choose(kind: str, public_id: str) -> str:
    """Show the reasons; to visitors too, who may send a legal notice."""
    only_known_args()
    actor = current_actor()
    item = get_item_for(actor, kind, public_id)
    if not actor.is_visitor:
        require_can_flag(actor, item)
    return render("moderation/choose.html", item=item, reasons=REASONS)


@blueprint.route("/flags/<kind>/<public_id>/<reason>", methods=["GET", "POST"])
@access(SIGNED_IN, right=Right.FLAG)
def flag(kind: str, public_id: str, reason: str) -> Response:
    only_known_args()
    if reason not in set(Reason):
        raise NotFound("Nothing is flagged for that reason.")
    why = Reason(reason)
    item = get_item_for(current_actor(), kind, public_id)
    require_can_flag(current_actor(), item)
    form = FORMS[why]()

    def do() -> str:
        flagging.flag(current_actor(), item, form.draft(why))
        notice("Thank you. A moderator looks at it, and you hear what becomes of it.")
        return "/flags/mine"

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    return form_page(form, "moderation/flag.html", item=item, about=REASONS[why])


@blueprint.get("/statements/<kind>/<public_id>")
@access(SIGNED_IN)
def latest_statement(kind: str, public_id: str) -> Response:
    """Lead an author from what is restricted to why it is."""
    only_known_args()
    actor = current_actor()
    item = get_item_for(actor, kind, public_id)
    action = lines.find_restriction(item) if can_read_statement(actor, item) else None
    if action is None:
        raise NotFound("Nothing was decided about it: a moderator looks at it first.")
    return redirect_path(letters.statement_path(action))


@blueprint.get("/statements/<public_id>")
@access(SIGNED_IN)
def statement(public_id: str) -> str:
    only_known_args()
    action, case = lines.get_action(public_id)
    item = item_of(case)
    if action.kind not in RESTRICTING or not can_read_statement(current_actor(), item):
        raise NotFound("There is no such statement.")
    appeal = find_own(None, action, Side.AUTHOR)
    mine = is_own(current_actor(), item)
    return render(
        "moderation/statement.html",
        action=action,
        item=item,
        done=ACTION_LABELS[action.kind],
        scope=letters.scope(action),
        words=item.text if action.kind is ActionKind.REMOVED else "",
        reason=letters.reason_label(action.reason),
        decided_by=letters.DECIDED_BY[action.automated],
        until=redress.last_day(action.created_at),
        elsewhere=redress.ELSEWHERE,
        may_appeal=mine and appeal is None,
        appeal_path=redress.appeal_path(action),
        appealed=appeal_path(appeal) if appeal and mine else "",
        obstacle=why_not(action, item, Side.AUTHOR),
        notice_of=letters.notice_of(item),
        must_confirm=awaits_confirmation(action, current_actor().user_id),
    )
