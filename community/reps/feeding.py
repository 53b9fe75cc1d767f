"""What vendors dispute, as reading programs follow it: as visitors read it, whoever asks."""

from html import escape

from community.core.atom import Entry
from community.reps.disputes import DisputeView, LoggedDispute


def dispute_entry(logged: LoggedDispute) -> Entry:
    """Return one dispute; of a hidden one only that it is hidden, and why."""
    shown = logged.shown
    about = "A dispute that was hidden" if shown is None else shown.about
    hidden = f"<p>Hidden by a moderator: {escape(logged.hidden_for.label)}.</p>"
    answered_at = None if shown is None else shown.decided_at
    steps = (logged.created_at, answered_at, logged.hidden_at)
    return Entry(
        title=f"{about}: {logged.outcome}",
        url=f"/log/disputes#dispute-{logged.public_id}",
        author="A vendor" if shown is None else f"{shown.signature}, {shown.vendor}",
        html=hidden if shown is None else _html(shown),
        published_at=logged.created_at,
        updated_at=max(at for at in steps if at is not None),
    )


def _html(shown: DisputeView) -> str:
    said = f"<p><b>{escape(shown.grounds)}.</b> {escape(shown.text)}</p>"
    if shown.is_open:
        return said
    by = escape(shown.decided_by or "of this site")
    answer = f"{shown.verdict_words} by the moderator {by}: {escape(shown.reason)}"
    return f"{said}<p>{answer}</p>"
