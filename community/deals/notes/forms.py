"""What a moderator makes of a note: as it will be read, yes or no, and why."""

from wtforms import RadioField, TextAreaField
from wtforms.validators import Length

from community.core.forms import options
from community.deals.desk_forms import RejectForm, ground_field
from community.deals.fields import Needed
from community.deals.models import NOTE_LENGTH
from community.deals.notes.kinds import Verdict


class NoteForm(RejectForm):
    """The text may lose words and gain none."""

    note = TextAreaField(
        "As others will read it",
        [Length(max=2 * NOTE_LENGTH, message="That is longer than it was.")],
        description="Take out whatever still tells who wrote it, when, or how much.",
        render_kw={"rows": "6"},
    )
    verdict = RadioField(
        "May it be shown?",
        [Needed("Say whether it may.")],
        choices=options([(Verdict.ACCEPT, "Yes"), (Verdict.REJECT, "No")]),
    )

    ground = ground_field("If not, on which ground?")

    @property
    def is_accepted(self) -> bool:
        return bool(self.verdict.data == Verdict.ACCEPT)
