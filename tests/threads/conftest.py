"""Posting without pauses: what is not about the limits should not wait for them."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask

from community.core.events import Event
from community.threads import limits
from moderation.screening.thresholds import THRESHOLDS

GENEROUS = limits.Limits(
    seconds_between_questions=0,
    seconds_between_posts=0,
    seconds_between_posts_when_new=0,
    same_text_seconds=0,
    anonymous_posts_a_minute=10_000,
    questions_a_day=10_000,
    questions_a_day_when_new=10_000,
    answers_a_day=10_000,
    answers_a_day_when_new=10_000,
    edits_a_day=10_000,
    votes_a_day=10_000,
    votes_a_day_when_new=10_000,
    links_when_new=10_000,
    closings_a_day=10_000,
    mentions=10_000,
    mentions_when_new=10_000,
    answers_in_a_row=10_000,
    answers_to_one_when_new=10_000,
    votes_for_one_a_day=10_000,
)


@pytest.fixture(autouse=True)
def _generous_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LIMITS", GENEROUS)


@pytest.fixture
def bus_events(app: Flask) -> Iterator[Callable]:
    """Return what tells the events of a kind that were published in this test."""
    heard: list[Event] = []
    bus = app.extensions["fairquote.bus"]
    bus.subscribe(Event, heard.append)
    yield lambda kind: [one for one in heard if isinstance(one, kind)]
    bus._handlers.pop()


@pytest.fixture(autouse=True)
def _first_posts_pass(monkeypatch) -> None:
    """Hold no first post: what waits for moderators is shown in tests/moderation."""
    patient = replace(THRESHOLDS, holds_from=1_000.0)
    monkeypatch.setattr("moderation.screening.rules.THRESHOLDS", patient)
