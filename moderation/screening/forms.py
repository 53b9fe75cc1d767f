"""The form of a watched pattern."""

from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from community.core.forms import VersionedForm, options
from moderation.screening.models import TOLD_LENGTH
from moderation.screening.patterns import ACTION_LABELS, LONGEST, PatternAction
from moderation.screening.watching import Wanted


class PatternForm(VersionedForm):
    """What is watched for; `version` is that of the pattern that it changes, or 1."""

    words = StringField(
        "Words to watch for",
        [InputRequired("Say which words.")],
        description="Whole words, small or capital. * stands for any characters within a "
        "word, ? for one, # for a digit: *cheapdesk.example*, +##########*",
        render_kw={"maxlength": LONGEST, "autocapitalize": "none"},
    )
    action = RadioField(
        "What is done about a text with them",
        [InputRequired("Say what is done.")],
        choices=options(ACTION_LABELS.items()),
    )
    replacement = StringField(
        "Words instead",
        [Length(max=LONGEST)],
        description="For the last of these only.",
        render_kw={"maxlength": LONGEST},
    )
    told = StringField(
        "What the author reads",
        [Length(max=TOLD_LENGTH)],
        description="Needed where a text is refused or held.",
        render_kw={"maxlength": TOLD_LENGTH},
    )

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            words=self.words.data or "",
            action=PatternAction(self.action.data),
            replacement=self.replacement.data or "",
            told=self.told.data or "",
        )
