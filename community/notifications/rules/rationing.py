"""How many mails a day somebody gets from us: twenty, of which some are left for digests."""

from community.core.ratelimit import Limit, hit_if_left
from community.core.sealing import pseudonym

_DAY = 86_400
MAILS_A_DAY = Limit(20, _DAY)
"""All of those that nobody asked for on the page that sends them."""
REPEATED_A_DAY = Limit(MAILS_A_DAY.count - 2, _DAY)
"""Leaves room for the digests of a day and of a week."""
AT_ONCE_A_DAY = Limit(REPEATED_A_DAY.count - 2, _DAY)
"""Leaves room for a reminder or two: what is new can wait for the digest, a date can't."""


def take_of_day(user_id: int, limit: Limit) -> bool:
    """Count one more mail to somebody; False, and nothing is counted, beyond the limit."""
    key = pseudonym("mail.day", str(user_id))
    return hit_if_left("notifications.mail", key, limit)
