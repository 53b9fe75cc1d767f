"""Forms of the desk's smaller rooms: consents, webhooks, what the site says and looks like."""

from wtforms import (
    BooleanField,
    HiddenField,
    PasswordField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from community.accounts.addresses import MOST_CHARACTERS
from community.core.forms import Form, options
from community.dashboard.leadkinds import NAME_LENGTH, WORDS_LENGTH
from community.dashboard.webhookkinds import CHOSEN, URL_LENGTH


class ConsentForm(Form):
    """Carries the words that were read: others are not agreed to."""

    words = HiddenField(validators=[Length(max=WORDS_LENGTH * 2)])
    name = StringField(
        "Name",
        [Length(max=NAME_LENGTH)],
        description="How the host may call you; may stay empty.",
        render_kw={"autocomplete": "name"},
    )
    agreed = BooleanField(
        "I agree to this", [InputRequired("Tick this, or leave the page.")]
    )


class ExportForm(Form):
    current_password = PasswordField(
        "Your password",
        [InputRequired("Give your password."), Length(max=1_024)],
        description="That you took the file is kept in the audit.",
        render_kw={"autocomplete": "current-password"},
    )


class ForgetForm(Form):
    mail = StringField(
        "Address",
        [InputRequired("Give the address."), Length(max=MOST_CHARACTERS)],
        description="All consents that stand under it are taken back.",
        render_kw={"inputmode": "email", "autocomplete": "off"},
    )


class WebhookForm(Form):
    url = StringField(
        "Address",
        [InputRequired("Give an address."), Length(max=URL_LENGTH)],
        description="https:// and a public host; redirects are not followed.",
        render_kw={"inputmode": "url", "spellcheck": "false"},
    )
    events = SelectMultipleField(
        "Events",
        choices=options([(str(one), str(one)) for one in CHOSEN]),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
