"""Keeping one's account: its password and its address, forgotten, changed, proven."""

import structlog

from community.accounts import letters, limits, queries
from community.accounts.addresses import normalise_email
from community.accounts.models import TokenPurpose, User
from community.accounts.passwords import check_password, hash_password
from community.accounts.post import post, site
from community.accounts.refusals import refused
from community.accounts.rules.entering import require_password
from community.accounts.rules.joining import follow_address
from community.accounts.rules.links import ask_for_link, drop_links, use_link
from community.accounts.rules.registering import complete_registration
from community.accounts.rules.sessions import (
    end_all_sessions,
    end_other_sessions,
    start_session,
)
from community.core import clock
from community.core.actors import Actor
from community.core.errors import Conflict

log = structlog.get_logger()


def ask_for_reset(*, email: str, address: str) -> None:
    """Send a link for a new password to `email`, if anybody here has that address."""
    email = normalise_email(email)
    limits.count_reset(address=address, email=email)
    ask_for_link(TokenPurpose.RESET, email=email)


def ask_for_proof(*, email: str) -> None:
    """Send the proof of an address once more, if it is waited for."""
    email = normalise_email(email)
    limits.count_proof(email)
    ask_for_link(TokenPurpose.PROVE, email=email)


def ask_for_own_proof(actor: Actor) -> None:
    """Send the actor the link that proves their address."""
    user = queries.get_own_account(actor)
    if user.email is None or user.is_proven:
        raise Conflict("Your address is proven already.")
    ask_for_proof(email=user.email)


def reset_password(token: str, *, password: str) -> None:
    """Give the owner of the link a new password; log all devices out."""
    # A bad password is refused, and the refusal leaves the link usable.
    _, email, user = use_link(token, TokenPurpose.RESET)
    _check_new_password(user, password)
    _set_password(user, password)
    if user.email == email and not user.is_proven:
        _prove(user)
        follow_address(user)
    end_all_sessions(user.id)


def change_password(
    actor: Actor, *, current_password: str, password: str, user_agent: str
) -> str:
    """Change the actor's password; return the token of the only login that is left."""
    require_password(actor, current_password)
    user = queries.get_own_account(actor)
    _check_new_password(user, password)
    _set_password(user, password)
    end_all_sessions(user.id)
    return start_session(user.id, user_agent=user_agent)


def _check_new_password(user: User, password: str) -> None:
    check_password(password, role=user.role, handle=user.handle, email=user.email or "")


def _set_password(user: User, password: str) -> None:
    user.password_hash = hash_password(password)
    drop_links(user.id)
    log.info("password_changed", user=user.id)
    if user.email is not None:
        post(user.email, letters.password_changed(site(), user.handle))


def ask_for_new_address(actor: Actor, *, current_password: str, email: str) -> None:
    """Send a link to the address that the actor would like to have."""
    email = normalise_email(email)
    require_password(actor, current_password)
    user = queries.get_own_account(actor)
    if user.email == email:
        raise refused(email="This is your address already.")
    limits.count_proof(email)
    ask_for_link(TokenPurpose.CHANGE, email=email, user_id=user.id)


def prove_address(token: str, *, keep_login: str | None) -> User:
    """Use the proof that `token` is of; return whose address is proven now.

    `keep_login` is the token of this device's login: a change of address ends the
    logins of all other devices.
    """
    if queries.get_proof(token).is_registration:
        return complete_registration(token)
    purpose, email, user = use_link(token, TokenPurpose.PROVE, TokenPurpose.CHANGE)
    before = user.email
    if purpose is TokenPurpose.CHANGE:
        _change_address(user, email, keep_login)
    elif before != email:
        raise queries.dead_link()
    _prove(user)
    follow_address(user, before=before)
    return user


def _prove(user: User) -> None:
    user.email_proven_at, user.waits_since = clock.now(), None


def _change_address(user: User, email: str, keep_login: str | None) -> None:
    if queries.find_user_by_email(email) is not None:
        raise Conflict("This address belongs to another account by now.")
    if user.email is not None:
        post(user.email, letters.address_changed(site(), user.handle))
    user.email = email
    drop_links(user.id)
    log.info("address_changed", user=user.id)
    end_other_sessions(user.id, keep=keep_login)
