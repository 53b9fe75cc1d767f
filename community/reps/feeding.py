"""What vendors dispute, as reading programs follow it: as visitors read it, whoever asks."""

from dataclasses import dataclass
from datetime import datetime
from html import escape

from community.reps.disputes import LoggedDispute


@dataclass(frozen=True)
class DisputeEntry:
    """One dispute; of a hidden one only that it is hidden, and why."""

    logged: LoggedDispute
    tags: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        shown = self.logged.shown
        about = "A dispute that was hidden" if shown is None else shown.about
        return f"{about}: {self.logged.outcome}"

    @property
    def url(self) -> str:
        return f"/log/disputes#dispute-{self.logged.public_id}"

    @property
    def permanent_url(self) -> str:
        return self.url

    @property
    def author(self) -> str:
        shown = self.logged.shown
        return "A vendor" if shown is None else f"{shown.signature}, {shown.vendor}"

    @property
    def html(self) -> str:
        shown = self.logged.shown
        if shown is None:
            why = escape(self.logged.hidden_for.label)
            return f"<p>Hidden by a moderator: {why}.</p>"
        said = f"<p><b>{escape(shown.grounds)}.</b> {escape(shown.text)}</p>"
        if shown.is_open:
            return said
        by = escape(shown.decided_by or "of this site")
        answer = f"{shown.verdict_words} by the moderator {by}: {escape(shown.reason)}"
        return f"{said}<p>{answer}</p>"

    @property
    def published_at(self) -> datetime:
        return self.logged.created_at

    @property
    def updated_at(self) -> datetime:
        """Return when it was raised, answered or hidden last."""
        shown = self.logged.shown
        answered = None if shown is None else shown.decided_at
        steps = (self.logged.created_at, answered, self.logged.hidden_at)
        return max(at for at in steps if at is not None)
