"""Two factors: a code of an authenticator app besides the password, or a recovery code."""

import secrets

import sqlalchemy as sa
import structlog

from community.accounts import letters, limits, logins, queries, totp
from community.accounts.models import RecoveryCode, SecondFactor, User
from community.accounts.post import post, site
from community.accounts.refusals import refused
from community.accounts.rules.entering import require_password
from community.accounts.rules.sessions import (
    end_login,
    end_other_sessions,
    start_session,
)
from community.accounts.tokens import digest
from community.core import clock
from community.core.actors import SYSTEM, Actor
from community.core.db import changed, db
from community.core.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from community.core.sealing import pseudonym, seal, unseal

log = structlog.get_logger()
RECOVERY_CODES = 10
_SECRET = "account.totp"  # noqa: S105 - the purpose of the seal
_RECOVERY = "account.recovery"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_HALF = 5
_WRONG = "This code is not right. Codes change every half minute, and each works once."


def begin_enrolment(actor: Actor) -> None:
    """Draw a secret for the actor's app; it counts once a code of it was given."""
    user = queries.get_own_account(actor)
    _require_off(user)
    sealed = seal(_SECRET, totp.new_secret())
    factor = db.session.get(SecondFactor, user.id)
    if factor is None:
        db.session.add(SecondFactor(user_id=user.id, sealed_secret=sealed))
    else:
        factor.sealed_secret, factor.last_step = sealed, 0


def find_secret_to_enrol(actor: Actor) -> str | None:
    """Return the secret that waits for its first code; None once it counts, or without."""
    user = queries.get_own_account(actor)
    factor = db.session.get(SecondFactor, user.id)
    if factor is None or user.two_factors_since is not None:
        return None
    return unseal(_SECRET, factor.sealed_secret)


def confirm_enrolment(
    actor: Actor, *, code: str, password: str, keep_login: str | None
) -> list[str]:
    """Have log-ins ask for a code from now on; return the recovery codes, shown once.

    `keep_login` is the token of this device: all others are logged out.
    """
    require_password(actor, password)
    user = queries.get_own_account(actor)
    _require_off(user)
    if find_secret_to_enrol(actor) is None:
        raise Conflict("Begin again: nothing waits for a code.")
    limits.count_code(user.id)
    if not _take_step(user.id, _normal(code)):
        raise refused(code=_WRONG)
    user.two_factors_since = clock.now()
    end_other_sessions(user.id, keep=keep_login)
    log.info("two_factors_on", user=user.id)
    _tell(user, on=True)
    return _new_recovery_codes(user.id)


def renew_recovery_codes(actor: Actor, *, code: str, password: str) -> list[str]:
    """Return new recovery codes for a code of the app; the old ones are void."""
    require_password(actor, password)
    user = queries.get_own_account(actor)
    _require_on(user)
    limits.count_code(user.id)
    if not _take_step(user.id, _normal(code)):
        raise refused(code=_WRONG)
    log.info("recovery_codes_renewed", user=user.id)
    _write(user, letters.recovery_codes_renewed(site(), user.handle))
    return _new_recovery_codes(user.id)


def turn_off(actor: Actor, *, code: str, password: str) -> None:
    """Ask for the password alone again; whoever speaks for a vendor posts no more then."""
    require_password(actor, password)
    user = queries.get_own_account(actor)
    _require_on(user)
    check_code(user.id, code)
    _forget(user)


def reset_two_factors(actor: Actor, handle: str) -> User:
    """Let somebody in who lost app and recovery codes: the host knows them otherwise."""
    if actor is not SYSTEM:
        raise Forbidden("Only the host’s command does that.")
    user = queries.find_profile(handle)
    if user is None:
        raise NotFound(f"Nobody here has the handle “{handle[:40]}”.")
    _require_on(user)
    _forget(user)
    end_other_sessions(user.id, keep=None)
    return user


def enter_with_code(token: str, *, code: str, user_agent: str) -> str | None:
    """Finish the login of `token` that waits for a code; return the cookie's new token.

    None with the fifth wrong code: the login has ended, and its owner gets a letter.
    """
    user_id = logins.find_waiting_login(token)
    if user_id is None:
        raise Conflict("That took too long. Log in again.", code="login-gone")
    try:
        check_code(user_id, code)
    except Invalid:
        if not _was_last_try(token):
            raise
        end_login(token)
        user = db.session.get_one(User, user_id)
        _write(user, letters.codes_were_wrong(site(), user.handle))
        return None
    end_login(token)
    log.info("login", user=user_id)
    return start_session(user_id, user_agent=user_agent)


def check_code(user_id: int, code: str) -> None:
    """Use up a code of the app, or a recovery code; raise Invalid for any other."""
    limits.count_code(user_id)
    given = _normal(code)
    if not (_take_step(user_id, given) or _use_recovery_code(user_id, given)):
        log.info("code_refused", user=user_id)
        raise refused(code=_WRONG)


def _was_last_try(token: str) -> bool:
    try:
        limits.count_wrong_code(digest(token))
    except TooMany:
        return True
    return False


def _take_step(user_id: int, code: str) -> bool:
    """Whether `code` is right and newer than the last one: nobody uses one again."""
    factor = db.session.get(SecondFactor, user_id)
    if factor is None:
        return False
    step = totp.find_step(unseal(_SECRET, factor.sealed_secret), code, clock.now())
    if step is None:
        return False
    taken = changed(
        sa.update(SecondFactor)
        .where(SecondFactor.user_id == user_id, SecondFactor.last_step < step)
        .values(last_step=step)
    )
    db.session.expire(factor)
    return taken


def _use_recovery_code(user_id: int, code: str) -> bool:
    return changed(
        sa.delete(RecoveryCode).where(
            RecoveryCode.user_id == user_id,
            RecoveryCode.code_hash == _hash(user_id, code),
        )
    )


def _new_recovery_codes(user_id: int) -> list[str]:
    _forget_recovery_codes(user_id)
    codes = [_drawn_code() for _ in range(RECOVERY_CODES)]
    db.session.add_all(
        RecoveryCode(user_id=user_id, code_hash=_hash(user_id, _normal(code)))
        for code in codes
    )
    return codes


def _drawn_code() -> str:
    halves = ["".join(secrets.choice(_LETTERS) for _ in range(_HALF)) for _ in range(2)]
    return "-".join(halves)


def _normal(code: str) -> str:
    return "".join(letter for letter in code.lower() if letter.isalnum())[:40]


def _hash(user_id: int, code: str) -> str:
    return pseudonym(_RECOVERY, f"{user_id}:{code}")


def _forget(user: User) -> None:
    user.two_factors_since = None
    db.session.execute(sa.delete(SecondFactor).where(SecondFactor.user_id == user.id))
    _forget_recovery_codes(user.id)
    log.info("two_factors_off", user=user.id)
    _tell(user, on=False)


def _forget_recovery_codes(user_id: int) -> None:
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.user_id == user_id))


def _tell(user: User, *, on: bool) -> None:
    _write(user, letters.two_factors_changed(site(), user.handle, on=on))


def _write(user: User, letter: letters.Letter) -> None:
    if user.email is not None:
        post(user.email, letter)


def _require_off(user: User) -> None:
    if user.two_factors_since is not None:
        raise Conflict("Two factors are on already.")


def _require_on(user: User) -> None:
    if user.two_factors_since is None:
        raise Conflict("Two factors are not on.")
