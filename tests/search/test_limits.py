"""How often one may search."""

import pytest

from community.core.actors import VISITOR, Actor, Role
from community.core.errors import TooMany
from search.limits import SearchLimiter

ADA = Actor(1, "ada", Role.MEMBER, proven=True)
BEN = Actor(2, "ben", Role.MEMBER, proven=True)


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limiter(clock: Clock) -> SearchLimiter:
    return SearchLimiter(clock)


def refused(limiter: SearchLimiter, actor: Actor, address: str) -> int | None:
    try:
        limiter.hit(actor, address)
    except TooMany as error:
        return error.retry_after
    return None


def test_a_visitor_may_search_twice_a_second(
    limiter: SearchLimiter, clock: Clock
) -> None:
    answers = [refused(limiter, VISITOR, "192.0.2.1") for _ in range(3)]
    assert answers == [None, None, 2]
    assert refused(limiter, VISITOR, "192.0.2.2") is None
    clock.now += 1.01
    assert refused(limiter, VISITOR, "192.0.2.1") is None


def test_a_visitor_may_search_fifteen_times_a_minute(
    limiter: SearchLimiter, clock: Clock
) -> None:
    for _ in range(15):
        assert refused(limiter, VISITOR, "192.0.2.1") is None
        clock.now += 1
    assert refused(limiter, VISITOR, "192.0.2.1") == 46
    clock.now += 46
    assert refused(limiter, VISITOR, "192.0.2.1") is None


def test_a_member_may_search_thirty_times_a_minute_wherever_from(
    limiter: SearchLimiter, clock: Clock
) -> None:
    for number in range(30):
        assert refused(limiter, ADA, f"192.0.2.{number}") is None
    assert refused(limiter, ADA, "192.0.2.99") == 61
    assert refused(limiter, BEN, "192.0.2.99") is None
    clock.now += 61
    assert refused(limiter, ADA, "192.0.2.99") is None


def test_a_refused_search_does_not_count(limiter: SearchLimiter, clock: Clock) -> None:
    for _ in range(50):
        refused(limiter, VISITOR, "192.0.2.1")
    clock.now += 1.01
    assert refused(limiter, VISITOR, "192.0.2.1") is None


def test_one_network_of_ipv6_is_one_visitor(limiter: SearchLimiter) -> None:
    addresses = ["2001:db8::1", "2001:db8::2", "2001:db8::3"]
    assert [refused(limiter, VISITOR, a) is None for a in addresses] == [
        True,
        True,
        False,
    ]
    assert refused(limiter, VISITOR, "2001:db8:0:1::1") is None


def test_an_odd_address_is_counted_as_it_stands(limiter: SearchLimiter) -> None:
    assert [refused(limiter, VISITOR, "unix:") for _ in range(3)] == [None, None, 2]


def test_memory_is_bounded(
    limiter: SearchLimiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.limits._MOST_KEYS", 100)
    for number in range(1_000):
        limiter.hit(VISITOR, f"198.51.{number // 250}.{number % 250}")
    assert len(limiter._times) == 100
    limiter.forget()
    assert len(limiter._times) == 0
