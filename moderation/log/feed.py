"""The public log as reading programs follow it."""

from dataclasses import dataclass
from datetime import datetime
from html import escape

from moderation.lines import LogLine


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
