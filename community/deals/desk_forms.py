"""The forms of the moderators' desk for raw deals: why, and on which ground."""

from dataclasses import dataclass

from wtforms import TextAreaField

from community.core.forms import Form, options
from community.core.reasons import REASON_LENGTH
from community.core.selects import SelectField
from community.deals.grounds import GROUNDS
from community.deals.kinds import Ground


@dataclass(frozen=True)
class Asked:
    """What a reason is asked for: the page's title, what will happen, and the button."""

    title: str
    intro: str
    button: str


READ = Asked(
    "Read a reported price",
    "You will see what was reported, without who reported it.",
    "Read it",
)
REVEAL = Asked(
    "See who reported a price",
    "They will get a mail that a moderator looked, with your reason. You can do this "
    "ten times a day.",
    "See who it is",
)
ACCEPT = Asked(
    "Accept a held price",
    "It will count from the next release on, however far off it is.",
    "Accept",
)
REJECT = Asked(
    "Reject a held price",
    "It will count in nothing. Its author gets a letter, reads the ground and your reason, "
    "and may appeal for six months; another moderator judges that.",
    "Reject",
)


class Needed:
    """Marks a field as needed and lets the rule refuse: without a reason it is a 403."""

    field_flags = {"required": True}

    def __call__(self, _form: object, _field: object) -> None:
        """Find nothing wrong with the shape."""


class ReasonForm(Form):
    """Why a moderator looks at something or decides it."""

    reason = TextAreaField(
        "Reason",
        [Needed()],
        description="Written down in the audit, with your name.",
        render_kw={"maxlength": str(REASON_LENGTH), "rows": "2"},
    )

    @property
    def text(self) -> str:
        return self.reason.data or ""


def ground_field(label: str) -> SelectField:
    """Return the list of grounds; that none is chosen is a refusal by the rule."""
    listed = [(ground, about.label) for ground, about in GROUNDS.items()]
    return SelectField(
        label,
        default="",
        choices=options([("", "Choose…"), *listed]),
        description="Its author reads it, with the house rule behind it.",
    )


class RejectForm(ReasonForm):
    """Why, and on which ground."""

    ground = ground_field("On which ground?")

    @property
    def chosen(self) -> Ground | None:
        return Ground(self.ground.data) if self.ground.data else None
