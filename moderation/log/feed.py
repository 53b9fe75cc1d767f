"""The public log, and what was asked for, as reading programs follow them."""

from datetime import UTC, datetime, time, timedelta
from html import escape

from community.core.atom import Entry
from moderation.lines import LogLine
from moderation.log.queries import Request


def log_entry(line: LogLine) -> Entry:
    return Entry(
        title=f"{line.what}: {line.done}",
        url=f"/log#{line.public_id}",
        author=f"{line.by[0].upper()}{line.by[1:]}" if not line.moderator else line.by,
        html=f"<p>{escape(line.reason)}. {escape(line.rule)}</p>",
        published_at=line.at,
        updated_at=line.at,
    )


def request_entry(request: Request) -> Entry:
    """Return who asked as what and what came of it, on which day; no names.

    Days alone are told, as the table tells them: the hour could tell who asked.
    """
    told = (request.asked_by, request.reason, request.outcome)
    asked_on = _day(request.at)
    decided_on = None if request.decided_at is None else _day(request.decided_at)
    return Entry(
        title=f"{request.what}: {request.outcome}",
        url=f"/log/requests#{request.anchor}",
        author=request.asked_by,
        html=f"<p>{escape('. '.join(told))}.</p>",
        published_at=asked_on,
        # Decided on the day on which it was asked, it is later than it was, too.
        updated_at=decided_on + timedelta(seconds=1) if decided_on else asked_on,
    )


def _day(at: datetime) -> datetime:
    return datetime.combine(at.astimezone(UTC).date(), time(), UTC)
