"""Work that reps leave to the worker: texts rendered again, names forgotten."""

from datetime import timedelta

from community.core.jobs import JobRegistry, enqueue
from community.core.rerendering import rerender_some
from community.reps.models import OfficialText
from community.reps.rules.claiming import forget_refused_names

RERENDER = "reps.rerender"
FORGET = "reps.forget"
TEXTS_A_JOB = 20
"""Few: SQLite's writers wait meanwhile."""


def register(registry: JobRegistry) -> None:
    registry.handler(RERENDER, rerender)
    registry.periodic(RERENDER, every=timedelta(hours=1))
    registry.handler(FORGET, forget_refused_names)
    registry.periodic(FORGET, every=timedelta(days=1))


def rerender() -> None:
    """Render a batch of texts again; come back while there are more."""
    if rerender_some(OfficialText, TEXTS_A_JOB):
        enqueue(RERENDER)
