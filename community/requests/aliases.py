"""What stands for a buyer in one request, and in no other."""

import secrets

from community.core.sealing import pseudonym

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 7


def new_alias() -> str:
    """Return a name for one request; its blank tells it from every handle."""
    return _alias(secrets.randbits(64))


def alias_of(user_id: int, form_key: str) -> str:
    """Return the name for one form: the same when it is shown and when it is sent."""
    return _alias(int(pseudonym("request.alias", f"{user_id}:{form_key}")[:16], 16))


def _alias(number: int) -> str:
    letters = []
    for _ in range(_LENGTH):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    return f"Buyer {''.join(letters)}"
