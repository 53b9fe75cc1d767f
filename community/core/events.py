"""Facts that slices tell each other, inside the transaction that made them true."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from flask import current_app

E = TypeVar("E", bound="Event")


@dataclass(frozen=True)
class Event:
    """Something that happened; subscribers may write rows and nothing else."""


@dataclass(frozen=True)
class ContentChanged(Event):
    """Something searchable was made, changed, hidden or deleted."""

    kind: str
    object_id: int


@dataclass(frozen=True)
class ManyContentChanged(Event):
    """Like ContentChanged, for the batches of imports: one event for many things."""

    kind: str
    object_ids: tuple[int, ...]


@dataclass(frozen=True)
class Audited(Event):
    """Somebody used a power over others; the audit keeps who, on what, and why.

    `role` is the one they acted in. `subject` names rows by their public ids, never
    people, domains or prices.
    """

    actor_id: int | None
    role: str
    action: str
    subject: str
    reason: str


@dataclass(frozen=True)
class WordsErased(Event):
    """Words are gone for good: what keeps copies of them, as search does, begins anew."""


_unheard: ContextVar[tuple[type[Event], ...]] = ContextVar("unheard", default=())


class Bus:
    """Hands each event to the handlers of its class and of its base classes."""

    def __init__(self) -> None:
        self._handlers: list[tuple[type[Event], Callable[[Event], None]]] = []

    def subscribe(self, kind: type[E], handler: Callable[[E], None]) -> None:
        self._handlers.append((kind, handler))  # type: ignore[arg-type]

    def publish(self, event: Event) -> None:
        if isinstance(event, _unheard.get()):
            return
        for kind, handler in self._handlers:
            if isinstance(event, kind):
                handler(event)


def publish(event: Event) -> None:
    """Tell the running application's subscribers; whatever they raise rolls back."""
    bus: Bus = current_app.extensions["fairquote.bus"]
    bus.publish(event)


@contextmanager
def unheard(kind: type[Event]) -> Iterator[None]:
    """Let nobody hear of such events within the block: what the sample makes up is no fact."""
    token = _unheard.set((*_unheard.get(), kind))
    try:
        yield
    finally:
        _unheard.reset(token)
