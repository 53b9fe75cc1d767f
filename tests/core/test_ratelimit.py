from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from community.core import ratelimit
from community.core.db import db, transaction
from community.core.errors import TooMany
from community.core.jobs import enqueue
from community.core.ratelimit import Limit, RateCount, hit, hit_if_left

NOON = datetime(2026, 6, 1, 12, 0, 0, tzinfo=UTC)


def test_the_limit_is_what_it_says(playground):
    with playground.app_context(), time_machine.travel(NOON, tick=False) as traveller:
        for _ in range(2):
            hit("t", "ada", Limit(2, 60))
        with pytest.raises(TooMany) as refused:
            hit("t", "ada", Limit(2, 60))
        assert refused.value.retry_after == 60
        hit("t", "ben", Limit(2, 60))
        hit("other", "ada", Limit(2, 60))
        traveller.shift(timedelta(seconds=60))
        hit("t", "ada", Limit(2, 60))


def test_the_longer_window_counts_too(playground):
    limits = (Limit(1, 60), Limit(2, 3600))
    with playground.app_context(), time_machine.travel(NOON, tick=False) as traveller:
        hit("t", "ada", *limits)
        traveller.shift(timedelta(seconds=61))
        hit("t", "ada", *limits)
        traveller.shift(timedelta(seconds=61))
        with pytest.raises(TooMany) as refused:
            hit("t", "ada", *limits)
        assert refused.value.retry_after == 3600 - 122


def test_a_refused_request_still_counts(playground):
    with playground.app_context():
        hit("t", "ada", Limit(5, 3600))
        db.session.rollback()
        assert db.session.query(RateCount.hits).scalar() == 1


def test_what_has_no_room_is_not_counted(playground):
    with playground.app_context(), time_machine.travel(NOON, tick=False):
        assert [hit_if_left("t", "ada", Limit(2, 60)) for _ in range(4)] == [
            *(True, True),
            *(False, False),
        ]
        assert hit_if_left("t", "ada", Limit(3, 60))
        assert db.session.query(RateCount.hits).scalar() == 3


def test_parallel_hits_all_count(playground):
    def one(_n):
        with playground.app_context():
            hit("t", "ada", Limit(1000, 3600))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(one, range(20)))
    with playground.app_context():
        assert db.session.query(RateCount.hits).scalar() == 20


def test_keys_are_not_readable(playground):
    with playground.app_context():
        hit("t", "ada@a.example", Limit(5, 60))
        assert "ada" not in db.session.query(RateCount.key).scalar()


def test_passed_windows_are_forgotten(playground):
    with playground.app_context(), time_machine.travel(NOON, tick=False) as traveller:
        hit("t", "ada", Limit(5, 60))
        traveller.shift(timedelta(minutes=10))
        with transaction():
            ratelimit.forget_expired()
        assert db.session.query(RateCount).count() == 0


@pytest.mark.parametrize("pending", [True, False])
def test_a_count_comes_before_the_first_write(playground, settings, pending):
    if not settings.is_sqlite:
        pytest.skip("only SQLite has one writer")
    with playground.app_context():
        if pending:
            db.session.add(RateCount(key="k", window=1, hits=1, expires_at=1))
        else:
            enqueue("written")
        with pytest.raises(RuntimeError, match="before the first write"):
            hit("t", "ada", Limit(5, 60))
        db.session.rollback()
        hit("t", "ada", Limit(5, 60))
