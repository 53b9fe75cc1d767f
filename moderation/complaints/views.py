"""Complaints under the Defamation Act 2013: the form, the poster's answer, moderators' steps."""

from flask import Blueprint, make_response
from werkzeug.wrappers import Response

from community.core.forms import form_page, once
from community.core.reasonforms import ask_why
from community.core.web import (
    ANYONE,
    MODERATORS,
    SIGNED_IN,
    access,
    client_address,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
    render,
)
from moderation.complaints import access as rights
from moderation.complaints import filing, finding, letters, steps
from moderation.complaints.finding import Filed
from moderation.complaints.forms import AnswerForm, ComplaintForm, FalseForm
from moderation.defamation.answers import find_poster
from moderation.defamation.kinds import STAGE_LABELS, TO_AUTHOR
from moderation.defamation.wording import by_clock
from moderation.notifying.forms import SenderForm

blueprint = Blueprint("moderation_complaints", __name__)


@blueprint.route("/notices/<kind>/<public_id>/defamation", methods=["GET", "POST"])
@access(ANYONE)
def file(kind: str, public_id: str) -> Response:
    only_known_args()
    item = finding.get_item_to_complain_about(current_actor(), kind, public_id)
    form = ComplaintForm()

    def do() -> str:
        sent = filing.complain(item, form.draft, address=client_address())
        notice(f"We have your complaint. Its number is {sent.number}.")
        return "/notices/sent"

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    return form_page(form, "moderation/complaints/file.html", item=item)


@blueprint.get("/complaints/")
@access(SIGNED_IN)
def told() -> str:
    """List what was complained of that one posted, where its answer is given."""
    only_known_args()
    return render(
        "moderation/complaints/told.html",
        rows=[
            (one, letters.complaint_path(one.complaint), steps.can_answer(one))
            for one in finding.list_for_poster(current_actor())
        ],
    )


@blueprint.route("/complaints/<public_id>", methods=["GET", "POST"])
@access(SIGNED_IN)
def answer(public_id: str) -> Response:
    """Show who posted something what is said of it, and take their answer."""
    only_known_args()
    filed = finding.get_for_poster(current_actor(), public_id)
    form = AnswerForm()

    def do() -> str:
        steps.answer(filed, form.said)
        notice("We have your answer, and told who complained.")
        return letters.complaint_path(filed.complaint)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    complaint = filed.complaint
    return form_page(
        form,
        "moderation/complaints/answer.html",
        filed=filed,
        item=filed.item,
        copy=letters.copy_of(filed),
        can_answer=steps.can_answer(filed),
        until=_clock(filed),
        why="" if complaint.why is None else TO_AUTHOR[complaint.why],
        own=find_poster(complaint),
    )


def _clock(filed: Filed) -> str:
    until = filed.complaint.answer_by
    return "" if until is None else by_clock(until)


@blueprint.post("/moderation/complaints/<number>/tell")
@access(MODERATORS, audited="complaint.told")
def tell(number: str) -> Response:
    only_known_args()
    filed = finding.get_by_number(number)
    rights.tell_author(current_actor(), filed)
    notice(STAGE_LABELS[filed.complaint.stage])
    return redirect_path(_case_path(filed))


@blueprint.route("/moderation/complaints/<number>/poster", methods=["GET", "POST"])
@access(MODERATORS, audited="complaint.poster-read")
def poster(number: str) -> Response:
    """Show who stands by something to a moderator who says why they must know."""
    only_known_args()
    filed = finding.get_by_number(number)
    rights.require_can_act(current_actor(), filed)
    form = SenderForm()
    if form.validate_on_submit():
        with form.refusals():
            who = rights.read_poster(current_actor(), filed, form.text)
            return make_response(
                render("moderation/complaints/poster.html", filed=filed, poster=who)
            )
    return form_page(form, "moderation/complaints/reveal.html", filed=filed)


@blueprint.route("/moderation/complaints/<number>/false", methods=["GET", "POST"])
@access(MODERATORS, audited="complaint.found-false")
def found_false(number: str) -> Response:
    only_known_args()
    filed = finding.get_by_number(number)
    rights.require_can_act(current_actor(), filed)

    def do(why: str) -> str:
        rights.find_false(current_actor(), filed, why)
        notice("It is to be taken away now: decide the case.")
        return _case_path(filed)

    return ask_why(
        do, "moderation/complaints/false.html", form=FalseForm(), filed=filed
    )


def _case_path(filed: Filed) -> str:
    return f"/moderation/cases/{filed.case.public_id}"
