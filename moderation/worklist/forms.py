"""The form of a decision about several cases."""

from wtforms import RadioField
from wtforms.validators import InputRequired

from community.core.forms import Form, options
from moderation.forms import facts_field, reason_field, rule_field
from moderation.kinds import VERDICT_LABELS, Reason, Verdict
from moderation.worklist.bulk import VERDICTS, Wanted


class BulkForm(Form):
    """What is made of all that were chosen, and why."""

    verdict = RadioField(
        "Decision",
        [InputRequired("Decide.")],
        choices=options([(one, VERDICT_LABELS[one]) for one in VERDICTS]),
    )
    reason = reason_field("No rule is broken", sent_to="each author")
    facts = facts_field(sent_to="each author")
    rule = rule_field()

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            verdict=Verdict(self.verdict.data),
            reason=Reason(self.reason.data) if self.reason.data else None,
            facts=self.facts.data or "",
            rule=self.rule.data or "",
        )
