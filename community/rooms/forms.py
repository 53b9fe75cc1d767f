"""The forms of rooms."""

from collections.abc import Iterable
from typing import Any

from wtforms import (
    DateField,
    EmailField,
    FileField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from community.catalog.fields import ProductField
from community.core.forms import Form, VersionedForm, options
from community.core.money import CURRENCIES
from community.core.selects import SelectField
from community.core.settings import get_settings
from community.deals.fields import AmountField, CurrencyField, MayBeEmpty
from community.rooms.kinds import (
    CRITERION_LENGTH,
    FILE_NAME_LENGTH,
    GUEST_DAYS,
    LABEL_LENGTH,
    MOST_MONTHS,
    MOST_SCORE,
    MOST_WEIGHT,
    NAME_LENGTH,
    QUOTE_NOTE_LENGTH,
    TEXT_LENGTH,
)
from community.rooms.models import Room, RoomCriterion
from community.rooms.rules.quoting import Offer

_NAME = {"maxlength": NAME_LENGTH}
_WEIGHTS = f"From 1 to {MOST_WEIGHT}."


class ButtonForm(Form):
    """A button that acts once."""


class FileForm(Form):
    """One file, and what it is called."""

    title = StringField(
        "What it is",
        [InputRequired("Say what it is.")],
        description="“Offer of March”, for instance.",
        render_kw={"maxlength": FILE_NAME_LENGTH},
    )
    file = FileField(
        "File",
        description="PDF, PNG or JPEG, up to 10 MB and 20 pages.",
        render_kw={"accept": "application/pdf,image/png,image/jpeg", "required": True},
    )

    def validate_file(self, field: FileField) -> None:
        if not getattr(field.data, "filename", ""):
            raise ValidationError("Choose a file.")

    @property
    def content(self) -> bytes:
        """What was sent, whatever it calls itself."""
        sent: bytes = self.file.data.stream.read()
        return sent


class NewForm(Form):
    """What a room is called."""

    name = StringField(
        "What you are buying",
        [InputRequired("Give the room a name.")],
        description="“CRM for the sales team”, for instance. Its people alone see it.",
        render_kw=_NAME,
    )


class RoomForm(VersionedForm):
    """A room's name and its notes."""

    name = StringField(
        "Name", [InputRequired("Give the room a name.")], render_kw=_NAME
    )
    notes = TextAreaField(
        "Notes",
        description="What everybody should know: aim, budget, dates. Markdown works.",
        render_kw={"rows": 10, "maxlength": TEXT_LENGTH},
    )


class CommentForm(Form):
    """What somebody says in a room."""

    body = TextAreaField(
        "Comment",
        [InputRequired("Write your comment first.")],
        description="Markdown works. The room’s people see it.",
        render_kw={"rows": 3, "maxlength": TEXT_LENGTH},
    )


class ProductForm(Form):
    """Which product a shortlist gets."""

    product = ProductField("Product", validators=[DataRequired("Name the product.")])


NEW_ROOM = "new"


class ShortlistForm(Form):
    """Which product goes on the shortlist of which room."""

    product = ProductField("Product", validators=[DataRequired("Name the product.")])
    room = RadioField("On the shortlist of", validate_choice=False)
    name = StringField(
        "What you are buying, for a new room",
        description="“CRM for the sales team”, for instance. Its people alone see it.",
        render_kw=_NAME,
    )

    def offer(self, rooms: Iterable[Room]) -> None:
        """Let choose among `rooms`, the first of them chosen, and a new one."""
        pairs = [
            *((one.public_id, one.name) for one in rooms),
            (NEW_ROOM, "A new room"),
        ]
        self.room.choices = options(pairs)
        if self.room.data is None:
            self.room.data = pairs[0][0]


class CriterionForm(Form):
    """What a committee goes by."""

    name = StringField(
        "Criterion",
        [InputRequired("Name the criterion.")],
        render_kw={"maxlength": CRITERION_LENGTH},
    )
    weight = IntegerField(
        "Weight",
        [
            InputRequired("Say how much it weighs."),
            NumberRange(1, MOST_WEIGHT, _WEIGHTS),
        ],
        description=f"{_WEIGHTS} One of 6 counts twice as much as one of 3.",
        render_kw={"min": 1, "max": MOST_WEIGHT, "inputmode": "numeric"},
    )


class EditCriterionForm(CriterionForm, VersionedForm):
    """The same, of one that is there."""


class InviteForm(Form):
    """Whom a room's owner invites."""

    email = EmailField(
        "E-mail address",
        [InputRequired("Give the address.")],
        description="We mail a link that works once, for seven days.",
        render_kw={"autocomplete": "off", "maxlength": 254},
    )


class QuoteForm(Form):
    """What a vendor offered."""

    choice = SelectField("Product", choices=[])
    amount = AmountField(
        "Price a year",
        [InputRequired("Give the price.")],
        description="Without tax; of what is bought for good, its price once.",
    )
    currency = CurrencyField(
        "Currency", choices=options((one, one) for one in CURRENCIES)
    )
    quantity = AmountField(
        "How many", description="Seats, users, devices: what the price is for."
    )
    term_months = IntegerField(
        "Term in months",
        [InputRequired("Say for how long."), NumberRange(1, MOST_MONTHS)],
        default=12,
        render_kw={"min": 1, "max": MOST_MONTHS, "inputmode": "numeric"},
    )
    note = StringField(
        "Note",
        description="What it includes, until when it holds.",
        render_kw={"maxlength": QUOTE_NOTE_LENGTH},
    )

    def offer_choices(self, choices: Iterable[tuple[str, str]], chosen: str) -> None:
        """Let one of `choices` be named (public id and name), `chosen` to begin with."""
        self.choice.choices = options(choices)
        if not self.is_submitted():
            self.choice.data = chosen
            self.currency.data = self.currency.data or get_settings().base_currency

    @property
    def offer(self) -> Offer:
        amount = self.amount.data
        assert amount is not None  # noqa: S101 - the field is required
        return Offer(
            amount=amount,
            currency=str(self.currency.data),
            quantity=self.quantity.data,
            term_months=self.term_months.data or 0,
            note=self.note.data or "",
        )


class EditQuoteForm(QuoteForm, VersionedForm):
    """The same, of one that is there."""


class DecisionForm(VersionedForm):
    """What was decided, and why."""

    choice = RadioField(
        "Decided for", [InputRequired("Choose what was decided for.")], choices=[]
    )
    reasons = TextAreaField(
        "Reasons",
        [InputRequired("Give the reasons: they are asked for later.")],
        description="Markdown works. What spoke for it, what against, who agreed.",
        render_kw={"rows": 6, "maxlength": TEXT_LENGTH},
    )
    renewal_on = DateField(
        "Renewal",
        [Optional()],
        description="The room’s people get a mail 90, 30 and 7 days before. "
        "It names neither product nor room.",
    )


class GuestForm(Form):
    """For whom a link is, and for how long."""

    label = StringField(
        "For whom",
        [InputRequired("Say for whom the link is.")],
        description="For your own list; the guest does not see it.",
        render_kw={"maxlength": LABEL_LENGTH},
    )
    days = SelectField(
        "Leads in for",
        choices=options((str(one), f"{one} days") for one in GUEST_DAYS),
    )


def scores_form(
    criteria: Iterable[RoomCriterion],
    choices: Iterable[tuple[str, str]],
    own: dict[str, int],
) -> Form:
    """Return a form with a field for each criterion and choice (public id and name).

    `own` are the scores so far, by the fields' names.
    """
    offered = options(
        [("", "–"), *((str(one), str(one)) for one in range(1, MOST_SCORE + 1))]
    )
    named = list(choices)
    fields: dict[str, Any] = {
        score_name(criterion.public_id, public_id): SelectField(
            # What came to the room meanwhile is not in the form that was sent.
            f"{name}, {criterion.name}",
            [MayBeEmpty()],
            choices=offered,
        )
        for criterion in criteria
        for public_id, name in named
    }
    kind = type("ScoresForm", (Form,), fields)
    form: Form = kind(data={name: str(value) for name, value in own.items()})
    return form


def score_name(criterion: str, choice: str) -> str:
    return f"s-{criterion}-{choice}"
