"""The queue as it stands beside a case: what comes first, and how much waits."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from moderation import queries
from moderation.queries import CaseRow
from moderation.worklist.filters import Filters

_SHOWN = 8


@dataclass(frozen=True)
class Pane:
    """The first cases of a list, and how many it has: "7", or "25+" beyond one page."""

    rows: Sequence[CaseRow]
    count: str


def list_pane(asked: Filters, conditions: Sequence[sa.ColumnElement[bool]]) -> Pane:
    """Return the head of the list that `asked` orders; one query."""
    page = queries.list_queue(conditions, asked.order, None)
    more = "+" if page.next_cursor else ""
    return Pane(page.items[:_SHOWN], f"{len(page.items)}{more}")
