"""Whose public page somebody may read."""

from community.accounts import limits, queries
from community.accounts.models import User
from community.core.actors import Actor
from community.core.errors import NotFound

_CODE = "no-such-person"


def get_profile_for(actor: Actor, handle: str, address: str) -> User:
    """Return the account of a public page; raise NotFound, TooMany for who guesses names.

    One that moderators took away is there for its owner and for them.
    """
    account = queries.find_profile(handle)
    if account is None:
        limits.count_unknown_profile(address)
        raise NotFound("There is nobody with this handle.", code=_CODE)
    is_own = account.id == actor.user_id
    if account.profile_hidden_at and not is_own and not actor.is_moderator:
        raise NotFound("Moderators took this page away.", code=_CODE)
    return account
