"""The forms of flags, one for each reason, and of decisions."""

from dataclasses import replace
from typing import Any

from wtforms import (
    BooleanField,
    EmailField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, ValidationError

from community.core.forms import Form, VersionedForm, options
from community.core.moderating import ModeratedItem
from community.core.selects import SelectField
from community.core.text import clean_line
from moderation.deciding import Decision
from moderation.deeds import REARRANGING, takes_target, verdicts_for
from moderation.flagging import FlagDraft
from moderation.kinds import (
    REASONS,
    VERDICT_KEYS,
    VERDICT_LABELS,
    Reason,
    Verdict,
)
from moderation.models import FACTS_LENGTH, RULE_LENGTH
from moderation.notices.senders import Sender

_SHORTEST, _LONGEST, _LINE = 10, 2_000, 300
_MOST_WORDS = 60_000
_OF_THE_FORM = frozenset({"submission_key", "csrf_token"})


def long_text(label: str, hint: str = "") -> TextAreaField:
    return TextAreaField(
        label,
        [
            InputRequired("This is needed."),
            Length(_SHORTEST, _LONGEST, f"Write {_SHORTEST} to {_LONGEST} characters."),
        ],
        description=hint,
        render_kw={"rows": 4, "maxlength": _LONGEST, "minlength": _SHORTEST},
    )


def short_line(label: str, hint: str = "") -> StringField:
    return StringField(
        label,
        [InputRequired("This is needed."), Length(max=_LINE)],
        description=hint,
        render_kw={"maxlength": _LINE},
    )


class FlagForm(Form):
    """What every reason asks for; those below ask for more."""

    details = long_text("What is wrong with it?", "Moderators alone read this.")
    told_apart: frozenset[str] = frozenset()
    """Fields that are not among what is said."""

    def draft(self, reason: Reason) -> FlagDraft:
        """Return what was typed as pairs of a question and its answer."""
        said = tuple(
            (str(one.label.text), _said(one.data))
            for one in self
            if one.name not in _OF_THE_FORM | self.told_apart
        )
        return FlagDraft(reason, said)


def _said(value: Any) -> str:
    return "Yes" if value is True else str(value or "")


class AffiliationForm(FlagForm):
    company = short_line("Whom do they work for?")
    evidence = short_line(
        "How do you know?", "A public page, or what they wrote elsewhere."
    )


class PriceForm(FlagForm):
    figure = short_line("Which figure?")


class PassageForm(FlagForm):
    passage = short_line("Which words?", "The first few are enough.")


class OutdatedForm(FlagForm):
    today = short_line("What is right today, and since when?")


class ProductForm(FlagForm):
    product = short_line("Which product is it about?")


class DuplicateForm(FlagForm):
    address = short_line("Where does it stand already?", "The address of that page.")


class NoticeForm(FlagForm):
    """The notice of Article 16 of the DSA: where, why, who, in good faith."""

    passage = short_line("Which words exactly?")
    law = short_line("Which law does it break, in which country?")
    name = short_line("Your name")
    email = EmailField(
        "Your e-mail address",
        [InputRequired("This is needed."), Length(max=254)],
        render_kw={"autocomplete": "email", "maxlength": 254},
    )
    good_faith = BooleanField(
        "I believe in good faith that what I say here is accurate and complete",
        [InputRequired("Without that it is no notice.")],
    )
    told_apart = frozenset({"name", "email"})

    def draft(self, reason: Reason) -> FlagDraft:
        sender = Sender(clean_line(self.name.data or ""), self.email.data or "")
        return replace(super().draft(reason), sender=sender)


FORMS: dict[Reason, type[FlagForm]] = {
    Reason.UNDISCLOSED: AffiliationForm,
    Reason.FABRICATED: PriceForm,
    Reason.CONFIDENTIAL: PassageForm,
    Reason.IDENTIFIES: PassageForm,
    Reason.OUTDATED: OutdatedForm,
    Reason.WRONG_PRODUCT: ProductForm,
    Reason.DUPLICATE: DuplicateForm,
    Reason.ADVERTISING: FlagForm,
    Reason.HARASSMENT: PassageForm,
    Reason.ILLEGAL: NoticeForm,
}


def reason_field(
    none: str, label: str = "Reason", *, sent_to: str = "whom it is about"
) -> SelectField:
    """Return the list of reasons, `none` of them at its head."""
    labels = [(str(one), about.label) for one, about in REASONS.items()]
    return SelectField(
        label,
        choices=options([("", none), *labels]),
        description=f"Sent to {sent_to}, and in the public log.",
    )


def facts_field(*, sent_to: str = "whom it is about") -> TextAreaField:
    return TextAreaField(
        "What you found",
        [InputRequired("Say what you found."), Length(max=FACTS_LENGTH)],
        description=f"Sent to {sent_to}; not in the public log.",
        render_kw={"rows": 3, "maxlength": FACTS_LENGTH},
    )


def rule_field(otherwise: str = "The house rule of the reason") -> StringField:
    return StringField(
        "Rule or law",
        description=f"{otherwise}, if you leave it empty.",
        render_kw={"maxlength": RULE_LENGTH},
    )


def _is_verdict(_form: Form, field: RadioField) -> None:
    if field.data not in set(Verdict):
        raise ValidationError("Decide.")


class DecisionForm(VersionedForm):
    """What a moderator makes of a case, and why."""

    rearranges: bool
    parts: list[TextAreaField]
    """What is left of each part of the thing, for a redaction."""

    # What can be decided depends on the thing, which may change meanwhile: the rule
    # tells who is late.
    verdict = RadioField(
        "Decision", [InputRequired("Decide."), _is_verdict], validate_choice=False
    )
    reason = reason_field("No rule is broken")
    facts = facts_field()
    rule = rule_field()
    target = TextAreaField(
        "Where to",
        description="Moving: the address of the product’s or vendor’s page, or nothing. "
        "Merging: the address of the question; which answer was chosen is lost for good. "
        "Splitting: a title, then the addresses of answers that go along, one a line.",
        render_kw={"rows": 3, "maxlength": _LONGEST},
    )
    heading = TextAreaField(render_kw={"rows": 4, "maxlength": _MOST_WORDS})
    words = TextAreaField(render_kw={"rows": 8, "maxlength": _MOST_WORDS})

    def offer(self, item: ModeratedItem) -> None:
        """Show what can be decided about `item`, and the words that may be taken out."""
        pairs = [(one, VERDICT_LABELS[one]) for one in verdicts_for(item)]
        self.verdict.choices = options(pairs, VERDICT_KEYS)
        self.rearranges = takes_target(item)
        self.parts = [self.heading, self.words][2 - len(item.parts) :]
        for field, (label, text) in zip(self.parts, item.parts, strict=True):
            field.label.text = label
            if not self.is_submitted():
                field.data = text

    @property
    def decision(self) -> Decision:
        return Decision(
            verdict=Verdict(self.verdict.data),
            reason=Reason(self.reason.data) if self.reason.data else None,
            facts=self.facts.data or "",
            rule=self.rule.data or "",
            version=self.seen,
            texts=self._texts(),
        )

    def _texts(self) -> tuple[str, ...]:
        if self.verdict.data in REARRANGING:
            return (self.target.data or "",)
        return tuple(field.data or "" for field in self.parts)
