"""What stands in place of a name: an alias for one post, and how much else may be told."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from community.accounts.traits import PublicSize

FEWEST_ORGANISATIONS = 5
"""Among so many an author hides, whatever is told of them (P2)."""

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LETTERS_IN_ALIAS = 7


class Context(StrEnum):
    """What an anonymous post tells of its author."""

    NOTHING = "nothing"
    VERIFIED = "verified"
    TO_50 = "verified-1-50"
    TO_200 = "verified-51-200"
    TO_1000 = "verified-201-1000"
    TO_5000 = "verified-1001-5000"
    OVER_5000 = "verified-5001"


CONTEXT_LABELS: dict[Context, str] = {
    Context.NOTHING: "",
    Context.VERIFIED: "Verified buyer",
    Context.TO_50: "Verified buyer, 1 to 50 people",
    Context.TO_200: "Verified buyer, 51 to 200 people",
    Context.TO_1000: "Verified buyer, 201 to 1,000 people",
    Context.TO_5000: "Verified buyer, 1,001 to 5,000 people",
    Context.OVER_5000: "Verified buyer, 5,001 people or more",
}
_OF_SIZE = {
    PublicSize.TO_50: Context.TO_50,
    PublicSize.TO_200: Context.TO_200,
    PublicSize.TO_1000: Context.TO_1000,
    PublicSize.TO_5000: Context.TO_5000,
    PublicSize.OVER_5000: Context.OVER_5000,
}


def new_alias() -> str:
    """Return a name for one post; its blank tells it from every handle."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(_LETTERS_IN_ALIAS))
    return f"Anonymous {drawn}"


def context_of(
    size: PublicSize | None, organisations: Mapping[PublicSize | None, set[int]]
) -> Context:
    """Return what may be told of a verified buyer from an organisation of this size.

    `organisations` holds those with verified members, by the size that these gave. A
    size is told where five share it; where it isn't, "verified" alone says that it is
    one of the others, so there must be five of these.
    """
    told = {
        one
        for one, there in organisations.items()
        if one is not None and len(there) >= FEWEST_ORGANISATIONS
    }
    if size is not None and size in told:
        return _OF_SIZE[size]
    others = [there for one, there in organisations.items() if one not in told]
    if len(set().union(*others)) >= FEWEST_ORGANISATIONS:
        return Context.VERIFIED
    return Context.NOTHING


def coarse(at: datetime, *, not_before: datetime | None = None) -> datetime:
    """Return the full hour of `at`: to the second it would point at what else was done then.

    With `not_before`, which everybody can see, what followed upon it still follows.
    """
    hour = at - timedelta(
        minutes=at.minute, seconds=at.second, microseconds=at.microsecond
    )
    return hour if not_before is None else max(hour, not_before)
