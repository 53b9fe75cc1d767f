"""The moderators' desk for notes: what waits, as others would read it, and what comes of it."""

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
from community.deals.access import require_decider
from community.deals.notes import queries, rules
from community.deals.notes.forms import NoteForm
from community.deals.notes.listing import note_rows

blueprint = Blueprint("note_desk", __name__, url_prefix="/moderation/deals/notes")


@blueprint.get("/")
@access(MODERATORS, audited="note.list")
def index() -> str:
    only_known_args("after")
    page = queries.list_waiting(current_actor(), after=after_cursor())
    return render("deals/notes/desk.html", page=page, rows=note_rows(page.items))


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@access(MODERATORS, audited="note.decide")
def decide(public_id: str) -> str | Response:
    only_known_args()
    note = queries.get_note(public_id)
    require_decider(current_actor(), note.deal)
    form = NoteForm(data={"note": note.text})
    if form.validate_on_submit():
        with form.refusals():
            if form.is_accepted:
                text = form.note.data or ""
                rules.accept_note(current_actor(), note, text, form.text)
                notice("Accepted: it is shown with the next release.")
            else:
                rules.reject_note(current_actor(), note, form.text, form.chosen)
                notice("Rejected; its author reads why.")
            return redirect_to("note_desk.index")
    (row,) = note_rows([note])
    return form_page(form, "deals/notes/item.html", row=row, note=note)
