"""The forms of appeals: why somebody thinks a decision is wrong, and what is made of it."""

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from community.core.forms import Form, VersionedForm, options
from community.core.selects import SelectField
from moderation.appeals.filing import SHORTEST
from moderation.appeals.judging import Judgement
from moderation.appeals.kinds import Ruling, Side
from moderation.appeals.models import TEXT_LENGTH
from moderation.kinds import REASONS, Reason
from moderation.models import FACTS_LENGTH, RULE_LENGTH

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
    reason = SelectField(
        "Reason, if it is hidden now",
        choices=options(
            [
                ("", "No rule is broken"),
                *((one, about.label) for one, about in REASONS.items()),
            ]
        ),
        description="Sent to the author, and in the public log.",
    )
    facts = TextAreaField(
        "What you found",
        [InputRequired("Say what you found."), Length(max=FACTS_LENGTH)],
        description="Sent to who appealed; not in the public log.",
        render_kw={"rows": 3, "maxlength": FACTS_LENGTH},
    )
    rule = StringField(
        "Rule or law",
        description="As it was decided first, if you leave it empty.",
        render_kw={"maxlength": RULE_LENGTH},
    )

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
