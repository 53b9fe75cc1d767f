"""The forms around evidence: sending a file, saying why one looks, deciding."""

from typing import Any

from wtforms import FileField, RadioField, StringField, ValidationError

from community.core.forms import Form, options
from community.core.selects import SelectField
from community.deals.evidence.kinds import (
    KIND_LABELS,
    REJECTION_LABELS,
    EvidenceKind,
    Rejection,
    Verdict,
)
from community.deals.evidence.rewriting import FIELD
from community.deals.fields import Needed

_REASON_LENGTH = 300


class EvidenceForm(Form):
    """One file and what it is; the name of its field is told by rewriting.FIELD."""

    kind = RadioField(
        "What it is",
        [Needed("Say what it is.")],
        choices=options((kind, label) for kind, label in KIND_LABELS.items()),
    )
    file = FileField(
        "File",
        description="PDF, PNG or JPEG, up to 10 MB and 20 pages. Black out names first.",
        render_kw={"accept": "application/pdf,image/png,image/jpeg", "required": True},
    )

    def validate_file(self, field: FileField) -> None:
        if not getattr(field.data, "filename", ""):
            raise ValidationError("Choose a file.")

    @property
    def content(self) -> bytes:
        """What was sent, whatever it calls itself."""
        sent: bytes = self[FIELD].data.stream.read()
        return sent

    @property
    def said_kind(self) -> EvidenceKind:
        return EvidenceKind(self.kind.data)


class ReadingForm(Form):
    """Why a moderator looks; that it is empty is a refusal by the rule."""

    reason = StringField(
        "Why do you look at it?",
        description="The audit keeps it.",
        render_kw={"required": True, "maxlength": _REASON_LENGTH},
    )

    @property
    def text(self) -> str:
        return self.reason.data or ""


class VerdictForm(Form):
    """What a moderator makes of it, and why not."""

    verdict = RadioField(
        "Does it support what was reported?",
        [Needed("Say whether it does.")],
        choices=options([(Verdict.ACCEPT, "Yes"), (Verdict.REJECT, "No")]),
    )
    rejection = SelectField(
        "If not, why?",
        default="",
        choices=options([("", "Choose…"), *REJECTION_LABELS.items()]),
        description="The author reads it.",
    )

    def validate_rejection(self, field: Any) -> None:
        if self.said is Verdict.REJECT and not field.data:
            raise ValidationError("Choose why it does not.")

    @property
    def said(self) -> Verdict | None:
        known = self.verdict.data in set(Verdict)
        return Verdict(self.verdict.data) if known else None

    @property
    def why_not(self) -> Rejection:
        return Rejection(self.rejection.data)
