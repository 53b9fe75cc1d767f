"""Forms of what is offered for an address: the host's, and the one by which it is asked for."""

from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from community.accounts.addresses import MOST_CHARACTERS
from community.core.forms import Form, options
from community.core.selects import SelectField
from community.dashboard.leadkinds import (
    NAME_LENGTH,
    PURPOSE_LABELS,
    WORDS_LENGTH,
    Purpose,
)
from community.dashboard.models import Offer
from community.dashboard.offerkinds import (
    ABOUT_LENGTH,
    SOURCE_LENGTH,
    TITLE_LENGTH,
    OfferKind,
)
from community.dashboard.offers.keeping import Wanted


class AskForm(Form):
    """Carries the words that were read: others are not agreed to."""

    words = HiddenField(validators=[Length(max=WORDS_LENGTH * 2)])
    mail = StringField(
        "E-mail address",
        [InputRequired("Give the address."), Length(max=MOST_CHARACTERS)],
        description="A link goes there; until you use it, nobody is told.",
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )
    name = StringField(
        "Name",
        [Optional(), Length(max=NAME_LENGTH)],
        description="How the host may call you; may stay empty.",
        render_kw={"autocomplete": "name"},
    )
    agreed = BooleanField(
        "I agree to this", [InputRequired("Tick this, or leave the page.")]
    )


class OfferForm(Form):
    """What an offer says; which of the lower fields it has depends on its kind."""

    title = StringField(
        "Title", [InputRequired("Give a title."), Length(max=TITLE_LENGTH)]
    )
    about = TextAreaField(
        "What it is",
        [InputRequired("Say what it is."), Length(max=ABOUT_LENGTH)],
        description="A few sentences of plain text, read by everybody.",
    )
    purpose = SelectField(
        "Who takes it lets you",
        choices=options([(one.value, PURPOSE_LABELS[one]) for one in Purpose]),
        description="The consent that they read names this, and nothing else is allowed.",
    )
    source = TextAreaField(
        "Page", [Optional(), Length(max=SOURCE_LENGTH)], description="In Markdown."
    )
    subject = StringField(
        "Product or category",
        [Optional(), Length(max=500)],
        description="The address of its page of prices. The report is made of what that "
        "page shows to everybody, each time it is read.",
        render_kw={"spellcheck": "false"},
    )
    file = FileField(
        "PDF",
        description="Up to 10 MB and 20 pages. A clean copy is made: pictures of its "
        "pages, without text, links and properties. What must be read aloud is better a "
        "page.",
        render_kw={"accept": "application/pdf"},
    )

    def show(self, offer: Offer, subject: str) -> None:
        self.title.data, self.about.data = offer.title, offer.about
        self.purpose.data, self.source.data = offer.purpose.value, offer.source
        self.subject.data = subject

    def wanted(self, kind: OfferKind) -> Wanted:
        return Wanted(
            kind,
            Purpose(self.purpose.data),
            self.title.data or "",
            self.about.data or "",
            self.source.data or "",
            self.subject.data or "",
        )

    @property
    def content(self) -> bytes:
        """What was sent as a file, b"" for none."""
        if not getattr(self.file.data, "filename", ""):
            return b""
        sent: bytes = self.file.data.stream.read()
        return sent
