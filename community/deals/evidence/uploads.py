"""How many files somebody may send: looking at each costs seconds of a processor."""

from community.core.actors import Actor
from community.core.ratelimit import Limit, hit

FILES_A_DAY = Limit(20, 86_400)


def count_upload(actor: Actor) -> None:
    """Count a file that will be looked at, taken or not; raise TooMany when it is too many."""
    hit("deals.evidence", str(actor.user_id), FILES_A_DAY)
