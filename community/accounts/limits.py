"""How often one may try: the defaults of SECURITY, counted by address and by account."""

from community.core.ratelimit import Limit, hit

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR

TRIES = (Limit(6, _MINUTE), Limit(30, _HOUR))
"""Passwords tried."""
REGISTRATIONS = Limit(5, _DAY)
"""From one address: an office shares one."""
RESETS_PER_ADDRESS = Limit(20, _DAY)
RESETS_PER_ACCOUNT = Limit(5, _DAY)
PROOFS_PER_ACCOUNT = Limit(3, 6 * _HOUR)
CODES = (*TRIES, Limit(50, _DAY))
"""Of a million: 50 a day find one in some decades."""
WRONG_CODES = Limit(4, _DAY)
"""For one log-in: with the fifth it ends."""
WORK_PROOFS_PER_ACCOUNT = Limit(5, _DAY)
UNKNOWN_PROFILES = Limit(30, 5 * _MINUTE)


def count_login(*, address: str, name: str) -> None:
    """Count a log-in; `name` as typed and folded, known or not.

    By name and not by account: two names that share a count would tell a stranger
    which address belongs to which handle.
    """
    hit("login.address", address, *TRIES)
    hit("login.name", name, *TRIES)


def count_password_check(user_id: int) -> None:
    """Count a password asked again from somebody who is logged in."""
    hit("password.user", str(user_id), *TRIES)


def count_code(user_id: int) -> None:
    """Count a one-time code tried; six digits are few."""
    hit("code.user", str(user_id), *CODES)


def count_wrong_code(login_key: str) -> None:
    """Count a wrong code given to a log-in that waits for one."""
    hit("code.wrong", login_key, WRONG_CODES)


def count_registration(*, address: str, email: str) -> None:
    hit("register.address", address, REGISTRATIONS)
    count_proof(email)


def count_wish_check(handle_key: str) -> None:
    """Count a password tried on a registration that waits for its proof."""
    hit("register.wish", handle_key, *TRIES)


def count_proof(email: str) -> None:
    """Count a mail that asks the owner of `email` to prove it."""
    hit("prove.email", email, PROOFS_PER_ACCOUNT)


def count_work_proof(user_id: int, *, email: str) -> None:
    """Count a mail to a work address: nobody makes us write to a whole company."""
    hit("work.user", str(user_id), WORK_PROOFS_PER_ACCOUNT)
    count_proof(email)


def count_reset(*, address: str, email: str) -> None:
    hit("reset.address", address, RESETS_PER_ADDRESS)
    hit("reset.email", email, RESETS_PER_ACCOUNT)


def count_unknown_profile(address: str) -> None:
    """Count a profile that is not there: who guesses names is slowed down."""
    hit("profile.missing", address, UNKNOWN_PROFILES)
