"""What stands in an official text: cleaned, long enough, and nothing of prices to come."""

import re

from community.core.errors import Invalid
from community.core.namings import require_names_nobody
from community.core.ports import Voice
from community.core.screening import watched
from community.core.text import clean_block, clean_line
from community.reps.models import HEADING_LENGTH
from community.reviews.drafts import rendered, wrong_text

NOT_YET = "Your text is not posted yet."
_TO_COME = re.compile(
    r"\b(?:will|shall|plans?\s+to|planning\s+to|intends?\s+to|going\s+to|’ll|'ll)\b"
    r"[^.!?\n]{0,60}?"
    r"(?:\b(?:rais(?:e|ing)|increas(?:e|ing)|lower(?:ing)?|cut(?:ting)?|charg(?:e|ing))\b"
    r"[^.!?\n]{0,60}?\b(?:prices?|pricing|fees?|rates?|licen[cs]es?|seats?)\b"
    r"|\b(?:prices?|pricing|fees?|rates?)\b[^.!?\n]{0,60}?"
    r"\b(?:rise|go\s+up|go\s+down|fall|increase|drop)\b)"
    r"|\b(?:prices?|pricing|fees?|rates?)\s+(?:will|shall|are\s+going\s+to)\s+"
    r"(?:rise|go\s+up|go\s+down|fall|increase|drop)\b",
    re.IGNORECASE,
)
_OUTLOOK = (
    "Say nothing of prices to come: rivals read this too. Tell what holds today, or "
    "publish a list price once it is in force."
)


def tells_prices_to_come(text: str) -> bool:
    """Whether a text says what a vendor will charge; competition law forbids the hint."""
    return _TO_COME.search(text) is not None


def checked_text(voice: Voice, text: str) -> tuple[str, str]:
    """Return source and HTML; raise Invalid for what an official text must not be."""
    typed = clean_block(text).strip()
    source = watched({"body": typed}, NOT_YET)["body"]
    wrong = wrong_text(source)
    if not wrong and tells_prices_to_come(source):
        wrong = _OUTLOOK
    if wrong:
        raise Invalid(NOT_YET, fields={"body": wrong})
    require_names_nobody(voice, source, field="body", refusal=NOT_YET)
    return source, rendered("body", source, NOT_YET)


def checked_heading(voice: Voice, heading: str) -> str:
    line = watched({"heading": clean_line(heading)}, NOT_YET)["heading"]
    if not line:
        raise Invalid(NOT_YET, fields={"heading": "Give it a heading."})
    if len(line) > HEADING_LENGTH:
        wrong = f"Keep the heading to {HEADING_LENGTH} characters."
        raise Invalid(NOT_YET, fields={"heading": wrong})
    if tells_prices_to_come(line):
        raise Invalid(NOT_YET, fields={"heading": _OUTLOOK})
    require_names_nobody(voice, line, field="heading", refusal=NOT_YET)
    return line
