"""The form for a token: a name, what it may do, how long, and the password."""

from wtforms import PasswordField, SelectMultipleField, StringField, validators
from wtforms.widgets import CheckboxInput, ListWidget

from community.api.scopes import LIFETIMES, LONGEST_LABEL, SCOPE_LABELS, Scope
from community.core.forms import Form, options
from community.core.selects import SelectField


class TokenForm(Form):
    """A new token."""

    label = StringField(
        "Name",
        [validators.InputRequired("Give it a name.")],
        description="So that you know later which program has it.",
        render_kw={"maxlength": LONGEST_LABEL, "autocomplete": "off"},
    )
    # Not required here but by the rule: browsers would want each box ticked.
    scopes = SelectMultipleField(
        "It may",
        choices=options((one, SCOPE_LABELS[one]) for one in Scope),
        default=(Scope.READ_PUBLIC,),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    days = SelectField(
        "It ends after",
        [validators.InputRequired("Choose how long it works.")],
        choices=options((str(one), f"{one} days") for one in LIFETIMES),
        default="90",
    )
    current_password = PasswordField(
        "Password",
        [validators.InputRequired("Give your password.")],
        description="So that nobody else at your device can do this.",
        render_kw={"autocomplete": "current-password"},
    )

    @property
    def wanted(self) -> list[Scope]:
        return [Scope(one) for one in self.scopes.data or ()]
