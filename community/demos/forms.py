"""The forms of events: what an organiser announces, and what a buyer reveals by registering."""

from datetime import datetime

from wtforms import DateTimeLocalField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from community.catalog.fields import ProductField
from community.core.forms import VersionedForm, options
from community.core.selects import SelectField
from community.core.zones import in_zone, zone_names
from community.demos.kinds import KIND_LABELS, LENGTHS, DemoKind
from community.demos.models import LINK_LENGTH, MOST_SEATS, TITLE_LENGTH
from community.demos.plans import Plan
from community.demos.queries import Row
from community.requests.forms import TellingForm
from community.requests.kinds import REVEAL_LABELS, STEPS, Reveals
from community.reviews.drafts import MAX_TEXT

LEARNS = "What the organiser learns of you"
_LABELS = {**REVEAL_LABELS, Reveals.NOTHING: "Nothing: I am counted, no more"}


class RegisterForm(TellingForm):
    """What a buyer reveals by registering."""

    def offer(self) -> None:
        self.reveals.choices = options((one.value, _LABELS[one]) for one in STEPS)
        self.reveals.label.text = LEARNS
        if not self.is_submitted():
            self.reveals.data = self.reveals.data or Reveals.NOTHING.value


class PlanForm(VersionedForm):
    """What an organiser announces, on a clock that they name."""

    kind = SelectField(
        "What", choices=options((one.value, KIND_LABELS[one]) for one in DemoKind)
    )
    title = StringField(
        "What is shown, in a line",
        [InputRequired("Say in a line what is shown.")],
        render_kw={"maxlength": TITLE_LENGTH},
    )
    body = TextAreaField(
        "What it is about",
        [InputRequired("Say what those who come will learn.")],
        description="Markdown works. Everybody reads it; the address to join has a field "
        "of its own.",
        render_kw={"rows": 6, "maxlength": MAX_TEXT},
    )
    product = ProductField("Product")
    starts = DateTimeLocalField("Starts", [InputRequired("Choose day and time.")])
    zone = SelectField("Time zone", choices=[])
    minutes = SelectField(
        "How long",
        choices=options((str(one), f"{one} minutes") for one in LENGTHS),
    )
    link = StringField(
        "Address to join",
        [InputRequired("Give the address of the conference.")],
        description="It begins with https://. Only those who register see it, while they "
        "are registered.",
        render_kw={"maxlength": LINK_LENGTH, "autocomplete": "off", "inputmode": "url"},
    )
    seats = IntegerField(
        "Seats",
        [Optional(), NumberRange(1, MOST_SEATS, f"Choose 1 to {MOST_SEATS:,}.")],
        description="Empty for as many as come.",
        render_kw={"min": 1, "max": MOST_SEATS},
    )

    def offer(self, zone: str) -> None:
        """Fill in what is usual."""
        self.zone.choices = options((one, one) for one in zone_names())
        self.version.data = self.version.data or 1
        if not self.is_submitted():
            self.zone.data = self.zone.data or zone
            self.minutes.data = self.minutes.data or "45"

    def fill(self, row: Row) -> None:
        """Fill in what is announced, on the clock on which it was."""
        if self.is_submitted():
            return
        demo = row.demo
        self.kind.data, self.title.data = demo.kind.value, demo.title
        self.body.data, self.link.data = demo.source, demo.link
        self.seats.data = demo.seats
        self.minutes.data, self.zone.data = str(demo.minutes), demo.zone
        self.starts.data = in_zone(demo.starts_at, demo.zone).replace(tzinfo=None)
        self.version.data = demo.version
        if row.product is not None:
            self.product.offer(row.product)

    @property
    def plan(self) -> Plan:
        shown = self.starts.data
        assert isinstance(shown, datetime)  # noqa: S101 - the field is required
        product = self.product.product
        return Plan(
            kind=DemoKind(self.kind.data),
            title=self.title.data or "",
            body=self.body.data or "",
            shown=shown,
            zone=str(self.zone.data),
            minutes=int(self.minutes.data or 0),
            link=self.link.data or "",
            seats=self.seats.data,
            product_id=None if product is None else product.id,
        )
