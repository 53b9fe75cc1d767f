"""Who is here: accounts made by the host, roles, locks, profiles, imported authors."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
import structlog

from community.accounts import access, handles, queries
from community.accounts.addresses import normalise_email
from community.accounts.models import AccountState, User
from community.accounts.passwords import check_password, hash_password
from community.accounts.post import site
from community.accounts.refusals import refused
from community.accounts.rules.links import drop_links
from community.accounts.rules.sessions import end_all_sessions
from community.accounts.traits import Traits
from community.core import clock
from community.core.actors import Actor, Role
from community.core.db import db
from community.core.errors import Conflict, Forbidden, Invalid, NotFound
from community.core.text import clean_line

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


def lock_account(actor: Actor, handle: str) -> User:
    """Keep somebody out: their logins and links end at once."""
    user = _get_person(handle)
    if not access.can_lock(actor, user):
        raise Forbidden("You may not lock this account.")
    user.state = AccountState.LOCKED
    end_all_sessions(user.id)
    drop_links(user.id)
    log.info("account_locked", user=user.id)
    return user


def unlock_account(actor: Actor, handle: str) -> User:
    user = _get_person(handle)
    if not access.can_lock(actor, user):
        raise Forbidden("You may not unlock this account.")
    user.state = AccountState.ACTIVE
    log.info("account_unlocked", user=user.id)
    return user


def update_profile(actor: Actor, traits: Traits) -> None:
    """Keep what fills forms for the actor; nobody else sees it."""
    user = queries.get_own_account(actor)
    user.org_size = traits.org_size
    user.industry = traits.industry
    user.region = traits.region


@dataclass(frozen=True)
class ImportedAuthor:
    """Somebody who wrote elsewhere: `key` is theirs there, `name` and `url` credit them."""

    key: str
    name: str
    url: str | None = None


def import_authors(source: str, authors: Sequence[ImportedAuthor]) -> dict[str, int]:
    """Return the account of each author by key, making those that are missing.

    `source` is a short name of where they wrote; the same author is found again by it
    and by the key. Nobody can log in to these accounts.
    """
    found: dict[str, int] = {}
    for start in range(0, len(authors), _BATCH):
        found |= _import_batch(source, authors[start : start + _BATCH])
    return found


def _import_batch(source: str, authors: Sequence[ImportedAuthor]) -> dict[str, int]:
    wanted = {_import_key(source, author.key): author for author in authors}
    known = _ids_by_import_key(wanted)
    missing = {key: one for key, one in wanted.items() if key not in known}
    names = _free_handles(source, missing)
    for key, author in missing.items():
        db.session.add(
            User(
                handle=names[key],
                handle_key=names[key],
                state=AccountState.IMPORTED,
                import_key=key,
                attribution_name=clean_line(author.name)[:120] or "Unknown author",
                attribution_url=_web_link(author.url),
            )
        )
    db.session.flush()  # the ids are what the caller wants
    known |= _ids_by_import_key(missing)
    return {author.key: known[key] for key, author in wanted.items()}


def _ids_by_import_key(
    keys: Sequence[str] | dict[str, ImportedAuthor],
) -> dict[str, int]:
    rows = db.session.execute(
        sa.select(User.import_key, User.id).where(User.import_key.in_(list(keys)))
    )
    return {key: user_id for key, user_id in rows if key is not None}


def _free_handles(source: str, authors: dict[str, ImportedAuthor]) -> dict[str, str]:
    """Return a handle for each author, numbered where names are the same."""
    used = _used_handles(source, authors)
    free: dict[str, str] = {}
    for key, author in authors.items():
        number = 1
        while (
            handle := handles.imported_handle(author.name, source, number=number)
        ) in used:
            number += 1
        used.add(handle)
        free[key] = handle
    return free


def _used_handles(source: str, authors: dict[str, ImportedAuthor]) -> set[str]:
    suffix = handles.imported_handle("x", source).partition(".")[2]
    if not authors:
        return set()
    return set(
        db.session.scalars(
            sa.select(User.handle).where(
                User.handle.endswith(f".{suffix}", autoescape=True)
            )
        )
    )


def _import_key(source: str, key: str) -> str:
    return f"{clean_line(source)}:{clean_line(key)}"[:120]


def _web_link(url: str | None) -> str | None:
    link = clean_line(url or "")
    return (
        link if link.startswith(("https://", "http://")) and len(link) <= 500 else None
    )


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
