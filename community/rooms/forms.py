"""The forms of rooms."""

from collections.abc import Iterable
from typing import Any

from wtforms import EmailField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, NumberRange

from community.catalog.fields import ProductField
from community.core.forms import Form, VersionedForm, options
from community.core.selects import SelectField
from community.deals.fields import MayBeEmpty
from community.rooms.kinds import (
    CRITERION_LENGTH,
    MOST_SCORE,
    MOST_WEIGHT,
    NAME_LENGTH,
    TEXT_LENGTH,
)
from community.rooms.models import RoomCriterion

_NAME = {"maxlength": NAME_LENGTH}
_WEIGHTS = f"From 1 to {MOST_WEIGHT}."


class ButtonForm(Form):
    """A button that acts once."""


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
