"""The forms of who has no account: a legal notice, and an appeal against its outcome."""

from wtforms import BooleanField, EmailField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from community.core.forms import Form
from community.core.reasonforms import ReasonForm
from moderation.forms import long_text, short_line
from moderation.notifying.receiving import NoticeDraft

_TOLD_APART = ("name", "email")
_OF_THE_FORM = frozenset({"submission_key", "csrf_token", *_TOLD_APART})


class NoticeForm(Form):
    """What Article 16 (2) of the DSA asks of a notice."""

    details = long_text("Why is it illegal?", "Moderators alone read this.")
    passage = short_line("Which words, or which figure, exactly?")
    law = short_line("Which law does it break, in which country?")
    shows_abuse = BooleanField(
        "It is about sexual abuse of children: I need not say who I am"
    )
    name = StringField(
        "Your name",
        [Length(max=200)],
        render_kw={"autocomplete": "name", "maxlength": 200},
    )
    email = EmailField(
        "Your e-mail address",
        [Length(max=254)],
        description="We write to you that your notice came in, and what becomes of it.",
        render_kw={"autocomplete": "email", "maxlength": 254},
    )
    good_faith = BooleanField(
        "I believe in good faith that what I say here is accurate and complete",
        [InputRequired("Without that it is no notice.")],
    )

    @property
    def draft(self) -> NoticeDraft:
        """Return what was typed; who it was stands apart from what they said."""
        said = tuple(
            (str(one.label.text), "Yes" if one.data is True else str(one.data))
            for one in self
            if one.name not in _OF_THE_FORM and one.data
        )
        return NoticeDraft(
            said,
            self.name.data or "",
            self.email.data or "",
            bool(self.shows_abuse.data),
        )


class AgainForm(Form):
    """Why who sent a notice thinks that its outcome is wrong; the rule says how long."""

    text = TextAreaField(
        "Why is it wrong?",
        [InputRequired("Say why.")],
        description="Moderators alone read this. You can appeal once.",
        render_kw={"rows": 8, "maxlength": 5_000},
    )


class SenderForm(ReasonForm):
    """Why a moderator looks at who sent a notice."""

    reason = StringField(
        "Why you must know",
        [InputRequired("Say why.")],
        description="It stands in the audit, beside your name.",
        render_kw={"minlength": 5, "maxlength": 500},
    )
