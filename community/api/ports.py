"""What the API asks of rooms that it may not know: the public log, and search."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from flask import current_app

from community.core.actors import Actor
from community.core.paging import Page

LOG = "fairquote.api.log"
"""`app.extensions[LOG]` is a PublicLog."""
SEARCH = "fairquote.api.search"
"""`app.extensions[SEARCH]` is a Searching."""


class Line(Protocol):
    """One line of the public log."""

    @property
    def public_id(self) -> str: ...
    @property
    def done(self) -> str: ...
    @property
    def what(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def reason_code(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def moderator(self) -> str: ...
    @property
    def automated(self) -> bool: ...
    @property
    def at(self) -> datetime: ...
    @property
    def undone(self) -> bool: ...


class PublicLog(Protocol):
    """Reads the public log."""

    def __call__(self, asked: Mapping[str, str], after: str | None) -> Page[Any]:
        """Return a page of Lines; raise BadRequest for what can't be asked."""
        ...


class ResultRow(Protocol):
    """One result, title and snippet as safe HTML."""

    @property
    def title(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def snippet(self) -> str: ...
    @property
    def facts(self) -> Sequence[str]: ...
    @property
    def figure(self) -> str: ...


class ResultGroup(Protocol):
    """Results of one kind."""

    @property
    def kind(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def rows(self) -> Sequence[ResultRow]: ...
    @property
    def count(self) -> int | None: ...
    @property
    def next_cursor(self) -> str | None: ...


class Results(Protocol):
    """What a search found."""

    @property
    def shown(self) -> Sequence[ResultGroup]: ...
    @property
    def notes(self) -> Sequence[str]: ...
    @property
    def correction(self) -> str: ...
    @property
    def is_partial(self) -> bool: ...
    @property
    def is_plain(self) -> bool: ...


class Searching(Protocol):
    """Searches as the search page does, within the same limits."""

    def __call__(
        self,
        actor: Actor,
        typed: str,
        *,
        address: str,
        kind: str | None,
        after: str | None,
    ) -> Results | None:
        """Return what a visitor finds; `actor` is counted. None when nothing is sought."""
        ...


def public_log() -> PublicLog:
    found: PublicLog = current_app.extensions[LOG]
    return found


def searching() -> Searching:
    found: Searching = current_app.extensions[SEARCH]
    return found
