"""Forms of the site's look and of what it says above each page."""

from datetime import date

from wtforms import BooleanField, DateField, FileField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from community.core.forms import Form
from community.dashboard.models import ANNOUNCED_LENGTH

_COLOUR = {"maxlength": "7", "spellcheck": "false", "autocapitalize": "none"}


class ColoursForm(Form):
    accent_light = StringField(
        "Accent on light pages",
        [Optional(), Length(max=7)],
        description="Links, buttons, marks. Its contrast is computed: text needs 4.5 to 1.",
        render_kw=_COLOUR,
    )
    accent_dark = StringField(
        "Accent on dark pages", [Optional(), Length(max=7)], render_kw=_COLOUR
    )
    usual = BooleanField("Wear Fairquote’s own colours")

    def show(self, light: str, dark: str) -> None:
        self.accent_light.data, self.accent_dark.data = light, dark

    @property
    def chosen(self) -> tuple[str, str]:
        return tuple(  # type: ignore[return-value]
            (field.data or "").strip().lower()
            for field in (self.accent_light, self.accent_dark)
        )


class LogoForm(Form):
    file = FileField(
        "Logo",
        description="PNG or JPEG, at most 1 MB. A clean copy is made of it: pixels alone.",
    )

    def validate_file(self, field: FileField) -> None:
        if not getattr(field.data, "filename", ""):
            raise ValidationError("Choose a file.")


class AnnouncementForm(Form):
    said = StringField(
        "Announcement",
        [InputRequired("Say something."), Length(max=ANNOUNCED_LENGTH)],
        description="One line of plain text, above every page, for everybody.",
    )
    said_until = DateField(
        "Until",
        [InputRequired("Choose its last day.")],
        description="Its last day, UTC.",
    )

    def show(self, said: str, until: date | None) -> None:
        self.said.data, self.said_until.data = said, until
