"""What moderators decided that concerns a member, asked by the inbox."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flask import current_app

from community.core.actors import Actor
from community.core.events import Event

OUTCOMES = "fairquote.outcomes"
"""`app.extensions[OUTCOMES]` is a KnowsOutcomes."""


@dataclass(frozen=True)
class OutcomeTold(Event):
    """Moderators decided something that concerns a member under their name, just now."""

    user_id: int
    decision_id: int


@dataclass(frozen=True)
class ToldOutcome:
    """One decision in words, when it was made, and where its reasons are, if anywhere."""

    words: str
    at: datetime
    url: str = ""


class KnowsOutcomes(Protocol):
    """What knows what was decided about what somebody wrote, or reported."""

    def outcomes_for(self, user_id: int) -> list[ToldOutcome]:
        """Return the latest of some weeks, newest first; two queries."""
        ...


def outcomes_for(actor: Actor) -> list[ToldOutcome]:
    known: KnowsOutcomes = current_app.extensions[OUTCOMES]
    return [] if actor.user_id is None else known.outcomes_for(actor.user_id)
