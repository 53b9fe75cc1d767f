"""Work that requests leave to the worker: their end, vendors' records, old renderings."""

from datetime import timedelta

from community.core.jobs import JobRegistry, enqueue
from community.core.rerendering import rerender_some
from community.requests.models import RequestMessage
from community.requests.rules.counting import refresh_records
from community.requests.rules.ending import end_due, forget_old

END = "requests.end"
FORGET = "requests.forget"
COUNT = "requests.count"
RERENDER = "requests.rerender"
TEXTS_A_JOB = 20
"""Few: SQLite's writers wait meanwhile."""


def register(registry: JobRegistry) -> None:
    registry.handler(END, end)
    registry.periodic(END, every=timedelta(minutes=10))
    registry.handler(FORGET, forget_old)
    registry.periodic(FORGET, every=timedelta(days=1))
    registry.handler(COUNT, refresh_records)
    registry.periodic(COUNT, every=timedelta(days=1))
    registry.handler(RERENDER, rerender)
    registry.periodic(RERENDER, every=timedelta(hours=1))


def end() -> None:
    if end_due():
        enqueue(END)


def rerender() -> None:
    """Render a batch of messages again; come back while there are more."""
    if rerender_some(RequestMessage, TEXTS_A_JOB):
        enqueue(RERENDER)
