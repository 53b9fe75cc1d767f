"""What is far too long for its field: read, so that the field can say so, then cut short."""

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, ValidationError

from community.deals.plausibility import LONGEST_NOTE

MOST_SENT = 12_000_000
"""Bytes of one deal's form: a note of ten megabytes is told so at its field."""
MOST_KEPT = 20_000
"""Characters of one field that come back: a page of megabytes helps nobody."""


def cut_short(sent: Any) -> Any:
    """Return the fields that were sent, none longer than MOST_KEPT; None stays None."""
    if sent is None or all(len(text) <= MOST_KEPT for _, text in _all(sent)):
        return sent
    return MultiDict((name, text[:MOST_KEPT]) for name, text in _all(sent))


def _all(sent: MultiDict[str, str]) -> Any:
    return sent.items(multi=True)


class ShortNote:
    """Refuses a note that is too long, and says so when the end of it is lost."""

    def __call__(self, _form: object, field: Field) -> None:
        length = len(field.data or "")
        if length > LONGEST_NOTE:
            lost = f" Of yours, the first {MOST_KEPT:,} were kept."
            raise ValidationError(
                f"Keep the note to {LONGEST_NOTE:,} characters."
                f"{lost if length >= MOST_KEPT else ''}"
            )
