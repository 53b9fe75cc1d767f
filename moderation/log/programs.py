"""The public log for programs: the same lines, asked for in the same words."""

from collections.abc import Mapping

from community.core.paging import Page
from moderation.lines import LogLine, list_log
from moderation.log import filters


def public_log(asked: Mapping[str, str], after: str | None) -> Page[LogLine]:
    """Return a page of the log; raise BadRequest for what can't be asked."""
    return list_log(filters.conditions(asked), after)
