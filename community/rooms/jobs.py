"""Work that rooms leave to the worker: order in them, reminders, old renderings."""

from datetime import timedelta

from community.core.jobs import JobRegistry, enqueue
from community.core.rerendering import rerender_some
from community.core.text import render_markdown
from community.rooms.filing import VAULT
from community.rooms.models import Room, RoomComment, RoomDecision
from community.rooms.rules import filing
from community.rooms.rules.people import settle
from community.rooms.rules.reminding import remind_due

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
    more = [
        rerender_some(Room, TEXTS_A_JOB, _render_notes),
        rerender_some(RoomComment, TEXTS_A_JOB),
        rerender_some(RoomDecision, TEXTS_A_JOB),
    ]
    if any(more):
        enqueue(RERENDER)


def _render_notes(room: Room) -> None:
    room.notes_html = render_markdown(room.notes_source)
