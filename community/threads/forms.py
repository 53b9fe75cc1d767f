"""The forms of questions and answers: shape and wording; the rules decide."""

from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
    ValidationError,
    validators,
)
from wtforms.validators import StopValidation

from community.catalog import lookup
from community.catalog.fields import ProductField
from community.catalog.models import Product, Vendor
from community.core.errors import Invalid
from community.core.forms import Form, PreviewedForm, VersionedForm, options
from community.core.liveforms import KeepingForm, LiveForm
from community.core.money import parse_amount
from community.core.reasonforms import ReasonForm
from community.core.reasons import MAX_REASON, MIN_REASON
from community.core.web import current_actor
from community.threads.drafts import (
    MAX_BODY,
    MAX_TITLE,
    MIN_TITLE,
    MOST_TAGS,
    Draft,
)
from community.threads.models import INTERESTED
from community.threads.pricewords import LABELS
from community.threads.rules.saving import Seen, Typed

_BODY_HINT = (
    "Markdown works. Leave out names of people, organisations and contract numbers: "
    "what you post is public."
)
_TYPED = ("title", "product", "body", "tags")
_ANONYMOUS_HINT = (
    "A name that only this post has stands in place of your handle, with at most “verified "
    "buyer” and the size of your organisation, and the hour at most."
)


_INTERESTED_HINT = (
    "Tick it if you work for the vendor, a reseller, a consultant who is paid for it, or a "
    "competitor. It stands beside your name; nobody chooses your answer as the one that "
    "helped, and all may find it useful."
)


def _under_alias() -> BooleanField:
    return BooleanField("Post anonymously", description=_ANONYMOUS_HINT)


class SubjectField(ProductField):
    """A product, or else a vendor, that a question is about."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.vendor: Vendor | None = None

    def pre_validate(self, form: Any) -> None:
        """Take a vendor's name where no product has it."""
        try:
            super().pre_validate(form)
        except StopValidation:
            self.vendor = lookup.find_vendor_by_name(current_actor(), self.data or "")
            if self.vendor is None:
                raise
            self.candidates = ()

    def offer_subject(self, product: Product | None, vendor: Vendor | None) -> None:
        """Fill the field in with what a question is about so far."""
        if product is not None:
            self.offer(product)
        elif vendor is not None and not self.raw_data:
            self.data = vendor.name


class PostForm(LiveForm, PreviewedForm):
    """What all forms of posts have: more buttons than the one that publishes."""

    check = StringField()
    """What to do about what the text tells; see accounts/looking.py."""
    interested = BooleanField(
        "I sell it, or compete with it", description=_INTERESTED_HINT
    )

    looked_over: tuple[tuple[str, str], ...] = (("body", "Text"),)
    """The fields that are looked over before others read them, and what we call them."""

    @property
    def marks(self) -> list[tuple[str, str]]:
        """Return what would stand beside the author's name: words and the kind of tag."""
        return [(INTERESTED, "warn")] if self.interested.data else []

    @property
    def is_anonymous(self) -> bool:
        """Whether it asks for an alias; edits keep what there is."""
        return "anonymous" in self._fields and bool(self._fields["anonymous"].data)


class _QuestionForm(PostForm):
    looked_over = (("title", "Title"), ("body", "Details"))

    title = StringField(
        "Title",
        [validators.InputRequired("Give your question a title.")],
        description="The question in one sentence, with the figures that matter: seats, "
        "term, what was offered.",
        render_kw={
            "maxlength": MAX_TITLE,
            "minlength": MIN_TITLE,
            "data-count": True,
            "autocomplete": "off",
        },
    )
    product = SubjectField(
        "Product or vendor",
        description="So that people who bought it find your question.",
    )
    body = TextAreaField(
        "Details",
        [validators.InputRequired("Describe what you would like to know.")],
        description=_BODY_HINT,
        render_kw={"rows": 12, "maxlength": MAX_BODY},
    )
    tags = StringField(
        "Tags",
        description=f"Up to {MOST_TAGS}, with spaces or commas between them: renewal "
        "seat-price discount",
        render_kw={"autocapitalize": "none", "autocomplete": "off"},
    )

    @property
    def draft(self) -> Draft:
        """What was typed, for the rules."""
        product, vendor = self.product.product, self.product.vendor
        return Draft(
            title=self.title.data or "",
            body=self.body.data or "",
            tags=self.tags.data or "",
            product_id=product.id if product else None,
            vendor_id=vendor.id if vendor else None,
        )


