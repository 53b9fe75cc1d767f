"""What moderators fill in to choose a product's breakdowns."""

from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length

from community.core.forms import Form, options
from community.core.selects import SelectField
from community.prices.dimensions import Dimension
from community.prices.rules import LONGEST_REASON
from community.prices.wording import DIMENSION_WORDS

_NONE = ("", "None")
_DIMENSIONS = options(
    [_NONE, *((one.value, DIMENSION_WORDS[one][0]) for one in Dimension)]
)


class BreakdownForm(Form):
    first = SelectField(
        "Breakdown",
        choices=_DIMENSIONS,
        description="Shown from 20 organisations on, in parts of at least 8.",
    )
    second = SelectField(
        "Second breakdown",
        choices=_DIMENSIONS,
        description="Shown from 40 organisations on, in parts of at least 20.",
    )
    instead_of_quartiles = BooleanField(
        "With 12 to 19 organisations, show the breakdown and no quartiles"
    )
    reason = StringField(
        "Reason",
        [DataRequired("Say why; the audit keeps it."), Length(max=LONGEST_REASON)],
        description="What buyers of this product compare by.",
    )
