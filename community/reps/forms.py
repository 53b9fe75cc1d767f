"""The forms of vendors' representatives and of the desk that decides about them."""

from collections.abc import Sequence

from wtforms import DateField, EmailField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from community.accounts.addresses import MOST_CHARACTERS as LONGEST_EMAIL
from community.catalog.fields import VendorField
from community.catalog.forms import PERIOD_LABELS
from community.catalog.models import Plan, Product
from community.core import reasonforms
from community.core.errors import Invalid
from community.core.forms import Form, PreviewedForm, VersionedForm, options
from community.core.liveforms import KeepingForm
from community.core.money import CURRENCIES, parse_amount
from community.core.reasons import REASON_LENGTH
from community.core.selects import SelectField
from community.reps.models import HEADING_LENGTH, NAME_LENGTH, TITLE_LENGTH
from community.reps.rules.answering import MAX_ANSWER
from community.reps.rules.disputing import MAX_TEXT as MAX_DISPUTE
from community.reps.subjects import FIGURE_LABELS, GROUNDS_LABELS
from community.reviews.drafts import MAX_TEXT


class ClaimForm(Form):
    """Who would like to speak for which vendor."""

    vendor = VendorField("Vendor", validators=[DataRequired("Name the vendor.")])
    real_name = StringField(
        "Your real name",
        [InputRequired("Give your real name."), Length(max=NAME_LENGTH)],
        description="It stands beside each official post, with your title.",
        render_kw={"autocomplete": "name", "maxlength": NAME_LENGTH},
    )
    title = StringField(
        "Your title",
        [InputRequired("Give your title."), Length(max=TITLE_LENGTH)],
        description="Head of Pricing, for instance.",
        render_kw={"autocomplete": "organization-title", "maxlength": TITLE_LENGTH},
    )
    email = EmailField(
        "Your address at the vendor",
        [InputRequired("Give your address there."), Length(max=LONGEST_EMAIL)],
        description="We send a link there. Only its domain is kept, for the moderator "
        "who decides.",
        render_kw={
            "autocomplete": "email",
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    )


class ReasonForm(reasonforms.ReasonForm):
    """Why a moderator decides as they do."""

    reason = StringField(
        "Reason",
        [InputRequired("Say why."), Length(max=REASON_LENGTH)],
        description="The audit keeps it.",
        render_kw={"maxlength": REASON_LENGTH},
    )


class ReplyForm(KeepingForm, PreviewedForm):
    """What a vendor says, before it is posted."""

    keeps = "An official text"

    body = TextAreaField(
        "Text",
        [InputRequired("Write your text first.")],
        description="Markdown works. It is signed with your name and title, and its "
        "edits are shown. Say nothing of prices to come.",
        render_kw={"rows": 9, "maxlength": MAX_TEXT},
    )

    @property
    def text(self) -> str:
        return self.body.data or ""


class AnswerForm(Form):
    """What a vendor answers to an alert on its pages."""

    body = TextAreaField(
        "Answer",
        [InputRequired("Write your answer first.")],
        description="It stands below the alert, on each of your pages, without layout.",
        render_kw={"rows": 6, "maxlength": MAX_ANSWER},
    )

    @property
    def text(self) -> str:
        return self.body.data or ""


class EditReplyForm(VersionedForm, ReplyForm):
    """A reply that exists."""


class ButtonForm(Form):
    """One button, where its page says what it does."""


class _HeadedForm(ReplyForm):
    heading = StringField(
        "Heading",
        [InputRequired("Give it a heading.")],
        render_kw={"maxlength": HEADING_LENGTH},
    )

    @property
    def shown_heading(self) -> str:
        return self.heading.data or ""


class StatementForm(_HeadedForm):
    """What a vendor states by itself."""

    product = SelectField("About", choices=[])

    def offer(self, vendor: str, products: Sequence[Product]) -> None:
        """Let the vendor as a whole be chosen, and each of its products."""
        self.found = {one.public_id: one for one in products}
        named = [(one.public_id, one.name) for one in products]
        self.product.choices = options([("", f"{vendor} as a whole"), *named])

    @property
    def chosen(self) -> Product | None:
        return self.found.get(self.product.data or "")


class EditStatementForm(EditReplyForm, _HeadedForm):
    """A statement that exists; what it is about stays."""


class ListPriceForm(Form):
    """What a vendor asks for a plan, from a day on."""

    plan = SelectField("Plan", choices=[])
    amount = StringField(
        "List price",
        [InputRequired("Give the price."), Length(max=40)],
        description="For one unit, without tax.",
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    currency = SelectField(
        "Currency", choices=options((one, one) for one in CURRENCIES)
    )
    per_period = SelectField(
        "Covers",
        choices=options((one.value, label) for one, label in PERIOD_LABELS.items()),
    )
    valid_from = DateField("In force since", [InputRequired("Give the day.")])

    def offer(self, plans: Sequence[tuple[Plan, str]]) -> None:
        self.found = {plan.public_id: plan for plan, _ in plans}
        self.plan.choices = options(
            (plan.public_id, f"{product}: {plan.name}") for plan, product in plans
        )

    @property
    def chosen(self) -> Plan | None:
        return self.found.get(self.plan.data or "")

    def validate_amount(self, field: StringField) -> None:
        """Read the number; a sentence at the field when it is none."""
        try:
            self.parsed = parse_amount(field.data or "")
        except Invalid as error:
            raise ValidationError(error.message) from None


class DisputeForm(Form):
    """What a vendor says is wrong."""

    address = StringField(
        "Address of the page or post",
        [InputRequired("Give the address."), Length(max=2_000)],
        description="Of a product’s page for its figures; of a post or a review the "
        "one under “Link”.",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    figure = SelectField(
        "Which figure, if it is a product’s page",
        choices=options((one.value, label) for one, label in FIGURE_LABELS.items()),
    )
    grounds = RadioField(
        "What is wrong",
        [InputRequired("Choose what is wrong.")],
        choices=options((one.value, label) for one, label in GROUNDS_LABELS.items()),
    )
    text = TextAreaField(
        "How we can see that",
        [InputRequired("Say what is wrong.")],
        description="Everybody reads this, your name and the moderator’s answer.",
        render_kw={"rows": 6, "maxlength": MAX_DISPUTE},
    )


class VerdictForm(ReasonForm):
    """A moderator's answer to a dispute."""

    verdict = RadioField(
        "Outcome",
        [InputRequired("Choose an outcome.")],
        choices=options([("upheld", "Upheld"), ("rejected", "Rejected")]),
    )
    reason = StringField(
        "Why",
        [InputRequired("Say why."), Length(max=REASON_LENGTH)],
        description="Everybody reads it. Say nothing of single deals, not even whether "
        "there are any.",
        render_kw={"maxlength": REASON_LENGTH},
    )
