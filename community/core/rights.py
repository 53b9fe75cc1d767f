"""What a member may do, one by one: each can be taken away for a time, and all at once.

Routes say which right they use; what knows of moderators' measures is handed over by the
composition root and asked in one place, before the view runs.
"""

from enum import StrEnum
from typing import Protocol

from flask import current_app

from community.core.actors import Actor
from community.core.errors import Forbidden

MEASURES = "fairquote.measures"
"""`app.extensions[MEASURES]` is a KnowsMeasures."""


class Right(StrEnum):
    ASK = "ask"
    ANSWER = "answer"
    REVIEW = "review"
    FLAG = "flag"
    VOTE = "vote"
    REPORT = "report"


RIGHT_LABELS = {
    Right.ASK: "ask questions",
    Right.ANSWER: "answer questions",
    Right.REVIEW: "write reviews",
    Right.FLAG: "report what others wrote",
    Right.VOTE: "vote",
    Right.REPORT: "report prices",
}


class Restricted(Forbidden):
    """A moderator's measure stands in the way; `leads_to` is its statement of reasons."""

    code = "restricted"
    title = "Not at the moment"

    def __init__(self, message: str, *, leads_to: str) -> None:
        super().__init__(message)
        self.leads_to = leads_to


class KnowsMeasures(Protocol):
    """What knows which measures of moderators hold for whom."""

    def require_may(self, user_id: int, right: Right | None) -> None:
        """Raise Restricted when somebody may not write now, or not use that right."""
        ...


def require_may(actor: Actor, right: Right | None) -> None:
    """Raise Restricted where a measure forbids `actor` to write; one query."""
    if actor.user_id is None:
        return
    known: KnowsMeasures = current_app.extensions[MEASURES]
    known.require_may(actor.user_id, right)
