"""The forms on a person's page: a measure, a note."""

from wtforms import (
    IntegerField,
    RadioField,
    SelectMultipleField,
    TextAreaField,
    widgets,
)
from wtforms.validators import InputRequired, NumberRange

from community.core.forms import Form, options
from community.core.rights import RIGHT_LABELS, Right
from community.core.selects import SelectField
from moderation.forms import facts_field, reason_field, rule_field
from moderation.kinds import Reason
from moderation.people.models import NOTE_LENGTH, MeasureKind
from moderation.people.rules import LADDER, MeasureDraft

_MOST_SEEN = 1_000_000
_KINDS = (
    (MeasureKind.WARNED, "Warn: they confirm that they read it before they post again"),
    (MeasureKind.LIMITED, "Take single rights away, for a time"),
    (MeasureKind.SUSPENDED, "Suspend: they read, and post nothing"),
)
_DAYS = [(str(one), "1 day" if one == 1 else f"{one} days") for one in LADDER]


class MeasureForm(Form):
    """What a moderator decides about somebody, and why."""

    kind = RadioField("Measure", [InputRequired("Choose.")], choices=options(_KINDS))
    rights = SelectMultipleField(
        "Rights",
        choices=options([(str(one), label) for one, label in RIGHT_LABELS.items()]),
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )
    days = SelectField("For how long", choices=options([*_DAYS, ("", "For good")]))
    reason = reason_field("Choose")
    facts = facts_field()
    rule = rule_field()
    seen = IntegerField(
        "Seen",
        [
            InputRequired("Open the page again."),
            NumberRange(0, _MOST_SEEN, "Open the page again."),
        ],
        widget=widgets.HiddenInput(),
    )

    def start_over_from(self, seen: int) -> None:
        """Have the next sending count: what was decided meanwhile is on the page."""
        self.seen.data = seen
        self.seen.raw_data = None

    @property
    def draft(self) -> MeasureDraft:
        return MeasureDraft(
            kind=MeasureKind(self.kind.data),
            rights=tuple(Right(one) for one in self.rights.data or ()),
            days=int(self.days.data) if self.days.data else None,
            reason=Reason(self.reason.data) if self.reason.data else None,
            facts=self.facts.data or "",
            rule=self.rule.data or "",
            seen=self.seen.data or 0,
        )


class NoteForm(Form):
    """What other moderators should know."""

    text = TextAreaField(
        "Note",
        [InputRequired("Write something.")],
        description="Moderators alone read it.",
        render_kw={"rows": 3, "maxlength": NOTE_LENGTH},
    )
