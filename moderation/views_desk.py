"""The moderators' desk: the queue, a case with its lease, the decision, and undoing it."""

from collections.abc import Callable

from flask import Blueprint, request
from werkzeug.wrappers import Response

from community.core.actors import Actor
from community.core.errors import Conflict
from community.core.forms import form_page, once
from community.core.reasonforms import ask_why
from community.core.web import (
    MODERATORS,
    access,
    after_cursor,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
    render,
)
from moderation import cases, deciding, opening, queries, scopes
from moderation.forms import DecisionForm
from moderation.items import get_item_to_open_for, item_of
from moderation.lines import get_action
from moderation.models import Case
from moderation.screening.facts import RULE_LABELS
from moderation.worklist import filters, pane
from moderation.worklist.following import find_next

blueprint = Blueprint("moderation_desk", __name__, url_prefix="/moderation")

_STEPS: dict[str, Callable[[Actor, Case], None]] = {
    "claim": cases.claim,
    "release": cases.release,
    "take-over": cases.take_over,
}


@blueprint.get("/")
@access(MODERATORS)
def queue() -> str:
    only_known_args(*filters.NAMES, "after")
    asked = filters.read(request.args)
    user_id = current_actor().user_id
    scope = scopes.in_scope(user_id)
    wanted = [*asked.conditions(user_id), *scope]
    return render(
        "moderation/queue.html",
        page=queries.list_queue(wanted, asked.order, after_cursor()),
        asked=asked,
        is_scoped=bool(scope),
        choices=filters.choices(),
    )


@blueprint.get("/next")
@access(MODERATORS)
def next_case() -> Response:
    only_known_args(*filters.NAMES, "after")
    asked, after = filters.read(request.args), request.args.get("after")
    seen = None if after is None else cases.get_case(after)
    found = find_next(current_actor(), asked, seen)
    place = f"cases/{found}" if found else ""
    return redirect_path(f"/moderation/{place}{asked.query}")


@blueprint.get("/cases/<public_id>")
@access(MODERATORS)
def show(public_id: str) -> Response:
    _asked()
    case = cases.get_case(public_id)
    return _page(case, DecisionForm(version=case.version))


@blueprint.post("/open/<kind>/<public_id>")
@access(MODERATORS, audited="case.open")
def open_case(kind: str, public_id: str) -> Response:
    item = get_item_to_open_for(current_actor(), kind, public_id)
    case = opening.open_without_flag(current_actor(), item)
    return redirect_path(f"/moderation/cases/{case.public_id}")


@blueprint.post("/cases/<public_id>/<any(claim, release, 'take-over'):step>")
@access(MODERATORS, audited="case.claim")
def hold(public_id: str, step: str) -> Response:
    _STEPS[step](current_actor(), cases.get_case(public_id))
    return redirect_path(f"/moderation/cases/{public_id}{_asked().query}")


@blueprint.post("/cases/<public_id>/decide")
@access(MODERATORS, audited="case.decide")
def decide(public_id: str) -> Response:
    case = cases.get_case(public_id)
    form = DecisionForm()
    form.offer(item_of(case))

    def do() -> str:
        deciding.decide(current_actor(), case, form.decision)
        notice("Decided. It can be undone for ten minutes.")
        return f"/moderation/cases/{public_id}{_asked().query}"

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    if isinstance(form.refused_by, Conflict):
        form.start_over_from(case.version)
    return _page(case, form)


@blueprint.post("/decisions/<public_id>/undo")
@access(MODERATORS, audited="case.undo")
def undo(public_id: str) -> Response:
    action, case = get_action(public_id)

    def do(why: str) -> str:
        deciding.undo(current_actor(), case, action, why)
        notice("Undone: the case is open again.")
        return f"/moderation/cases/{case.public_id}{_asked().query}"

    return ask_why(do, "moderation/undo.html", case=case, action=action)


def _asked() -> filters.Filters:
    """Return the filters of the queue that the moderator goes through."""
    only_known_args(*filters.NAMES)
    return filters.read(request.args)


def _page(case: Case, form: DecisionForm) -> Response:
    actor, asked = current_actor(), _asked()
    view = queries.view_case(actor, case)
    form.offer(view.item)
    scope = scopes.in_scope(actor.user_id)
    return form_page(
        form,
        "moderation/case.html",
        view=view,
        beside=pane.list_pane(asked, [*asked.conditions(actor.user_id), *scope]),
        asked=asked,
        kept=asked.query,
        next_url=asked.next_url(case.public_id),
        rule_labels=RULE_LABELS,
        mine=cases.holds(actor, case),
        may_decide=view.obstacle is None,
    )
