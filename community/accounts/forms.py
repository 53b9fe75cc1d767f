"""The forms of accounts: shape and wording; what is true is the rules' business."""

from wtforms import (
    BooleanField,
    EmailField,
    PasswordField,
    StringField,
    validators,
)

from community.accounts import handles
from community.accounts.addresses import MOST_CHARACTERS as LONGEST_EMAIL
from community.accounts.passwords import FEWEST_CHARACTERS
from community.accounts.passwords import MOST_CHARACTERS as LONGEST_PASSWORD
from community.accounts.rules.grouping import REASON_LENGTH
from community.accounts.traits import (
    INDUSTRY_LABELS,
    ORG_SIZE_LABELS,
    REGION_LABELS,
    Industry,
    OrgSize,
    Region,
    Traits,
)
from community.core.forms import Form, options
from community.core.selects import SelectField
from community.core.zones import zone_names

_NAME = {"autocapitalize": "none", "spellcheck": "false"}
_PASSWORD_HINT = (
    f"{FEWEST_CHARACTERS} characters or more, of any kind. A few words in a row are "
    "easy to keep; a password manager is better still."
)
_UNSAID = ("", "Rather not say")


# A blank is not an empty choice: it would skip the check of what is on offer.
_UNSAID_IS_FINE = validators.Optional(strip_whitespace=False)


def typed(field: StringField) -> str:
    """Return what stands in a field that has been sent."""
    return field.data or ""


def _required(sentence: str) -> validators.InputRequired:
    return validators.InputRequired(sentence)


def _at_most(count: int) -> validators.Length:
    return validators.Length(max=count, message=f"Use at most {count:,} characters.")


def _email(label: str, hint: str = "") -> EmailField:
    return EmailField(
        label,
        [_required("Give your e-mail address."), _at_most(LONGEST_EMAIL)],
        description=hint,
        render_kw={"autocomplete": "email", **_NAME},
    )


def _new_password(label: str) -> PasswordField:
    return PasswordField(
        label,
        [_required("Choose a password."), _at_most(LONGEST_PASSWORD)],
        description=_PASSWORD_HINT,
        render_kw={"autocomplete": "new-password"},
    )


def known_password(label: str, hint: str = "") -> PasswordField:
    return PasswordField(
        label,
        [_required("Give your password.")],
        description=hint,
        render_kw={"autocomplete": "current-password"},
    )


class RegisterForm(Form):
    handle = StringField(
        "Handle",
        [
            _required("Choose a handle."),
            validators.Length(
                max=100,
                message=f"Use at most {handles.MOST_CHARACTERS} characters.",
            ),
        ],
        description="Everybody sees it beside what you write. We suggest a pseudonym, "
        "so that nobody can tell your employer by your name.",
        render_kw={"autocomplete": "off", **_NAME},
    )
    email = _email(
        "E-mail address",
        "Nobody ever sees it. We send a link there to prove that it is yours.",
    )
    password = _new_password("Password")


class LoginForm(Form):
    name = StringField(
        "Handle or e-mail address",
        [_required("Give your handle or e-mail address."), _at_most(LONGEST_EMAIL)],
        render_kw={"autocomplete": "username", **_NAME},
    )
    password = known_password("Password")
    remember = BooleanField("Keep me logged in on this device")


def _code(hint: str) -> StringField:
    return StringField(
        "Code",
        [_required("Give a code."), _at_most(40)],
        description=hint,
        render_kw={"autocomplete": "one-time-code", **_NAME},
    )


class CodeForm(Form):
    """The second step of a log-in."""

    code = _code("The six digits that your app shows, or one of your recovery codes.")


class EnrolForm(Form):
    """A code besides the password, to turn two factors on or off, or for new recovery codes."""

    code = _code("The six digits that your app shows now.")
    current_password = known_password(
        "Password", "So that nobody else at your device can do this."
    )


class EmailForm(Form):
    """Ask for one of our mails."""

    email = _email("E-mail address")


class ResetForm(Form):
    password = _new_password("New password")


class PasswordForm(Form):
    current_password = known_password("Current password")
    password = _new_password("New password")


class NewEmailForm(Form):
    email = _email(
        "New e-mail address", "We send a link there to prove that it is yours."
    )
    current_password = known_password(
        "Password", "So that nobody else at your device can do this."
    )


class WorkEmailForm(Form):
    email = _email(
        "Your address at work", "We send a link there, and forget the address."
    )


class GroupForm(Form):
    into = StringField(
        "Is part of the organisation with the domain",
        [_required("Name a domain."), _at_most(LONGEST_EMAIL)],
        render_kw={"autocomplete": "off", **_NAME},
    )
    reason = StringField(
        "Reason",
        [_required("Say why."), _at_most(REASON_LENGTH)],
        description="How you know that the two are one.",
    )


class ApartForm(Form):
    reason = StringField(
        "Reason",
        [_required("Say why."), _at_most(REASON_LENGTH)],
        description="How you know that it stands by itself.",
    )


class ConfirmForm(Form):
    """One button that does what a mailed link only asks for."""


class ProfileForm(Form):
    org_size = SelectField(
        "People in your organisation",
        [_UNSAID_IS_FINE],
        choices=options([_UNSAID, *ORG_SIZE_LABELS.items()]),
    )
    industry = SelectField(
        "Industry",
        [_UNSAID_IS_FINE],
        choices=options([_UNSAID, *INDUSTRY_LABELS.items()]),
    )
    region = SelectField(
        "Region",
        [_UNSAID_IS_FINE],
        choices=options([_UNSAID, *REGION_LABELS.items()]),
    )
    time_zone = SelectField(
        "Time zone",
        choices=options((one, one.replace("_", " ")) for one in zone_names()),
        description="In which pages and mails tell you the time.",
    )
    may_be_asked = BooleanField(
        "Ask me about products that I know",
        description="Questions about what you bought may come by mail. Who asks never "
        "learns who was asked, or whether anybody was.",
    )

    @property
    def traits(self) -> Traits:
        """Return what was chosen, in the types of the rule."""
        size, industry, region = (
            self.org_size.data,
            self.industry.data,
            self.region.data,
        )
        return Traits(
            org_size=OrgSize(size) if size else None,
            industry=Industry(industry) if industry else None,
            region=Region(region) if region else None,
        )
