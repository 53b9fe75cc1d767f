"""Several cases at once: chosen in the queue, tried, and decided one by one."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from community.core.forms import form_page, once
from community.core.web import (
    MODERATORS,
    access,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
)
from moderation.worklist import bulk
from moderation.worklist.forms import BulkForm

blueprint = Blueprint("moderation_several", __name__, url_prefix="/moderation/several")


@blueprint.get("/")
@access(MODERATORS)
def back() -> Response:
    """Lead who comes back here to where cases are chosen."""
    only_known_args()
    return redirect_path("/moderation/")


@blueprint.post("/")
@access(MODERATORS, audited="case.decide")
def decide() -> Response:
    """Show what would happen to each; decide them when that has been seen."""
    ticked = bulk.read(request.form.getlist("case"))
    step = request.form.get("step", "")
    # The queue's own form brings cases and nothing else.
    form = BulkForm() if step else BulkForm(formdata=None)

    def do() -> str:
        tried = bulk.decide_all(current_actor(), ticked, form.wanted)
        left_out = [one for one in tried if one.obstacle]
        decided = len(tried) - len(left_out)
        notice(
            f"Decided: {decided} of {len(ticked)}. Each can be undone for ten minutes."
        )
        for one in left_out[:_TOLD]:
            notice(f"{one.case.title}: {one.obstacle}", "warn")
        return "/moderation/"

    tried = None
    if step and form.validate():
        tried = form.wanted.verdict
        if step == "decide":
            with form.refusals():
                return once(form, do)
    chosen = bulk.preview(current_actor(), ticked, tried)
    page = form_page(form, "moderation/several.html", chosen=chosen, tried=tried)
    if form.refused_by is None and (tried is not None or not step):
        page.status_code = 200
    return page


_TOLD = 10
