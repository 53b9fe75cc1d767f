"""What an author says against a rejection, and what a second moderator makes of it."""

from wtforms import RadioField, TextAreaField

from community.core.forms import Form, options
from community.deals.appeals.rules import LONGEST
from community.deals.desk_forms import ReasonForm
from community.deals.fields import Needed

_GRANT, _REFUSE = "grant", "refuse"


class AppealForm(Form):
    text = TextAreaField(
        "Why it should count",
        [Needed("Say why.")],
        description="A moderator who had no part in the decision reads it. Who you are "
        "is not shown: say nothing that tells.",
        render_kw={"maxlength": str(LONGEST), "rows": "6"},
    )

    @property
    def words(self) -> str:
        return self.text.data or ""


class JudgmentForm(ReasonForm):
    verdict = RadioField(
        "What do you find?",
        [Needed("Say what you find.")],
        choices=options(
            [
                (_GRANT, "It counts after all"),
                (_REFUSE, "It stays rejected"),
            ]
        ),
    )

    @property
    def grants(self) -> bool:
        return bool(self.verdict.data == _GRANT)
