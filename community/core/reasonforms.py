"""The form in which somebody says why, before a power over others is used."""

from collections.abc import Callable

from werkzeug.wrappers import Response
from wtforms import StringField, validators

from community.core.forms import Form, form_page, once
from community.core.reasons import MAX_REASON, MIN_REASON


class ReasonForm(Form):
    """Why a moderator hides something or shows it again."""

    reason = StringField(
        "Reason",
        [validators.InputRequired("Give the reason.")],
        description="The author reads it.",
        render_kw={"maxlength": MAX_REASON, "minlength": MIN_REASON},
    )

    @property
    def text(self) -> str:
        return self.reason.data or ""


def ask_why(
    act: Callable[[str], str],
    template: str,
    *,
    form: ReasonForm | None = None,
    **context: object,
) -> Response:
    """Show the form; with a reason in it run `act`, which returns a path, and go there."""
    form = form or ReasonForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: act(form.text))
    return form_page(form, template, **context)
