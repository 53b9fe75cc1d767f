"""Logging in: the same answer and the same work for every wrong name and password."""

import structlog

from community.accounts import limits, logins, queries
from community.accounts.models import User
from community.accounts.passwords import (
    fewest_characters,
    hash_password,
    needs_rehash,
    verify_password,
)
from community.accounts.queries import Credentials
from community.accounts.rules.sessions import start_session
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Invalid

log = structlog.get_logger()


def log_in(*, name: str, password: str, address: str, user_agent: str) -> str:
    """Return the cookie's token for a new login; raise Invalid with one sentence.

    Where the account has two factors the login waits for a code: see awaits_code.
    `name` is a handle or an e-mail address, `address` the client's network address.
    """
    limits.count_login(address=address, name=queries.normal_name(name))
    found = queries.find_credentials(name)
    if not verify_password(found.password_hash if found else None, password):
        log.info("login_refused")
        raise Invalid(
            "That name and password do not belong together. If you have just "
            "registered, open the link in our mail first.",
            code="wrong-credentials",
        )
    return _enter(found, password, user_agent)


def _enter(found: Credentials | None, password: str, user_agent: str) -> str:
    # Only the right password gets here, so this tells strangers nothing.
    if found is None or found.is_locked:
        raise Invalid("This account is locked.", code="locked")
    if len(password) < fewest_characters(found.role):
        # Staff made of members: what was long enough then is not now.
        raise Invalid(
            "Your role asks for a longer password: choose one under “Forgot your "
            "password?”.",
            code="password-too-short",
        )
    new_hash = _fresher_hash(found, password)
    if new_hash is not None:
        db.session.get_one(User, found.user_id).password_hash = new_hash
    log.info("login", user=found.user_id, awaits_code=found.two_factors)
    return start_session(
        found.user_id, user_agent=user_agent, awaits_code=found.two_factors
    )


def awaits_code(token: str) -> bool:
    """Whether the login of `token` logs nobody in before a code was given."""
    return logins.find_waiting_login(token) is not None


def _fresher_hash(found: Credentials, password: str) -> str | None:
    """Return the hash at today's cost when the stored one was made at another."""
    if found.password_hash is None or not needs_rehash(found.password_hash):
        return None
    return hash_password(password)


def require_password(
    actor: Actor, password: str, *, field: str = "current_password"
) -> None:
    """Raise Invalid unless `password` is the actor's own: dangerous acts ask again."""
    if actor.user_id is None:
        raise Invalid("Log in first.", code="wrong-credentials")
    limits.count_password_check(actor.user_id)
    found = queries.find_own_credentials(actor)
    if not verify_password(found.password_hash if found else None, password):
        sentence = "This is not your password."
        raise Invalid(
            "Please correct what is marked.",
            fields={field: sentence},
            code="wrong-credentials",
        )
