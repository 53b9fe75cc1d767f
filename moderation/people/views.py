"""A person's page for moderators: history, measures, notes; and confirming a warning."""

from flask import Blueprint
from werkzeug.wrappers import Response

from community.accounts.models import User
from community.core.errors import Conflict
from community.core.forms import form_page, once
from community.core.reasonforms import ask_why
from community.core.web import (
    MODERATORS,
    SIGNED_IN,
    access,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
)
from moderation.lines import get_action
from moderation.people import queries, rules
from moderation.people.access import (
    can_decide_about,
    can_note,
    is_scoped,
    require_can_note,
)
from moderation.people.forms import MeasureForm, NoteForm

blueprint = Blueprint("moderation_people", __name__)


@blueprint.get("/moderation/people/<handle>")
@access(MODERATORS)
def show(handle: str) -> Response:
    only_known_args()
    user = queries.get_person(handle)
    return _page(user, MeasureForm(seen=rules.count_measures(user.id)))


@blueprint.post("/moderation/people/<handle>/decide")
@access(MODERATORS, audited="person.decide")
def decide(handle: str) -> Response:
    user = queries.get_person(handle)
    form = MeasureForm()

    def do() -> str:
        rules.decide_about(current_actor(), user, form.draft)
        notice("Decided. They are told, and you can undo it for ten minutes.")
        return _path(user)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    if isinstance(form.refused_by, Conflict):
        form.start_over_from(rules.count_measures(user.id))
    return _page(user, form)


@blueprint.route("/moderation/people/<handle>/notes", methods=["GET", "POST"])
@access(MODERATORS, audited="person.note")
def write_note(handle: str) -> Response:
    only_known_args()
    user = queries.get_person(handle)
    require_can_note(current_actor(), user)
    form = NoteForm()

    def do() -> str:
        rules.write_note(current_actor(), user, form.text.data or "")
        return _path(user)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    return form_page(form, "moderation/people/note.html", person=user)


@blueprint.route("/moderation/measures/<public_id>/lift", methods=["GET", "POST"])
@access(MODERATORS, audited="person.lift")
def lift(public_id: str) -> Response:
    only_known_args()
    measure = queries.get_measure(public_id)
    action, case = get_action(public_id)

    def do(why: str) -> str:
        rules.lift(current_actor(), measure, why)
        notice("Lifted. They are told.")
        return f"/moderation/people/{case.title.removeprefix('Member ')}"

    return ask_why(do, "moderation/people/lift.html", action=action, case=case)


@blueprint.post("/statements/<public_id>/confirm")
@access(SIGNED_IN)
def confirm(public_id: str) -> Response:
    action, _ = get_action(public_id)
    rules.confirm(current_actor(), action)
    notice("Thank you. You can go on.")
    return redirect_path(f"/statements/{public_id}")


def _path(user: User) -> str:
    return f"/moderation/people/{user.handle}"


def _page(user: User, form: MeasureForm) -> Response:
    return form_page(
        form,
        "moderation/people/show.html",
        view=queries.view_person(current_actor(), user),
        may_decide=can_decide_about(current_actor(), user),
        may_note=can_note(current_actor(), user),
        is_scoped=is_scoped(current_actor()),
        is_self=user.id == current_actor().user_id,
    )
