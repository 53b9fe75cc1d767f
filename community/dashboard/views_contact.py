"""A member lets the host contact them, for one purpose at a time, and takes that back."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from community.core.errors import NotFound
from community.core.forms import form_page, once
from community.core.web import (
    MEMBERS,
    access,
    current_actor,
    notice,
    only_known_args,
    redirect_to,
    render,
)
from community.dashboard.forms_desk import ConsentForm
from community.dashboard.leadkinds import PURPOSE_LABELS, Purpose
from community.dashboard.leads import reading, rules

blueprint = Blueprint("contact", __name__, url_prefix="/contact")


@blueprint.get("/")
@access(MEMBERS)
def show() -> str:
    only_known_args()
    own = reading.list_own(current_actor())
    standing = {one.purpose for one, _ in own if not (one.withdrawn_at or one.offer_id)}
    return render(
        "dashboard/contact.html",
        own=own,
        labels=PURPOSE_LABELS,
        open=[one for one in Purpose if one not in standing],
    )


@blueprint.route("/agree/<name>", methods=["GET", "POST"])
@access(MEMBERS)
def agree(name: str) -> Response:
    only_known_args()
    actor, purpose = current_actor(), _purpose(name)
    words = rules.words_for(actor, purpose)
    form = ConsentForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _agreed(form, purpose))
    form.words.data, form.words.raw_data = words, None
    return form_page(
        form,
        "dashboard/contact_agree.html",
        purpose=PURPOSE_LABELS[purpose],
        words=words,
    )


def _agreed(form: ConsentForm, purpose: Purpose) -> str:
    rules.give_consent(
        current_actor(), purpose, form.name.data or "", form.words.data or ""
    )
    notice("The host may contact you now, for this alone.")
    return url_for("contact.show")


def _purpose(name: str) -> Purpose:
    if name not in set(Purpose):
        raise NotFound("There is no such purpose.")
    return Purpose(name)


@blueprint.post("/<public_id>/withdraw")
@access(MEMBERS)
def withdraw(public_id: str) -> Response:
    rules.withdraw(current_actor(), public_id)
    notice("Taken back: the host finds your name and address no more.")
    return redirect_to("contact.show")
