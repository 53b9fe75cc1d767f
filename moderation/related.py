"""Accounts that have something in common with an author: evidence, and no proof.

Only what is said under names is looked at. Of a text under an alias nothing is told, or
what somebody else wrote would lead to who stands under it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from community.accounts.models import User
from community.core import clock
from community.core.db import db
from community.core.moderating import ModeratedItem
from community.core.screening import teams
from moderation.items import get_kind
from moderation.models import Case
from moderation.screening import ballots, likeness
from moderation.screening.kinds import screened
from moderation.screening.models import TextBand
from moderation.screening.thresholds import THRESHOLDS

_MOST = 5
_MOST_TEXTS = 3
_TOGETHER = timedelta(days=1)
"""So close to each other accounts of one hand are often registered."""


@dataclass(frozen=True)
class Related:
    """Another account, and what it has in common: sentences that go on after its handle."""

    handle: str
    why: tuple[str, ...]


def list_related(case: Case, item: ModeratedItem) -> list[Related]:
    """Return accounts like the author's, the ones with most in common first.

    Six queries; and what of the texts nearly the same is loaded, three at most.
    """
    if case.author_id is None or item.author_id is None:
        return []
    told: dict[str, list[str]] = {}
    by_id = [*_of_same_words(item), *_voters_and_declared(case.author_id)]
    for handle, why in [*_beside(case), *_named(by_id)]:
        told.setdefault(handle, []).append(why)
    found = [Related(handle, tuple(why)) for handle, why in told.items()]
    return sorted(found, key=lambda one: -len(one.why))[:_MOST]


def _voters_and_declared(author_id: int) -> list[tuple[int, str]]:
    """Tell who votes for the author, and who declared to be of the same vendor."""
    since = clock.now() - THRESHOLDS.votes_within
    cast = [one for kind in screened() for one in kind.ballots_around(author_id, since)]
    told = [(one.voter_id, one.sentence) for one in ballots.hands(cast, author_id)]
    return told[:_MOST] + [
        (other, f"declared to be of {vendor}, as its author did")
        for other, vendor in teams().declared_like(author_id, _MOST)
    ]


def _named(told: list[tuple[int, str]]) -> Iterable[tuple[str, str]]:
    """Call accounts by their handles: a text may be signed otherwise."""
    handles: dict[int, str] = dict(
        db.session.execute(
            sa.select(User.id, User.handle).where(User.id.in_([one for one, _ in told]))
        ).all()
    )
    return [(handles[one], why) for one, why in told]


def _beside(case: Case) -> Iterable[tuple[str, str]]:
    """Tell who wrote of the same vendor, and is a colleague or came on the same day."""
    own = db.session.get_one(User, case.author_id)
    is_colleague: sa.ColumnElement[bool] = sa.false()
    if own.organisation_id is not None:
        is_colleague = sa.func.coalesce(
            User.organisation_id == own.organisation_id, sa.false()
        )
    came_together = sa.between(
        User.created_at, own.created_at - _TOGETHER, own.created_at + _TOGETHER
    )
    rows = db.session.execute(
        sa.select(User.handle, is_colleague, came_together, sa.func.count(Case.id))
        .join(Case, Case.author_id == User.id)
        .where(
            User.id != own.id,
            Case.vendor == case.vendor,
            Case.vendor != "",
            sa.or_(is_colleague, came_together),
        )
        .group_by(User.id, User.handle, User.organisation_id, User.created_at)
        .order_by(sa.func.count(Case.id).desc(), User.handle)
        .limit(_MOST)
    )
    for handle, colleague, together, count in rows:
        cases = f"{count} case{' is' if count == 1 else 's are'}"
        about = f", and {cases} about what they wrote of this vendor"
        if colleague:
            yield handle, f"is of the same organisation{about}"
        if together:
            yield handle, f"registered within a day of its author{about}"


def _of_same_words(item: ModeratedItem) -> Iterable[tuple[int, str]]:
    """Tell who else wrote nearly the same text under their name."""
    mine, theirs = aliased(TextBand), aliased(TextBand)
    alike = db.session.execute(
        sa.select(theirs.kind, theirs.object_id)
        .join(mine, sa.and_(mine.band == theirs.band, mine.hash == theirs.hash))
        .where(
            mine.kind == item.kind,
            mine.object_id == item.object_id,
            sa.or_(theirs.kind != item.kind, theirs.object_id != item.object_id),
        )
        .group_by(theirs.kind, theirs.object_id)
        .order_by(sa.func.count().desc(), theirs.object_id)
        .limit(_MOST_TEXTS)
    ).all()
    rows = likeness.rows_of(item.text)
    for kind, object_id in alike:
        other = get_kind(kind).load(object_id)
        if other.author_id is None or other.author_id == item.author_id:
            continue
        near = likeness.share(rows, likeness.rows_of(other.text))
        if near >= THRESHOLDS.repeated_from:
            yield other.author_id, f"wrote nearly the same: “{other.title}”"
