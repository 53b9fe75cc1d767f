"""What moderators look at first and leave standing meanwhile, asked by the rooms it is in."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from flask import current_app

from community.core.moderating import KnowsOpenCases

OPEN_CASES = "fairquote.open_cases"
"""`app.extensions[OPEN_CASES]` is a KnowsOpenCases."""


def under_review(kind: str, object_ids: Collection[int]) -> set[int]:
    """Return which of some verified things wait in front of the queue; one query at most."""
    if not object_ids:
        return set()
    known: KnowsOpenCases = current_app.extensions[OPEN_CASES]
    return known.in_front(kind, object_ids)


def reporters_of(kind: str, object_ids: sa.Select[int], *, since: datetime) -> int:
    """Return how many people reported the things that a query finds; one query."""
    known: KnowsOpenCases = current_app.extensions[OPEN_CASES]
    return known.reporters(kind, object_ids, since)
