"""Versions of an edited review or response, each with what it changed, for people to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from community.accounts.models import User
from community.accounts.queries import shown_name
from community.core.db import db
from community.core.differences import Piece, changes
from community.core.paging import Page, keyset_page
from community.core.redactions import TAKEN_OUT
from community.reviews.models import (
    ResponseRevision,
    Review,
    ReviewResponse,
    ReviewRevision,
)

VERSIONS_A_PAGE = 10


@dataclass(frozen=True)
class Part:
    """One passage of a version, with what it changed in the version before."""

    title: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Version:
    number: int
    author: str
    written_at: datetime
    parts: list[Part]
    redacted: str = ""
    """What to say in place of the parts, where a moderator took the words out."""


def list_versions(review: Review, author: str, after: str | None) -> Page[Version]:
    """Return the versions of a review, the latest first; none if it was never edited."""
    revisions, cursor = _revisions(
        sa.select(ReviewRevision).where(ReviewRevision.review_id == review.id),
        ReviewRevision.version,
        after,
    )
    versions = [
        Version(
            number=new.version,
            author=author,
            written_at=new.written_at,
            parts=[
                Part("", changes(old and old.facts, new.facts)),
                Part("What went well", changes(old and old.good, new.good)),
                Part("What went badly", changes(old and old.bad, new.bad)),
            ],
            redacted="" if new.good or new.bad else TAKEN_OUT,
        )
        for new, old in _with_older(revisions)
    ]
    return Page(items=versions, next_cursor=cursor)


def list_response_versions(
    response: ReviewResponse, after: str | None
) -> Page[Version]:
    revisions, cursor = _revisions(
        sa.select(ResponseRevision).where(ResponseRevision.response_id == response.id),
        ResponseRevision.version,
        after,
    )
    handles = _handles({one.author_id for one in revisions})
    versions = [
        Version(
            number=new.version,
            author=handles[new.author_id],
            written_at=new.written_at,
            parts=[Part("", changes(old and old.source, new.source))],
        )
        for new, old in _with_older(revisions)
    ]
    return Page(items=versions, next_cursor=cursor)


def _revisions(
    wanted: sa.Select[Any], version: Any, after: str | None
) -> tuple[list[Any], str | None]:
    """Return a page of revisions, and one more: what the last of them is compared with."""
    page = keyset_page(
        wanted, order=(version.desc(),), after=after, size=VERSIONS_A_PAGE
    )
    revisions = list(page.items)
    if page.next_cursor:
        older = wanted.where(version == revisions[-1].version - 1)
        revisions.append(db.session.scalars(older).one())
    return revisions, page.next_cursor


def _with_older(revisions: Sequence[Any]) -> list[tuple[Any, Any]]:
    pairs = zip(
        revisions, [*revisions[1:], None], strict=False
    )  # of none there is none
    return list(pairs)[:VERSIONS_A_PAGE]


def _handles(user_ids: set[int]) -> dict[int, str]:
    rows = db.session.execute(
        sa.select(User.id, shown_name()).where(User.id.in_(user_ids))
    )
    return dict(rows.all())
