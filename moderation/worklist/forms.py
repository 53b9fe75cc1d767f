"""The form of a decision about several cases."""

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from community.core.forms import Form, options
from community.core.selects import SelectField
from moderation.kinds import REASONS, VERDICT_LABELS, Reason, Verdict
from moderation.models import FACTS_LENGTH, RULE_LENGTH
from moderation.worklist.bulk import VERDICTS, Wanted


class BulkForm(Form):
    """What is made of all that were chosen, and why."""

    verdict = RadioField(
        "Decision",
        [InputRequired("Decide.")],
        choices=options([(one, VERDICT_LABELS[one]) for one in VERDICTS]),
    )
    reason = SelectField(
        "Reason",
        choices=options(
            [
                ("", "No rule is broken"),
                *((one, about.label) for one, about in REASONS.items()),
            ]
        ),
        description="Sent to each author, and in the public log.",
    )
    facts = TextAreaField(
        "What you found",
        [InputRequired("Say what you found."), Length(max=FACTS_LENGTH)],
        description="Sent to each author; not in the public log.",
        render_kw={"rows": 3, "maxlength": FACTS_LENGTH},
    )
    rule = StringField(
        "Rule or law",
        description="The house rule of the reason, if you leave it empty.",
        render_kw={"maxlength": RULE_LENGTH},
    )

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            verdict=Verdict(self.verdict.data),
            reason=Reason(self.reason.data) if self.reason.data else None,
            facts=self.facts.data or "",
            rule=self.rule.data or "",
        )
