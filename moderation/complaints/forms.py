"""The forms of a complaint, of the answer to one, and of what moderators do about it."""

from wtforms import BooleanField, EmailField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from community.core.forms import Form, options
from community.core.reasonforms import ReasonForm
from community.core.reasons import MAX_REASON, MIN_REASON
from moderation.complaints.filing import ComplaintDraft
from moderation.defamation.answers import Answer
from moderation.defamation.models import EARLIER_LENGTH
from moderation.forms import long_text, short_line
from moderation.notifying.receiving import NoticeDraft

_YES, _NO = "yes", "no"
_SAID = ("passage", "details", "meaning", "aspects", "not_enough", "good_faith")
_GOES, _STANDS = "goes", "stands"


def _yes_or_no(label: str, hint: str = "") -> RadioField:
    return RadioField(
        label,
        [InputRequired("Say yes or no.")],
        choices=options([(_YES, "Yes"), (_NO, "No")]),
        description=hint,
    )


class ComplaintForm(Form):
    """What section 5 (6) of the Act and regulation 2 ask of a notice of complaint."""

    passage = short_line("Which words are it, exactly?")
    details = long_text(
        "Why are they defamatory of you?",
        "Who posted it reads a copy: write no more of yourself than they may know.",
    )
    meaning = long_text("What do you take them to mean?")
    aspects = long_text(
        "Which facts in them are wrong, or which opinions does nothing support?"
    )
    not_enough = BooleanField(
        "I don’t know enough about who posted it to bring proceedings against them",
        [InputRequired("Without that it is no notice of complaint.")],
    )
    name = StringField(
        "Your name",
        [InputRequired("The law asks for it."), Length(max=200)],
        render_kw={"autocomplete": "name", "maxlength": 200},
    )
    email = EmailField(
        "Your e-mail address",
        [InputRequired("The law asks for it."), Length(max=254)],
        description="We write to you at each step.",
        render_kw={"autocomplete": "email", "maxlength": 254},
    )
    passes_name = _yes_or_no("May we give who posted it your name?")
    passes_email = _yes_or_no("And your e-mail address?")
    earlier = StringField(
        "Was the same taken away before, and posted again?",
        [Length(max=EARLIER_LENGTH)],
        description="Then the numbers of your earlier complaints: N-…, N-….",
        render_kw={"maxlength": EARLIER_LENGTH},
    )
    good_faith = BooleanField(
        "I believe in good faith that what I say here is accurate and complete",
        [InputRequired("Without that it is no notice.")],
    )

    @property
    def draft(self) -> ComplaintDraft:
        """Return what was typed; who it was stands apart from what they said."""
        said = tuple(
            (str(one.label.text), "Yes" if one.data is True else str(one.data))
            for one in (self[name] for name in _SAID)
        )
        sender = (self.name.data or "", self.email.data or "")
        return ComplaintDraft(
            NoticeDraft(said, *sender, shows_abuse=False),
            passes_name=self.passes_name.data == _YES,
            passes_email=self.passes_email.data == _YES,
            earlier=self.earlier.data or "",
        )


class AnswerForm(Form):
    """What who posted something says: the rule says what is missing."""

    answer = RadioField(
        "Your answer",
        [InputRequired("Choose one.")],
        choices=options(
            [
                (_GOES, "It may go: nothing else is asked"),
                (_STANDS, "I stand by it, and say who I am"),
            ]
        ),
    )
    name = StringField(
        "Your full name",
        [Length(max=200)],
        description="If you stand by it.",
        render_kw={"autocomplete": "name", "maxlength": 200},
    )
    address = TextAreaField(
        "The postal address at which you live or do business",
        [Length(max=500)],
        description="If you stand by it.",
        render_kw={"autocomplete": "street-address", "rows": 3, "maxlength": 500},
    )
    passes = RadioField(
        "May we give both to who complained?",
        validate_choice=False,
        choices=options(
            [
                (_YES, "Yes: they can turn to me"),
                (_NO, "No: only a court may order it"),
            ]
        ),
    )

    @property
    def said(self) -> Answer:
        return Answer(
            agrees=self.answer.data == _GOES,
            name=self.name.data or "",
            address=self.address.data or "",
            passes={_YES: True, _NO: False}.get(self.passes.data or ""),
        )


class FalseForm(ReasonForm):
    """Why a moderator takes who somebody says they are for obviously false."""

    reason = StringField(
        "What makes it obviously false",
        [InputRequired("Say why.")],
        description="It stands in the audit, beside your name.",
        render_kw={"minlength": MIN_REASON, "maxlength": MAX_REASON},
    )
