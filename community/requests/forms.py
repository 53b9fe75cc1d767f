"""The forms of requests: what would be sent is shown before it is."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, timedelta

from wtforms import (
    DateField,
    DateTimeLocalField,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired

from community.accounts.traits import (
    REGION_LABELS,
    PublicSize,
    Region,
    Traits,
    public_size,
)
from community.catalog.fields import VendorField
from community.core.forms import Form, options
from community.core.selects import SelectField
from community.core.zones import zone_names
from community.reps.models import RepClaim
from community.requests.drafts import Draft, Told
from community.requests.kinds import (
    LENGTHS,
    MEETING_LABELS,
    REVEAL_LABELS,
    STEPS,
    Meeting,
    Reveals,
)
from community.requests.models import (
    MOST_STARS,
    NAME_LENGTH,
    PLACE_LENGTH,
    SUBJECT_LENGTH,
)
from community.requests.rules.meeting import Proposal
from community.reviews.drafts import MAX_TEXT

_USUAL_DAYS = timedelta(days=14)
_APART = frozenset({"seen", "csrf_token", "submission_key"})


class VendorForm(Form):
    """Which vendor somebody would ask."""

    vendor = VendorField("Vendor", validators=[DataRequired("Name the vendor.")])


class ShownForm(Form):
    """A form whose consequence is shown first: it is sent as it was seen, or not at all."""

    seen = HiddenField()

    @property
    def was_shown(self) -> bool:
        return self.seen.data == self._digest()

    def note_shown(self) -> None:
        """Have the next sending be for what is shown now."""
        self.seen.data = self._digest()

    def _digest(self) -> str:
        typed = [[one.name, str(one.data)] for one in self if one.name not in _APART]
        return hashlib.sha256(json.dumps(typed).encode()).hexdigest()


class TellingForm(ShownForm):
    """What a buyer would tell a vendor of themselves."""

    reveals = RadioField(
        "What the vendor learns of you",
        [InputRequired("Choose what is revealed.")],
        choices=options((one.value, REVEAL_LABELS[one]) for one in STEPS),
    )
    size = SelectField(
        "Size of your organisation",
        choices=options(
            [("", "Choose"), *((one.value, f"{one} people") for one in PublicSize)]
        ),
    )
    region = SelectField(
        "Region",
        choices=options(
            [("", "Choose"), *((one.value, REGION_LABELS[one]) for one in Region)]
        ),
    )
    name = StringField(
        "Name",
        render_kw={"autocomplete": "name", "maxlength": NAME_LENGTH},
    )

    def fill(self, traits: Traits) -> None:
        """Choose the size and region of the profile, where nothing was typed."""
        if not self.is_submitted():
            size = traits.org_size
            self.size.data = "" if size is None else public_size(size).value
            self.region.data = traits.region.value if traits.region else ""

    @property
    def told(self) -> Told:
        return Told(
            reveals=Reveals(self.reveals.data),
            size=PublicSize(self.size.data) if self.size.data else None,
            region=Region(self.region.data) if self.region.data else None,
            name=self.name.data or "",
        )


class PassOnForm(Form):
    """Whom a buyer lets read on, now that whom they chose is gone."""

    to = SelectField("Who reads on", choices=[])

    def offer(self, vendor: str, team: Sequence[RepClaim]) -> None:
        named = [(one.public_id, one.signature) for one in team]
        self.to.choices = options([("", f"Everybody who speaks for {vendor}"), *named])


class RequestForm(TellingForm):
    """What somebody would ask a vendor privately."""

    to = SelectField("Who sees it", choices=[])
    subject = StringField(
        "What it is about, in a line",
        [InputRequired("Say in a line what it is about.")],
        render_kw={"maxlength": SUBJECT_LENGTH},
    )
    body = TextAreaField(
        "Question",
        [InputRequired("Write your question first.")],
        description="Markdown works. The vendor reads every word: say nothing here that "
        "tells more of you than you choose below.",
        render_kw={"rows": 7, "maxlength": MAX_TEXT},
    )
    last_day = DateField(
        "Last day",
        [InputRequired("Choose the last day.")],
        description="After it nobody of the vendor finds the request any more.",
    )

    def offer(self, vendor: str, team: Sequence[RepClaim], today: date) -> None:
        """Let the whole team be chosen, or one of those who speak for the vendor."""
        named = [(one.public_id, one.signature) for one in team]
        everybody = ("", f"Everybody who speaks for {vendor}")
        self.to.choices = options([everybody, *named])
        if not self.is_submitted():
            self.last_day.data = self.last_day.data or today + _USUAL_DAYS
            self.reveals.data = self.reveals.data or Reveals.NOTHING.value

    @property
    def draft(self) -> Draft:
        day = self.last_day.data
        assert day is not None  # noqa: S101 - the field is required
        return Draft(
            subject=self.subject.data or "",
            body=self.body.data or "",
            told=self.told,
            last_day=day,
            to=self.to.data or "",
        )


class RevealForm(TellingForm):
    """How much more a buyer tells of themselves."""

    def leave(self, steps: Sequence[Reveals]) -> None:
        """Offer what is not told yet."""
        self.reveals.choices = options((one.value, REVEAL_LABELS[one]) for one in steps)


class MessageForm(Form):
    """What one side says in a request."""

    body = TextAreaField(
        "Message",
        [InputRequired("Write your message first.")],
        description="Markdown works.",
        render_kw={"rows": 5, "maxlength": MAX_TEXT},
    )

    @property
    def text(self) -> str:
        return self.body.data or ""


class ButtonForm(Form):
    """One button, where its page says what it does."""


class TimeForm(Form):
    """When a representative would call or show something, on their own clock."""

    meeting = SelectField(
        "What",
        choices=options((one.value, MEETING_LABELS[one]) for one in Meeting),
    )
    starts = DateTimeLocalField("Starts", [InputRequired("Choose day and time.")])
    zone = SelectField("Time zone", choices=[])
    minutes = SelectField(
        "How long",
        choices=options((str(one), f"{one} minutes") for one in LENGTHS),
    )
    place = StringField(
        "Where",
        [InputRequired("Say how you meet.")],
        description="The address of a conference, or a number that the buyer calls.",
        render_kw={"maxlength": PLACE_LENGTH, "autocomplete": "off"},
    )

    def offer(self, zone: str) -> None:
        self.zone.choices = options((one, one) for one in zone_names())
        if not self.is_submitted():
            self.zone.data = self.zone.data or zone
            self.minutes.data = self.minutes.data or "30"

    @property
    def proposal(self) -> Proposal:
        shown = self.starts.data
        assert shown is not None  # noqa: S101 - the field is required
        return Proposal(
            meeting=Meeting(self.meeting.data),
            shown=shown,
            zone=str(self.zone.data),
            minutes=int(self.minutes.data or 0),
            place=self.place.data or "",
        )


class StarsForm(Form):
    """How a buyer found the contact."""

    stars = RadioField(
        "How was the contact?",
        [InputRequired("Choose one to five stars.")],
        choices=options(
            (str(one), f"{one} star" if one == 1 else f"{one} stars")
            for one in range(1, MOST_STARS + 1)
        ),
    )
