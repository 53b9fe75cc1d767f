"""Legal notices by anybody: finding what is meant, the form, and the link of its mails."""

from flask import Blueprint, make_response, request
from werkzeug.wrappers import Response

from community.accounts.limits import count_unknown_profile
from community.core.errors import Invalid, NotFound
from community.core.forms import form_page, once
from community.core.web import (
    ANYONE,
    MODERATORS,
    access,
    client_address,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
    render,
)
from moderation import letters, redress
from moderation.appeals import filing
from moderation.appeals.kinds import STATE_LABELS
from moderation.appeals.letters import DECIDED_BY, NO_FURTHER, meaning
from moderation.defamation.panel import find_standing
from moderation.defamation.wording import form_path as complaint_form
from moderation.defamation.wording import takes_complaints
from moderation.kinds import ACTION_LABELS
from moderation.notices.senders import link_path
from moderation.notifying import queries, receiving, revealing
from moderation.notifying.finding import find_at, form_path, get_for
from moderation.notifying.forms import AgainForm, NoticeForm, SenderForm
from moderation.people.members import KIND as MEMBER

blueprint = Blueprint("moderation_notices", __name__)
_SENT = "/notices/sent"


@blueprint.get("/notices/")
@access(ANYONE)
def find() -> Response:
    """Lead from the address of a page to the form about what stands there."""
    only_known_args("where")
    where, wrong = request.args.get("where", ""), ""
    if where:
        try:
            item = find_at(current_actor(), where)
        except Invalid as error:
            wrong = error.message
        else:
            return redirect_path(form_path(item))
    page = render("moderation/notifying/find.html", where=where, wrong=wrong)
    return make_response(page, 422 if wrong else 200)


@blueprint.route("/notices/<kind>/<public_id>", methods=["GET", "POST"])
@access(ANYONE)
def file(kind: str, public_id: str) -> Response:
    only_known_args()
    try:
        item = get_for(current_actor(), kind, public_id)
    except NotFound:
        if kind == MEMBER:  # as on /u/: who guesses names is slowed down
            count_unknown_profile(client_address())
        raise
    form = NoticeForm()

    def do() -> str:
        sent = receiving.notify(item, form.draft, address=client_address())
        notice(f"We have your notice. Its number is {sent.number}.")
        return _SENT

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    complains_at = complaint_form(item) if takes_complaints(item) else ""
    return form_page(
        form, "moderation/notifying/file.html", item=item, complains_at=complains_at
    )


@blueprint.get(_SENT)
@access(ANYONE)
def sent() -> str:
    only_known_args()
    return render("moderation/notifying/sent.html")


@blueprint.route("/notices/mine/<token>", methods=["GET", "POST"])
@access(ANYONE)
def mine(token: str) -> Response:
    """Show a notice to whoever has its link, and take the one appeal."""
    only_known_args()
    view = queries.get_by_link(token)
    form = AgainForm()

    def do() -> str:
        filing.appeal_of_notice(
            view.notice, view.decision, view.item, form.text.data or ""
        )
        notice("We have your appeal, and wrote to you.")
        return link_path(view.notice)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    decision, result = view.decision, view.result
    answer = form_page(
        form,
        "moderation/notifying/mine.html",
        view=view,
        done="" if decision is None else ACTION_LABELS[decision.kind],
        reason="" if decision is None else letters.reason_label(decision.reason),
        decided_by="" if decision is None else letters.DECIDED_BY[decision.automated],
        until=None if decision is None else redress.last_day(decision.created_at),
        elsewhere=redress.ELSEWHERE,
        complaint=find_standing(view.notice.id, is_decided=decision is not None),
        appeal_state="" if view.appeal is None else STATE_LABELS[view.appeal.state],
        meaning="" if not (decision and result) else meaning(decision, result),
        judged_by=DECIDED_BY,
        no_further=NO_FURTHER,
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@blueprint.route("/moderation/notices/<number>/sender", methods=["GET", "POST"])
@access(MODERATORS, audited="notice.sender-read")
def sender(number: str) -> Response:
    only_known_args()
    actor = current_actor()
    found, case = queries.get_by_number(number)
    revealing.require_can_read(actor, case)
    form = SenderForm()
    if form.validate_on_submit():
        with form.refusals():
            who = revealing.read_sender(actor, found, case, form.text)
            return make_response(
                render(
                    "moderation/notifying/sender.html",
                    notice=found,
                    case=case,
                    sender=who,
                )
            )
    return form_page(form, "moderation/notifying/reveal.html", notice=found, case=case)
