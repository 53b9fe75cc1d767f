"""Versions of an official text, each with what it changed, for people to read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from community.core.db import db
from community.core.differences import Piece, changes
from community.core.paging import Page, keyset_page
from community.core.redactions import TAKEN_OUT
from community.reps.models import OfficialText, OfficialVersion, RepClaim

VERSIONS_A_PAGE = 10


@dataclass(frozen=True)
class Version:
    number: int
    signature: str
    written_at: datetime
    heading: list[Piece]
    body: list[Piece]
    redacted: str
    """What to say in place of the words, where a moderator took them out."""


def list_versions(text: OfficialText, after: str | None) -> Page[Version]:
    """Return the versions of a text, the latest first; none if it was never edited."""
    columns: list[Any] = [OfficialVersion, RepClaim]
    wanted = (
        sa.select(*columns)
        .join(RepClaim, RepClaim.id == OfficialVersion.claim_id)
        .where(OfficialVersion.text_id == text.id)
    )
    page = keyset_page(
        wanted,
        order=(OfficialVersion.version.desc(),),
        after=after,
        size=VERSIONS_A_PAGE,
    )
    rows = [tuple(row) for row in page.items]
    older = [version for version, _ in rows[1:]]
    if page.next_cursor:
        before = OfficialVersion.version == rows[-1][0].version - 1
        older.append(db.session.scalars(_plain(text).where(before)).one())
    pairs = zip(rows, [*older, None], strict=False)
    return Page(
        [_version(new, claim, old) for (new, claim), old in pairs], page.next_cursor
    )


def _plain(text: OfficialText) -> sa.Select[OfficialVersion]:
    return sa.select(OfficialVersion).where(OfficialVersion.text_id == text.id)


def _version(
    new: OfficialVersion, claim: RepClaim, old: OfficialVersion | None
) -> Version:
    return Version(
        number=new.version,
        signature=claim.signature,
        written_at=new.written_at,
        heading=changes(old.heading if old else None, new.heading),
        body=changes(old.source if old else None, new.source),
        redacted="" if new.source else TAKEN_OUT,
    )
