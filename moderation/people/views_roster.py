"""The roster: everybody's workload for moderators; for the host, who is what, and where."""

from flask import Blueprint
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField, StringField, widgets
from wtforms.validators import InputRequired, Length

from community.accounts.forms import known_password, typed
from community.core.forms import Form, form_page, once, options
from community.core.web import (
    HOSTS,
    STAFF,
    access,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
)
from moderation.people import appointing, roster
from moderation.scopes import scope_of

blueprint = Blueprint("moderation_roster", __name__, url_prefix="/moderation/roster")
_HERE = "/moderation/roster/"


class AppointForm(Form):
    """Whom the host makes a moderator."""

    handle = StringField(
        "Handle",
        [InputRequired("Whose?"), Length(max=40)],
        description="Of a member. They log in again, with two factors.",
        render_kw={"maxlength": 40, "autocomplete": "off"},
    )


class HostForm(Form):
    """Whom the host makes a host as well."""

    handle = StringField(
        "Handle",
        [InputRequired("Whose?"), Length(max=40)],
        id="host-handle",
        description="Of a member. They log in again, with two factors, and may do "
        "all that you may.",
        render_kw={"maxlength": 40, "autocomplete": "off"},
    )
    current_password = known_password(
        "Your password", "So that nobody else at your device can do this."
    )


class DismissForm(Form):
    """Taking a host's rights from somebody."""

    current_password = known_password(
        "Your password", "So that nobody else at your device can do this."
    )


class ScopeForm(Form):
    """Where somebody moderates."""

    categories = SelectMultipleField(
        "Categories",
        description="None: all of them, and what belongs to none.",
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )


@blueprint.get("/")
@access(STAFF)
def show() -> Response:
    only_known_args()
    return _page()


@blueprint.post("/appoint")
@access(HOSTS)
def appoint() -> Response:
    form = AppointForm()

    def do() -> str:
        user = appointing.appoint(current_actor(), form.handle.data or "")
        notice(f"{user.handle} moderates now.")
        return _HERE

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    return _page(appointing_form=form)


@blueprint.post("/hosts/appoint")
@access(HOSTS)
def appoint_host() -> Response:
    form = HostForm()
    if form.validate_on_submit():
        with form.refusals():
            user = appointing.appoint_host(
                current_actor(),
                form.handle.data or "",
                password=typed(form.current_password),
            )
            notice(f"{user.handle} is a host now.")
            return redirect_path(_HERE)
    return _page(host_form=form)


@blueprint.route("/hosts/<handle>/dismiss", methods=["GET", "POST"])
@access(HOSTS)
def dismiss_host(handle: str) -> Response:
    only_known_args()
    user, form = roster.get_host(handle), DismissForm()
    if form.validate_on_submit():
        with form.refusals():
            appointing.dismiss_host(
                current_actor(), user, password=typed(form.current_password)
            )
            notice(f"{handle} is a member again.")
            return redirect_path(_HERE)
    return form_page(form, "moderation/people/dismiss_host.html", person=user)


@blueprint.post("/<handle>/dismiss")
@access(HOSTS)
def dismiss(handle: str) -> Response:
    appointing.dismiss(current_actor(), roster.get_moderator(handle))
    notice(f"{handle} is a member again.")
    return redirect_path(_HERE)


@blueprint.route("/<handle>/scope", methods=["GET", "POST"])
@access(HOSTS)
def scope(handle: str) -> Response:
    only_known_args()
    user = roster.get_moderator(handle)
    form = ScopeForm(categories=[str(one) for one in scope_of(user.id)])
    form.categories.choices = options(
        (str(number), name) for number, name in roster.categories().items()
    )

    def do() -> str:
        chosen = [int(one) for one in form.categories.data or ()]
        appointing.set_scope(current_actor(), user, chosen)
        return _HERE

    if form.validate_on_submit():
        return once(form, do)
    return form_page(form, "moderation/people/scope.html", person=user)


def _page(
    *, appointing_form: AppointForm | None = None, host_form: HostForm | None = None
) -> Response:
    """Return the page with both forms; the one that was refused as it was sent."""
    return form_page(
        host_form or appointing_form or AppointForm(),
        "moderation/people/roster.html",
        moderators=roster.list_moderators(),
        hosts=roster.list_hosts(),
        appointing=appointing_form or AppointForm(),
        hosting=host_form or HostForm(),
    )
