"""One click that hands a case on, and the moderators' talk about it."""

from flask import Blueprint
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from community.core.forms import Form, form_page, once
from community.core.web import (
    MODERATORS,
    access,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
)
from moderation import cases
from moderation.access import require_can_decide
from moderation.escalation import rules
from moderation.escalation.models import WORDS_LENGTH
from moderation.items import item_of

blueprint = Blueprint(
    "moderation_escalation", __name__, url_prefix="/moderation/cases/<public_id>"
)


class ReplyForm(Form):
    """What the other moderators should know of a case."""

    text = TextAreaField(
        "To the other moderators",
        [InputRequired("Write something.")],
        description="Those alone read it who may decide this case. Name nobody who is "
        "private.",
        render_kw={"rows": 3, "maxlength": WORDS_LENGTH},
    )


@blueprint.post("/escalate")
@access(MODERATORS, audited="case.escalate")
def escalate(public_id: str) -> Response:
    only_known_args()
    rules.escalate(current_actor(), cases.get_case(public_id))
    notice("The others see that you ask for one of them. Tell them why, if you like.")
    return redirect_path(f"/moderation/cases/{public_id}#talk")


@blueprint.route("/replies", methods=["GET", "POST"])
@access(MODERATORS, audited="case.reply")
def reply(public_id: str) -> Response:
    only_known_args()
    case = cases.get_case(public_id)
    require_can_decide(current_actor(), item_of(case))
    form = ReplyForm()

    def do() -> str:
        rules.write(current_actor(), case, form.text.data or "")
        return f"/moderation/cases/{public_id}#talk"

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    return form_page(
        form,
        "moderation/reply.html",
        case=case,
        replies=rules.list_replies(case),
    )
