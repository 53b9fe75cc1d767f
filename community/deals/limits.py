"""How many deals somebody may report who has only just come."""

from datetime import timedelta

from community.accounts.queries import find_user
from community.core import clock
from community.core.ratelimit import Limit, hit_if_done

NEW_FOR = timedelta(days=7)
DEALS_A_DAY_WHEN_NEW = Limit(3, 86_400)


def count_deal(user_id: int) -> None:
    """Count a deal of a new account; raise TooMany when it was one too many today.

    Counted apart from the deals, under a digest that expires: they have no dates (P13).
    """
    user = find_user(user_id)
    if user is None or clock.now() - user.created_at < NEW_FOR:
        hit_if_done("deals.new", str(user_id), DEALS_A_DAY_WHEN_NEW)
