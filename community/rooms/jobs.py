"""Work that rooms leave to the worker: order in them, reminders, old renderings."""

from datetime import timedelta
from typing import TypeVar

import sqlalchemy as sa

from community.core.db import db
from community.core.jobs import JobRegistry, enqueue
from community.core.text import RENDERER_VERSION, render_markdown
from community.rooms.filing import VAULT
from community.rooms.models import Room, RoomComment, RoomDecision
from community.rooms.rules import filing
from community.rooms.rules.people import settle
from community.rooms.rules.reminding import remind_due

Stale = TypeVar("Stale", Room, RoomComment, RoomDecision)
SETTLE = "rooms.settle"
REMIND = "rooms.remind"
RERENDER = "rooms.rerender"
TIDY = "rooms.file.tidy"
TEXTS_A_JOB = 20
"""Few: SQLite's writers wait meanwhile."""


def register(registry: JobRegistry) -> None:
    registry.handler(SETTLE, settle)
    registry.periodic(SETTLE, every=timedelta(hours=1))
    registry.handler(REMIND, remind)
    registry.periodic(REMIND, every=timedelta(days=1))
    registry.handler(filing.DROP, VAULT.delete)
    registry.handler(TIDY, filing.tidy)
    registry.periodic(TIDY, every=timedelta(hours=1))
    registry.handler(RERENDER, rerender)
    registry.periodic(RERENDER, every=timedelta(hours=1))


def remind() -> None:
    if remind_due():
        enqueue(REMIND)


def rerender() -> None:
    """Render a batch of notes and comments again; come back while there are more."""
    rooms = _stale(Room)
    for room in rooms:
        room.notes_html = render_markdown(room.notes_source)
        room.renderer_version = RENDERER_VERSION
    comments = _stale(RoomComment)
    for said in comments:
        said.html = render_markdown(said.source)
        said.renderer_version = RENDERER_VERSION
    decisions = _stale(RoomDecision)
    for decision in decisions:
        decision.html = render_markdown(decision.source)
        decision.renderer_version = RENDERER_VERSION
    if TEXTS_A_JOB in (len(rooms), len(comments), len(decisions)):
        enqueue(RERENDER)


def _stale(model: type[Stale]) -> list[Stale]:
    return list(
        db.session.scalars(
            sa.select(model)
            .where(model.renderer_version < RENDERER_VERSION)
            .order_by(model.renderer_version, model.id)
            .limit(TEXTS_A_JOB)
            .with_for_update()
        )
    )
