"""Passwords: which are good enough, and argon2id, always one hash for one try."""

import threading
import unicodedata

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from community.accounts.common_passwords import is_common
from community.accounts.refusals import refused
from community.core.actors import Role
from community.core.settings import get_settings

FEWEST_CHARACTERS = 12
FEWEST_CHARACTERS_STAFF = 15
MOST_CHARACTERS = 1024
_STAFF = frozenset({Role.MODERATOR, Role.HOST})

_HASHES_AT_ONCE = 4
_slots = threading.BoundedSemaphore(_HASHES_AT_ONCE)
"""Many log-ins at once wait for each other here and leave the processors to pages."""


def fewest_characters(role: Role) -> int:
    return FEWEST_CHARACTERS_STAFF if role in _STAFF else FEWEST_CHARACTERS


def check_password(
    password: str, *, role: Role, handle: str, email: str, field: str = "password"
) -> None:
    """Raise Invalid for a password that is short, endless, well known or one's name."""
    sentence = _what_is_wrong(_normal(password), role, {handle, email})
    if sentence is not None:
        raise refused(**{field: sentence})


def _what_is_wrong(password: str, role: Role, names: set[str]) -> str | None:
    fewest = fewest_characters(role)
    if len(password) < fewest:
        return (
            f"Use {fewest} characters or more; a few words in a row are easy to keep."
        )
    if len(password) > MOST_CHARACTERS:
        return f"Use at most {MOST_CHARACTERS:,} characters."
    names |= {name.partition("@")[0] for name in names}
    if password.casefold() in {name.casefold() for name in names}:
        return "Your handle or e-mail address is the first thing that others would try."
    if is_common(password):
        return "This password is on the lists that others try first. Choose another."
    return None


def hash_password(password: str) -> str:
    with _slots:
        return _hasher().hash(_bytes(password))


def verify_password(password_hash: str | None, password: str) -> bool:
    """Say whether `password` is the one; costs one hash, also where there is none."""
    too_long = len(password) > MOST_CHARACTERS
    if password_hash is None or too_long:
        hash_password("" if too_long else password)
        return False
    with _slots:
        try:
            return _hasher().verify(password_hash, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False


def needs_rehash(password_hash: str) -> bool:
    """Say whether the cost in the settings changed since `password_hash` was made."""
    return _hasher().check_needs_rehash(password_hash)


def _hasher() -> PasswordHasher:
    settings = get_settings()
    return PasswordHasher(
        time_cost=settings.argon2_time_cost,
        memory_cost=settings.argon2_memory_kib,
        parallelism=1,
        type=Type.ID,
    )


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def _bytes(password: str) -> bytes:
    # The same password typed on another system may be composed differently; lone
    # surrogates have no UTF-8, and yet nobody's log-in shall fail with a 500.
    return _normal(password).encode("utf-8", "surrogatepass")
