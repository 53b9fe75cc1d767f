"""Work that events leave to the worker: writing to those who registered, ends, forgetting."""

from datetime import timedelta

from community.core.jobs import JobRegistry, enqueue
from community.core.rerendering import rerender_some
from community.demos.models import Demo
from community.demos.rules.announcing import TELL, end_due
from community.demos.rules.forgetting import forget_old
from community.demos.rules.telling import remind_due, tell_of

REMIND = "demos.remind"
END = "demos.end"
FORGET = "demos.forget"
RERENDER = "demos.rerender"
TEXTS_A_JOB = 20
"""Few: SQLite's writers wait meanwhile."""


def register(registry: JobRegistry) -> None:
    registry.handler(TELL, tell)
    registry.handler(REMIND, remind)
    registry.periodic(REMIND, every=timedelta(minutes=15))
    registry.handler(END, end_due)
    registry.periodic(END, every=timedelta(minutes=5))
    registry.handler(FORGET, forget_old)
    registry.periodic(FORGET, every=timedelta(days=1))
    registry.handler(RERENDER, rerender)
    registry.periodic(RERENDER, every=timedelta(hours=1))


def tell(change_id: int) -> None:
    if tell_of(change_id):
        enqueue(TELL, change_id=change_id)


def remind() -> None:
    if remind_due():
        enqueue(REMIND)


def rerender() -> None:
    """Render a batch of texts again; come back while there are more."""
    if rerender_some(Demo, TEXTS_A_JOB):
        enqueue(RERENDER)
