"""The forms of appeals: why somebody thinks a decision is wrong, and what is made of it."""

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from community.core.forms import Form, VersionedForm, options
from moderation.appeals.filing import SHORTEST
from moderation.appeals.judging import Judgement
from moderation.appeals.kinds import Ruling, Side
from moderation.appeals.models import TEXT_LENGTH
from moderation.forms import facts_field, reason_field, rule_field
from moderation.kinds import Reason

_RULINGS = {
    Side.AUTHOR: "Overturn it: the restriction is lifted",
    Side.FLAGGER: "Overturn it: what was reported is hidden",
}


class AppealForm(Form):
    """Why somebody thinks that a decision is wrong."""

    text = TextAreaField(
        "Why is it wrong?",
        [
            InputRequired("Say why."),
            Length(
                SHORTEST,
                TEXT_LENGTH,
                f"Write {SHORTEST} to {TEXT_LENGTH:,} characters.",
            ),
        ],
        description="Moderators alone read this. You can appeal once.",
        render_kw={"rows": 8, "minlength": SHORTEST, "maxlength": TEXT_LENGTH},
    )


class JudgementForm(VersionedForm):
    """What a second moderator makes of a decision, and why."""

    ruling = RadioField("Decision", [InputRequired("Decide.")])
    reason = reason_field(
        "No rule is broken", "Reason, if it is hidden now", sent_to="the author"
    )
    facts = facts_field(sent_to="who appealed")
    rule = rule_field("As it was decided first")

    @classmethod
    def about(cls, side: Side, version: int) -> "JudgementForm":
        """Return the form for an appeal: the author's asks for no reason to hide."""
        form = cls(version=version)
        form.ruling.choices = options(
            [
                (Ruling.UPHOLD, "The decision stands"),
                (Ruling.OVERTURN, _RULINGS[side]),
            ]
        )
        if side is Side.AUTHOR:
            del form.reason
        return form

    @property
    def judgement(self) -> Judgement:
        reason = self.reason.data if "reason" in self else ""
        return Judgement(
            ruling=Ruling(self.ruling.data),
            reason=Reason(reason) if reason else None,
            facts=self.facts.data or "",
            rule=self.rule.data or "",
            version=self.seen,
        )
