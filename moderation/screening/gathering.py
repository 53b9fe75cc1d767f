"""The facts that rules are told: about an author, about texts alike, about a vendor."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from community.accounts.models import User
from community.accounts.pace import is_new
from community.core.db import db, insert_ignore
from community.core.moderating import ModeratedItem
from community.core.screening import Moment
from moderation.items import MEMBER, get_kind
from moderation.kinds import Outcome, Reason
from moderation.models import Case, Flag
from moderation.screening import likeness
from moderation.screening.facts import Author, Twin
from moderation.screening.kinds import screened
from moderation.screening.models import TextBand
from moderation.screening.thresholds import THRESHOLDS

_MOST_TWINS = 5


def author_of(user_id: int, item: ModeratedItem, now: datetime) -> Author:
    """Return what is known of who wrote `item`, which itself does not count as public."""
    user = db.session.get_one(User, user_id)
    moments: list[Moment] = []
    for kind in screened():
        moments += kind.written_by(user_id, THRESHOLDS.first_posts)
    named = item.author_id is not None
    times = [one.at for one in moments if one.at is not None] if named else []
    new = is_new(user_id, now)
    return Author(
        joined=user.created_at if named else None,
        is_new=new,
        times=tuple(sorted(times, reverse=True)),
        public=sum(one.is_public for one in moments) - item.is_public,
        reported_for=_reported_for(user_id) if new and named else None,
    )


def _reported_for(user_id: int) -> Reason | None:
    """Return why most members reported what somebody wrote, where enough of them did.

    Of what stands under their name; without the vendor's people, and what was in vain.
    """
    rows = db.session.execute(
        sa.select(Flag.reporter_id, Flag.reason)
        .join(Case, Case.id == Flag.case_id)
        .where(
            Case.author_id == user_id,
            Case.kind != MEMBER,
            Flag.outcome != Outcome.DISMISSED,
            Flag.of_the_vendor.is_(False),
            Flag.reporter_id.is_not(None),
        )
        .order_by(Flag.id)
    ).all()
    if len({reporter for reporter, _ in rows}) < THRESHOLDS.reported_by:
        return None
    return Counter(reason for _, reason in rows).most_common(1)[0][0]


def share_organisation(user_id: int, others: Iterable[int]) -> bool:
    """Whether a member's organisation is that of one of the others."""
    own = db.session.get_one(User, user_id).organisation_id
    ids = set(others) - {user_id}
    if own is None or not ids:
        return False
    same = sa.exists().where(User.id.in_(ids), User.organisation_id == own)
    return bool(db.session.scalar(sa.select(same)))


def new_authors_about(vendor_id: int, now: datetime) -> int:
    """Return how many new accounts wrote about a vendor lately."""
    ids: set[int] = set()
    for kind in screened():
        ids |= set(kind.authors_about(vendor_id, now - THRESHOLDS.burst_within))
    joined = sa.select(sa.func.count()).where(
        User.id.in_(ids), User.created_at > now - THRESHOLDS.burst_age
    )
    return db.session.scalar(joined) or 0


def twins_of(item: ModeratedItem) -> list[Twin]:
    """Return the texts that are nearly the same as `item`, and remember its own."""
    rows = likeness.rows_of(item.text)
    if len(rows) < THRESHOLDS.repeated_words:
        return []
    bands = list(enumerate(likeness.bands(rows)))
    is_own = sa.and_(TextBand.kind == item.kind, TextBand.object_id == item.object_id)
    alike = db.session.execute(
        sa.select(TextBand.kind, TextBand.object_id)
        .where(sa.tuple_(TextBand.band, TextBand.hash).in_(bands), ~is_own)
        .group_by(TextBand.kind, TextBand.object_id)
        .order_by(sa.func.count().desc(), TextBand.object_id)
        .limit(_MOST_TWINS)
    ).all()
    db.session.execute(sa.delete(TextBand).where(is_own))
    insert_ignore(
        TextBand,
        [
            {
                "kind": item.kind,
                "object_id": item.object_id,
                "band": band,
                "hash": value,
            }
            for band, value in bands
        ],
    )
    others = [get_kind(kind).load(object_id) for kind, object_id in alike]
    found = [
        Twin(
            title=other.title,
            url=other.url,
            share=likeness.share(rows, likeness.rows_of(other.text)),
            same_author=other.author_id is not None
            and other.author_id == item.author_id,
        )
        for other in others
    ]
    near = [one for one in found if one.share >= THRESHOLDS.repeated_from]
    return sorted(near, key=lambda one: -one.share)
