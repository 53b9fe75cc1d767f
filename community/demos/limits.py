"""How much may be announced and registered for, so that no list is flooded."""

from dataclasses import dataclass

from community.core.errors import Conflict
from community.core.ratelimit import Limit, hit_if_done
from community.demos import queries
from community.demos.access import Organiser


@dataclass(frozen=True)
class Limits:
    ahead: int = 12
    """So many events of one vendor, or of the host, may be to come."""
    changes_a_day: int = 20
    """Announcing, changing and cancelling, by one person: each may write to many."""
    registrations_a_day: int = 20


LIMITS = Limits()


def require_room(organiser: Organiser) -> None:
    """Raise Conflict beyond what may be to come at once."""
    if queries.count_ahead(organiser) >= LIMITS.ahead:
        raise Conflict(
            f"{LIMITS.ahead} events of yours are to come already. Wait for one, or "
            "cancel one first."
        )


def count_change(user_id: int) -> None:
    """Raise TooMany for who announces or changes all day."""
    hit_if_done("demos.change", str(user_id), Limit(LIMITS.changes_a_day, 86_400))


def count_registration(user_id: int) -> None:
    """Raise TooMany for who registers all day."""
    hit_if_done(
        "demos.register", str(user_id), Limit(LIMITS.registrations_a_day, 86_400)
    )