class _NewPostForm(PostForm):
    """What is not posted yet: it can be kept as a draft, and goes on with one."""

    save = StringField()
    card = StringField()
    """The card of a deal that goes below it; offered once one looks at the preview."""
    draft_id = HiddenField()
    draft_version = HiddenField()

    @property
    def wants_saving(self) -> bool:
        return self.is_submitted() and bool(self.save.data)

    @property
    def seen(self) -> Seen:
        """Which draft the form goes on with; what is no number was never seen."""
        version = self.draft_version.data or ""
        is_number = version.isascii() and version.isdigit() and len(version) < 9
        return Seen(self.draft_id.data or "", int(version) if is_number else 0)

    @property
    def typed(self) -> Typed:
        """What stands in the fields, as a draft keeps it."""
        told = {one: self._fields[one].data for one in _TYPED if one in self._fields}
        return Typed(
            **{one: text or "" for one, text in told.items()},
            anonymous=self.is_anonymous,
            interested=self.interested.data,
        )

    def forgive(self) -> None:
        """Check nothing but that the page is ours and not too old: a draft may be wrong."""
        self.validate()
        for one in self._fields.values():
            one.errors = []

    def go_on_with(self, public_id: str, version: int) -> None:
        """Have the next sending go on with this version: its text has been shown now."""
        for one, value in ((self.draft_id, public_id), (self.draft_version, version)):
            one.data, one.raw_data = str(value), None


class AskForm(_NewPostForm, _QuestionForm):
    """A new question."""

    anonymous = _under_alias()


class EditQuestionForm(VersionedForm, KeepingForm, _QuestionForm):
    """A question that exists."""

    keeps = "An edit of your question"


class _AnswerForm(PostForm):
    body = TextAreaField(
        "Text",
        [validators.InputRequired("Write your answer first.")],
        description=_BODY_HINT,
        render_kw={"rows": 7, "maxlength": MAX_BODY},
    )

    @property
    def text(self) -> str:
        return self.body.data or ""


class AnswerForm(_NewPostForm, _AnswerForm):
    """A new answer."""

    anonymous = _under_alias()


class EditAnswerForm(VersionedForm, KeepingForm, _AnswerForm):
    """An answer that exists."""

    keeps = "An edit of your answer"


class CloseForm(Form):
    """Names the question that was asked before."""

    of = StringField(
        "Address of the question that stays",
        [validators.InputRequired("Paste the address of the other question.")],
        description="Copy it from your browser, or from a post’s link.",
        render_kw={"maxlength": 500, "autocomplete": "off"},
    )


class CompareForm(Form):
    """How what one paid compares with what a post says."""

    says = RadioField(
        "What did you pay?",
        [validators.InputRequired("Choose one.")],
        choices=options([(one.value, text) for one, text in LABELS.items()]),
    )
    amount = StringField(
        "What you paid a year, before tax",
        description="Kept nowhere and shown to nobody: it only fills in the form for a "
        "price that counts, which you can send or leave.",
        render_kw={"inputmode": "decimal", "autocomplete": "off", "maxlength": 40},
    )

    def validate_amount(self, field: StringField) -> None:
        if field.data and field.data.strip():
            try:
                amount = parse_amount(field.data)
            except Invalid as error:
                raise ValidationError(error.message) from None
            if amount <= 0:
                raise ValidationError("Give a number above zero.")


class CardForm(Form):
    """Which card goes below a post."""

    card = StringField(validators=[validators.InputRequired("Choose a deal.")])


class HideNameForm(Form):
    """The button that puts an alias in place of one's handle."""


class RevealForm(ReasonForm):
    """Why a moderator looks up who is behind a post."""

    reason = StringField(
        "Reason",
        [validators.InputRequired("Give the reason.")],
        description="Written down in the audit, with your name; the author reads it.",
        render_kw={"maxlength": MAX_REASON, "minlength": MIN_REASON},
    )


class RedactForm(Form):
    """Takes a version out of a post's history."""
