"""The filter for advertising: shipped knowing our own examples, taught by decisions.

What moderators hid as advertising is spam to it, what they approved is not. Each text
counts once, as it was when it was reported.
"""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

import sqlalchemy as sa

from community.core import clock
from community.core.db import db
from community.core.jobs import JobRegistry
from moderation import spam
from moderation.kinds import RESTRICTING, ActionKind, Reason
from moderation.models import Action, Case
from moderation.screening.models import SpamLesson
from moderation.screening.primer import PRIMER
from moderation.spam import Example, Filter

LEARN_JOB = "moderation.learn"
_LEAST_SCORE = 4.0
"""As long as little was learnt, a text has to look like spam by far."""
_MOST = 2_000
"""So many of the latest decisions of each kind are learnt from."""


class Kept(Mapping[str, float]):
    """Weights by a hash of each feature: what people wrote can't be read from them."""

    def __init__(self, by_hash: Mapping[str, float]) -> None:
        self._by_hash = by_hash

    def __getitem__(self, feature: str) -> float:
        return self._by_hash[_hash(feature)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_hash)

    def __len__(self) -> int:
        return len(self._by_hash)


def _hash(feature: str) -> str:
    return f"{zlib.crc32(feature.encode('utf-8', 'replace')):x}"


def current() -> Filter:
    """Return the filter as it learnt last, or as it was shipped."""
    latest = db.session.execute(
        sa.select(SpamLesson.id, SpamLesson.created_at)
        .order_by(SpamLesson.id.desc())
        .limit(1)
    ).one_or_none()
    return shipped() if latest is None else _lesson(*latest)


@cache
def shipped() -> Filter:
    return _cautious(spam.learn(PRIMER))


def _cautious(learnt: Filter) -> Filter:
    return replace(learnt, threshold=max(learnt.threshold, _LEAST_SCORE))


def _lesson(lesson_id: int, learnt_at: datetime) -> Filter:
    # By its time as well: SQLite gives the id of a deleted lesson to the next one.
    if (lesson_id, learnt_at) not in _read:
        row = db.session.get_one(SpamLesson, lesson_id)
        _read.clear()
        _read[lesson_id, learnt_at] = Filter(Kept(row.weights), row.threshold)
    return _read[lesson_id, learnt_at]


_read: dict[tuple[int, datetime], Filter] = {}
"""The latest lesson, as this process has read it."""


def learn() -> None:
    """Learn anew when moderators decided something since the last time."""
    # From before the decisions are read: what comes in meanwhile is learnt next time.
    moment = clock.now()
    if not _has_news(db.session.scalar(sa.select(sa.func.max(SpamLesson.created_at)))):
        return
    decided = _decided(_is_spam(), is_spam=True) + _decided(_is_ham(), is_spam=False)
    learnt = spam.learn([*PRIMER, *decided])
    db.session.execute(sa.delete(SpamLesson))
    db.session.add(
        SpamLesson(
            decisions=len(decided),
            weights={
                _hash(one): round(told, 4) for one, told in learnt.weights.items()
            },
            threshold=_cautious(learnt).threshold,
            created_at=moment,
        )
    )


def _has_news(since: datetime | None) -> bool:
    """Whether something was decided or undone since then; ever, without a time."""
    news = sa.exists().where(sa.or_(_is_spam(), _is_ham()))
    if since is not None:
        news = news.where(sa.or_(Action.created_at > since, Action.undone_at > since))
    return bool(db.session.scalar(sa.select(news)))


def _is_spam() -> sa.ColumnElement[bool]:
    return sa.and_(
        Action.reason == Reason.ADVERTISING,
        Action.kind.in_(RESTRICTING),
        Action.automated.is_(False),
    )


def _is_ham() -> sa.ColumnElement[bool]:
    return Action.kind == ActionKind.APPROVED


def _decided(which: sa.ColumnElement[bool], *, is_spam: bool) -> list[Example]:
    texts = db.session.scalars(
        sa.select(Case.snapshot)
        .join(Action, Action.case_id == Case.id)
        .where(which, Action.undone_at.is_(None))
        .order_by(Action.id.desc())
        .limit(_MOST)
    )
    return [Example(one, is_spam) for one in dict.fromkeys(texts)]


def register(registry: JobRegistry) -> None:
    registry.handler(LEARN_JOB, learn)
    registry.periodic(LEARN_JOB, every=timedelta(days=1))
