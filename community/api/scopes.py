"""What a token may be used for: each scope opens a part of the API, and nothing else does."""

from enum import StrEnum


class Scope(StrEnum):
    READ_PUBLIC = "read:public"
    READ_OWN = "read:own"
    WRITE_DEALS = "write:deals"
    WRITE_POSTS = "write:posts"
    WRITE_FOLLOWS = "write:follows"
    WRITE_REQUESTS = "write:requests"
    WRITE_ROOMS = "write:rooms"


SCOPE_LABELS = {
    Scope.READ_PUBLIC: "Read what is public, with limits of your own",
    Scope.READ_OWN: "Read what is yours: prices, posts, reviews, rooms, inbox, follows, requests, "
    "events, consents",
    Scope.WRITE_DEALS: "Report, change and withdraw your prices",
    Scope.WRITE_POSTS: "Ask, answer and review as you, and edit what you wrote",
    Scope.WRITE_FOLLOWS: "Follow, save and mark as read",
    Scope.WRITE_REQUESTS: "Send requests to vendors, write in them, answer times and "
    "withdraw them; register for events; take back consents",
    Scope.WRITE_ROOMS: "Comment in your rooms, and delete your comments",
}

LIFETIMES = (7, 30, 90, 365)
"""Days after which a token ends by itself; nothing renews one."""
MOST_TOKENS = 20
LONGEST_LABEL = 60
PREFIX = "fqt_"
"""Scanners for lost secrets find a token by it."""
