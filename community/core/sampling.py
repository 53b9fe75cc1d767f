"""What the sample community holds for rooms that may not be imported where it is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from flask import current_app

CASES = "fairquote.sample_cases"
"""`app.extensions[CASES]` is a TellsCases."""


class Trouble(StrEnum):
    """What the sample's people object to."""

    ADVERT = "advert"
    NAME = "name"
    CONTRACT = "contract"
    INSULT = "insult"
    HEATED = "heated"
    HARSH_REVIEW = "harsh-review"
    OTHER_REVIEW = "other-review"
    OLD_ANSWER = "old-answer"
    DIRECT_LINE = "direct-line"
    ACCUSATION = "accusation"
    COPY = "copy"
    COPIED = "copied"


@dataclass(frozen=True)
class Troubling:
    """Something of the sample, when it was written, and which words of it are meant."""

    kind: str
    object_id: int
    at: datetime
    words: str = ""


class TellsCases(Protocol):
    """What knows how such things are reported and decided."""

    def tell(self, troubles: Mapping[Trouble, Troubling]) -> None:
        """Have them reported, decided and appealed in the past, by the rules."""
        ...


def tell_cases(troubles: Mapping[Trouble, Troubling]) -> None:
    known: TellsCases = current_app.extensions[CASES]
    known.tell(troubles)
