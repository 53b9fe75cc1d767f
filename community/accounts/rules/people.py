"""Who is here: accounts that the host makes, roles, locks and profiles."""

import sqlalchemy as sa
import structlog

from community.accounts import access, handles, queries
from community.accounts.addresses import normalise_email
from community.accounts.models import AccountState, User
from community.accounts.passwords import check_password, hash_password
from community.accounts.post import site
from community.accounts.refusals import refused
from community.accounts.rules.joining import follow_address
from community.accounts.rules.links import drop_links
from community.accounts.rules.sessions import end_all_sessions
from community.accounts.traits import Traits
from community.core import clock, reasons
from community.core.actors import Actor, Role
from community.core.db import changed, db
from community.core.errors import Conflict, Forbidden, Invalid, NotFound
from community.core.zones import zone_names

log = structlog.get_logger()
_BATCH = 500


def add_account(
    actor: Actor, *, handle: str, email: str, password: str, role: Role = Role.MEMBER
) -> User:
    """Make an account whose address the host vouches for."""
    _require_host(actor)
    handle = handles.check_handle(handle, site_name=site().name)
    email = normalise_email(email)
    check_password(password, role=role, handle=handle, email=email)
    if queries.find_taken_keys({handles.fold(handle)}):
        raise refused(handle="Somebody has this handle, or one that looks like it.")
    if queries.find_user_by_email(email) is not None:
        raise refused(email="There is an account with this address already.")
    user = User(
        handle=handle,
        handle_key=handles.fold(handle),
        email=email,
        email_proven_at=clock.now(),
        password_hash=hash_password(password),
        role=_account_role(role),
    )
    db.session.add(user)
    db.session.flush()  # callers want the id
    follow_address(user)
    return user


def change_role(actor: Actor, handle: str, role: Role) -> User:
    """Give somebody another role and log them out everywhere."""
    _require_host(actor)
    user = _get_person(handle)
    if user.role is _account_role(role):
        raise Conflict(f"{user.handle} is {role} already.")
    log.info("role_changed", user=user.id, old=str(user.role), new=str(role))
    user.role = role
    end_all_sessions(user.id)
    return user


def make_rep(user: User) -> None:
    """Make the account one that speaks for a vendor; log it out everywhere.

    Who asked a moderator to decide is the caller's business.
    """
    if user.role is not Role.REP:
        user.role = Role.REP
        end_all_sessions(user.id)
        log.info("role_changed", user=user.id, old="member", new="rep")


def lock_account(actor: Actor, handle: str, reason: str) -> User:
    """Keep somebody out: their logins and links end at once; the audit keeps why."""
    user = _get_person(handle)
    if not access.can_lock(actor, user):
        raise Forbidden("You may not lock this account.")
    reasons.audit(actor, "account.locked", f"user {user.id}", reasons.given(reason))
    user.state = AccountState.LOCKED
    end_all_sessions(user.id)
    drop_links(user.id)
    log.info("account_locked", user=user.id)
    return user


def unlock_account(actor: Actor, handle: str, reason: str) -> User:
    """Let somebody in again; the audit keeps why."""
    user = _get_person(handle)
    if not access.can_lock(actor, user):
        raise Forbidden("You may not unlock this account.")
    reasons.audit(actor, "account.unlocked", f"user {user.id}", reasons.given(reason))
    user.state = AccountState.ACTIVE
    log.info("account_unlocked", user=user.id)
    return user


def agree_to_be_asked(actor: Actor, *, agrees: bool) -> None:
    """Keep whether questions about products that one knows may come by mail."""
    queries.get_own_account(actor).may_be_asked = agrees


def switch_asking(user_id: int, *, on: bool) -> bool:
    """Do the same for who holds a link of our mails; return whether it was otherwise."""
    otherwise = sa.and_(User.id == user_id, User.may_be_asked.is_(not on))
    return changed(sa.update(User).where(otherwise).values(may_be_asked=on))


def choose_time_zone(actor: Actor, zone: str) -> None:
    """Tell the actor times as the clocks of `zone` show them; raise Invalid for no zone."""
    if zone not in zone_names():
        wrong = "Choose one of the zones in the list."
        raise Invalid("There is no such time zone.", fields={"time_zone": wrong})
    queries.get_own_account(actor).time_zone = zone


def update_profile(actor: Actor, traits: Traits) -> None:
    """Keep what fills forms for the actor; nobody else sees it."""
    user = queries.get_own_account(actor)
    user.org_size = traits.org_size
    user.industry = traits.industry
    user.region = traits.region


def _get_person(handle: str) -> User:
    user = queries.find_profile(handle)
    if user is None or user.state is AccountState.IMPORTED:
        raise NotFound(f"Nobody here has the handle “{handle[:40]}”.")
    return user


def _account_role(role: Role) -> Role:
    if role is Role.VISITOR:
        raise Invalid("Visitors have no account.")
    return role


def _require_host(actor: Actor) -> None:
    if not access.can_change_roles(actor):
        raise Forbidden("Only the host may do that.")
