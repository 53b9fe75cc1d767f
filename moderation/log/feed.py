"""The public log, and what was asked for, as reading programs follow them."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from html import escape

from moderation.lines import LogLine
from moderation.log.queries import Request


@dataclass(frozen=True)
class LogEntry:
    """One line, as an entry of a feed."""

    line: LogLine
    tags: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return f"{self.line.what}: {self.line.done}"

    @property
    def url(self) -> str:
        return f"/log#{self.line.public_id}"

    @property
    def permanent_url(self) -> str:
        return self.url

    @property
    def author(self) -> str:
        return self.line.moderator or "A program"

    @property
    def html(self) -> str:
        return f"<p>{escape(self.line.reason)}. {escape(self.line.rule)}</p>"

    @property
    def published_at(self) -> datetime:
        return self.line.at

    @property
    def updated_at(self) -> datetime:
        return self.line.at


@dataclass(frozen=True)
class RequestEntry:
    """One request: who asked as what and what came of it, on which day; no names."""

    request: Request
    tags: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return f"{self.request.what}: {self.request.outcome}"

    @property
    def url(self) -> str:
        return f"/log/requests#{self.request.anchor}"

    @property
    def permanent_url(self) -> str:
        return self.url

    @property
    def author(self) -> str:
        return self.request.asked_by

    @property
    def html(self) -> str:
        told = (self.request.asked_by, self.request.reason, self.request.outcome)
        return f"<p>{escape('. '.join(told))}.</p>"

    @property
    def published_at(self) -> datetime:
        """Return the day alone, as the table tells it: the hour could tell who asked."""
        return _day(self.request.at)

    @property
    def updated_at(self) -> datetime:
        """Return the day of the decision, or of the request; later once it is decided."""
        if self.request.decided_at is None:
            return self.published_at
        return _day(self.request.decided_at) + timedelta(seconds=1)


def _day(at: datetime) -> datetime:
    return datetime.combine(at.astimezone(UTC).date(), time(), UTC)
