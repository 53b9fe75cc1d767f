"""How often one may search: counted in this process, because a search writes nothing."""

import ipaddress
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence

from community.core.actors import Actor
from community.core.errors import TooMany
from community.core.ratelimit import Limit

VISITOR_LIMITS = (Limit(2, 1), Limit(15, 60))
MEMBER_LIMITS = (Limit(30, 60),)
TYPING_LIMITS = (Limit(8, 1), Limit(120, 60))
"""While one types: a page asks at most seven times a second."""

_MOST_KEYS = 10_000


class SearchLimiter:
    """Counts searches in memory: with several web processes each has its own count.

    Counting in the database, as for log-in, would make every search a write and let
    searches wait for SQLite's one writer. So who is spread over N processes may search
    up to N times as often; what protects the server is the time limit of each search.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        *,
        visitors: Sequence[Limit] = VISITOR_LIMITS,
        members: Sequence[Limit] = MEMBER_LIMITS,
    ) -> None:
        self._clock = clock
        self._visitors = visitors
        self._members = members
        self._lock = threading.Lock()
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def hit(self, actor: Actor, address: str) -> None:
        """Count a search; raise TooMany beyond the limits of the actor's kind."""
        limits = self._visitors if actor.is_visitor else self._members
        self._count(asker_of(actor, address), limits)

    def forget(self) -> None:
        with self._lock:
            self._times.clear()

    def _count(self, key: str, limits: Sequence[Limit]) -> None:
        now = self._clock()
        with self._lock:
            times = self._times.setdefault(key, deque(maxlen=_longest(limits)))
            self._times.move_to_end(key)
            while len(self._times) > _MOST_KEYS:
                self._times.popitem(last=False)
            wait = max(_wait(times, limit, now) for limit in limits)
            if wait <= 0:
                times.append(now)
        if wait > 0:
            raise TooMany(
                "You are searching very fast. Please wait a little and try again.",
                retry_after=int(wait) + 1,
            )


def asker_of(actor: Actor, address: str) -> str:
    """Return who searches: a member, or for visitors where they come from."""
    if actor.is_visitor:
        return f"address {_network(address)}"
    return f"user {actor.user_id}"


def _wait(times: Sequence[float], limit: Limit, now: float) -> float:
    """Return in how many seconds `limit` allows another; 0 or less: now."""
    if len(times) < limit.count:
        return 0.0
    return times[-limit.count] + limit.seconds - now


def _longest(limits: Sequence[Limit]) -> int:
    return max(limit.count for limit in limits)


def _network(address: str) -> str:
    # One customer has a whole /64 of IPv6 addresses.
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    prefix = 64 if parsed.version == 6 else 32
    return str(ipaddress.ip_network((parsed, prefix), strict=False))
