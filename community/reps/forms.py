"""The forms of vendors' representatives and of the desk that decides about them."""

from wtforms import EmailField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from community.accounts.addresses import MOST_CHARACTERS as LONGEST_EMAIL
from community.catalog.fields import VendorField
from community.core.forms import Form, VersionedForm
from community.core.reasons import REASON_LENGTH
from community.reps.models import NAME_LENGTH, TITLE_LENGTH
from community.reviews.drafts import MAX_TEXT


class ClaimForm(Form):
    """Who would like to speak for which vendor."""

    vendor = VendorField("Vendor", validators=[InputRequired("Name the vendor.")])
    real_name = StringField(
        "Your real name",
        [InputRequired("Give your real name."), Length(max=NAME_LENGTH)],
        description="It stands beside each official post, with your title.",
        render_kw={"autocomplete": "name", "maxlength": NAME_LENGTH},
    )
    title = StringField(
        "Your title",
        [InputRequired("Give your title."), Length(max=TITLE_LENGTH)],
        description="Head of Pricing, for instance.",
        render_kw={"autocomplete": "organization-title", "maxlength": TITLE_LENGTH},
    )
    email = EmailField(
        "Your address at the vendor",
        [InputRequired("Give your address there."), Length(max=LONGEST_EMAIL)],
        description="We send a link there. Only its domain is kept, for the moderator "
        "who decides.",
        render_kw={
            "autocomplete": "email",
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    )


class ReasonForm(Form):
    """Why a moderator decides as they do."""

    reason = StringField(
        "Reason",
        [InputRequired("Say why."), Length(max=REASON_LENGTH)],
        description="The audit keeps it.",
        render_kw={"maxlength": REASON_LENGTH},
    )

    @property
    def text(self) -> str:
        return self.reason.data or ""


class ReplyForm(Form):
    """What a vendor says, before it is posted."""

    preview = StringField()
    body = TextAreaField(
        "Text",
        [InputRequired("Write your text first.")],
        description="Markdown works. It is signed with your name and title, and its "
        "edits are shown. Say nothing of prices to come.",
        render_kw={"rows": 9, "maxlength": MAX_TEXT},
    )

    @property
    def text(self) -> str:
        return self.body.data or ""

    @property
    def wants_preview(self) -> bool:
        return bool(self.preview.data)


class EditReplyForm(VersionedForm, ReplyForm):
    """A reply that exists."""


class ButtonForm(Form):
    """One button, where its page says what it does."""
