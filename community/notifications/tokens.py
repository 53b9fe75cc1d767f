"""Addresses that speak for their bearer: ending mails, and private feeds.

They are under our seal or keyed by it, so that they need no row, never run out, and a
copy of the database makes none.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from community.core import clock
from community.core.errors import NotFound
from community.core.repeating import Repeated
from community.core.sealing import BrokenSeal, pseudonym, seal, unseal
from community.notifications.kinds import Followed

_UNSUBSCRIBE = "notifications.unsubscribe"
_UNDO = "notifications.undo"
_FEED = "notifications.feed"
_DIGITS = 12
"""Ids of one length: an old member's would tell it."""
_FEED_KEY = 32
_KINDS = frozenset(one.value for one in Repeated)
UNDONE_WITHIN = timedelta(hours=1)
"""A mail may be forwarded, and lie about for years: its link ends, and begins nothing."""


@dataclass(frozen=True)
class Unsubscribing:
    """Whose mails a link ends: all about news, those about one thing, or of one kind."""

    user_id: int
    followed: Followed | None = None
    object_id: int = 0
    repeated: Repeated | None = None


def unsubscribe_path(which: Unsubscribing) -> str:
    return f"/unsubscribe/{seal(_UNSUBSCRIBE, _told(which)).rstrip('=')}"


def undo_mark(which: Unsubscribing) -> str:
    """Return what the page that ended these mails sends to undo that."""
    return seal(_UNDO, f"{clock.now().isoformat()} {_told(which)}")


def is_undone_by(which: Unsubscribing, mark: str) -> bool:
    """Whether `mark` comes from a page that ended these very mails a moment ago."""
    try:
        ended, told = unseal(_UNDO, mark).split(" ", 1)
    except BrokenSeal:
        return False
    is_late = clock.now() - datetime.fromisoformat(ended) > UNDONE_WITHIN
    return told == _told(which) and not is_late


def _told(which: Unsubscribing) -> str:
    what = which.repeated or which.followed or "-"
    return f"{which.user_id:0{_DIGITS}d} {what} {which.object_id}"


def read_unsubscribe(token: str) -> Unsubscribing:
    """Return what a link of ours is for; raise NotFound for any other."""
    try:
        padded = token + "=" * (-len(token) % 4)
        user_id, what, object_id = unseal(_UNSUBSCRIBE, padded).split(" ")
    except BrokenSeal:
        raise NotFound(
            "This link is not whole. Copy all of it from the mail."
        ) from None
    if what in _KINDS:
        return Unsubscribing(int(user_id), repeated=Repeated(what))
    followed = None if what == "-" else Followed(what)
    return Unsubscribing(int(user_id), followed, int(object_id))


def feed_token(feed_id: str) -> str:
    """Return what stands in the addresses of the feeds with this id."""
    return f"{feed_id}{pseudonym(_FEED, feed_id)[:_FEED_KEY]}"


def read_feed_token(token: str) -> str | None:
    """Return the id of the feeds that `token` opens; None if it is not one of ours."""
    feed_id = token[:-_FEED_KEY]
    fits = hmac.compare_digest(token.encode(), feed_token(feed_id).encode())
    return feed_id if feed_id and fits else None
