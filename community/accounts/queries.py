"""How accounts, their devices and their links are found."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from community.accounts import handles
from community.accounts.addresses import find_email, mailbox_key
from community.accounts.models import (
    AccountState,
    EmailToken,
    Organisation,
    OrganisationDomain,
    RecoveryCode,
    Registration,
    TokenPurpose,
    User,
)
from community.accounts.retired import find_retired_keys
from community.accounts.tokens import digest
from community.accounts.traits import PublicSize, public_size
from community.core import clock
from community.core.actors import Actor, Role
from community.core.db import db
from community.core.errors import NotFound
from community.core.text import clean_line

_LONGEST_NAME = 254


@dataclass(frozen=True)
class Credentials:
    """What a log-in is checked against."""

    user_id: int
    password_hash: str | None
    is_locked: bool
    role: Role
    two_factors: bool


@dataclass(frozen=True)
class Link:
    """A link sent by mail: what it is for, to which address, and for whom."""

    purpose: TokenPurpose
    email: str
    user_id: int
    handle: str


@dataclass(frozen=True)
class Proof:
    """An address that a link would prove, and whose it is or would be."""

    handle: str
    email: str
    is_registration: bool


def find_user(user_id: int) -> User | None:
    return db.session.get(User, user_id)


def get_own_account(actor: Actor) -> User:
    """Return the account of `actor`; raise NotFound for visitors."""
    user = None if actor.user_id is None else find_user(actor.user_id)
    if user is None:
        raise NotFound("There is no such account.")
    return user


def find_profile(handle: str) -> User | None:
    """Return the account whose public page is at /u/`handle`."""
    return db.session.scalar(
        sa.select(User).where(
            User.handle == clean_line(handle), User.erased_at.is_(None)
        )
    )


def shown_name() -> Any:
    """Return the column with the name beside what somebody wrote under their own."""
    return sa.func.coalesce(User.attribution_name, User.handle)


def is_erased(user_id: int) -> bool:
    """Say whether an account is gone, and only what it left behind is still here."""
    gone = sa.select(sa.exists().where(User.id == user_id, User.erased_at.is_not(None)))
    return bool(db.session.scalar(gone))


def find_user_by_email(email: str) -> User | None:
    return db.session.scalar(sa.select(User).where(User.email == email))


def normal_name(text: str) -> str:
    """Return a handle or an address as typed into the log-in, in the form we compare."""
    line = clean_line(text[: 2 * _LONGEST_NAME]).lower()[:_LONGEST_NAME]
    return (find_email(line) or line) if "@" in line else handles.fold(line)


def find_credentials(name: str) -> Credentials | None:
    """Return what the log-in of `name`, handle or address, is checked against."""
    normal = normal_name(name)
    return _credentials(
        User.email == normal if "@" in normal else User.handle_key == normal
    )


def find_own_credentials(actor: Actor) -> Credentials | None:
    return _credentials(User.id == actor.user_id)


def _credentials(which: sa.ColumnElement[bool]) -> Credentials | None:
    # Beside the request's transaction, so that nobody waits for the write lock while
    # the password is hashed.
    statement = sa.select(
        User.id, User.password_hash, User.state, User.role, User.two_factors_since
    ).where(which)
    with db.engine.connect().execution_options(fairquote_reads=True) as connection:
        row = connection.execute(statement).one_or_none()
    if row is None:
        return None
    is_locked = row.state is not AccountState.ACTIVE
    return Credentials(
        user_id=row.id,
        password_hash=row.password_hash,
        is_locked=is_locked,
        role=row.role,
        two_factors=row.two_factors_since is not None,
    )


def count_recovery_codes(user_id: int) -> int:
    codes = sa.select(sa.func.count()).where(RecoveryCode.user_id == user_id)
    return db.session.scalar(codes) or 0


def find_taken_keys(keys: Iterable[str]) -> set[str]:
    """Return those of `keys` that an account or a registration has, or lately had."""
    wanted = list(keys)
    accounts = sa.select(User.handle_key).where(User.handle_key.in_(wanted))
    waiting = sa.select(Registration.handle_key).where(
        Registration.handle_key.in_(wanted), Registration.expires_at > clock.now()
    )
    taken = set(db.session.scalars(sa.union(accounts, waiting)))
    return taken | find_retired_keys(wanted)


def get_proof(token: str) -> Proof:
    """Return what the link of `token` would prove; raise NotFound when it is dead."""
    waiting = db.session.execute(
        sa.select(Registration.handle, Registration.email).where(
            Registration.token_hash == digest(token),
            Registration.expires_at > clock.now(),
        )
    ).one_or_none()
    if waiting is not None:
        return Proof(waiting.handle, waiting.email, is_registration=True)
    link = get_link(token, TokenPurpose.PROVE, TokenPurpose.CHANGE)
    return Proof(link.handle, link.email, is_registration=False)


def get_link(token: str, *purposes: TokenPurpose) -> Link:
    """Return the link that `token` is of, while it can be used; or raise NotFound."""
    row = db.session.execute(
        sa.select(EmailToken.purpose, EmailToken.email, User.id, User.handle)
        .join(User, User.id == EmailToken.user_id)
        .where(
            EmailToken.token_hash == digest(token),
            EmailToken.purpose.in_(purposes),
            EmailToken.expires_at > clock.now(),
            User.state == AccountState.ACTIVE,
        )
    ).one_or_none()
    if row is None:
        raise dead_link()
    return Link(row.purpose, row.email, row.id, row.handle)


def get_own_link(actor: Actor, token: str, purpose: TokenPurpose) -> Link:
    """Return the actor's own link to a mailbox; raise NotFound for any other."""
    link = get_link(token, purpose)
    if link.user_id != actor.user_id:
        raise dead_link()
    return link


def dead_link() -> NotFound:
    return NotFound(
        "This link has been used already, or it is too old. Ask for a new one.",
        code="dead-link",
    )


def organisation_of(user_id: int) -> int | None:
    """Return the organisation that somebody speaks for; its group is another question."""
    user = find_user(user_id)
    return None if user is None else user.organisation_id


def organisation_roots() -> dict[int, int]:
    """Return what each organisation counts as: the root of its group, or itself."""
    root = sa.func.coalesce(Organisation.grouped_into_id, Organisation.id)
    return dict(db.session.execute(sa.select(Organisation.id, root)).all())


def organisations_by_size() -> dict[PublicSize | None, set[int]]:
    """Return the groups with verified members, by the size that these members gave."""
    root = sa.func.coalesce(Organisation.grouped_into_id, Organisation.id)
    rows = db.session.execute(
        sa.select(User.org_size, root)
        .join(Organisation, Organisation.id == User.organisation_id)
        .distinct()
    )
    found: dict[PublicSize | None, set[int]] = {}
    for size, organisation in rows:
        band = None if size is None else public_size(size)
        found.setdefault(band, set()).add(organisation)
    return found


def list_askable() -> list[int]:
    """Return the ids of members who agreed to be asked about products that they know."""
    return list(
        db.session.scalars(
            sa.select(User.id).where(
                User.may_be_asked,
                User.state == AccountState.ACTIVE,
                User.role == Role.MEMBER,
                User.email_proven_at.is_not(None),
            )
        )
    )


def list_domains(organisation_id: int | None) -> list[str]:
    """Return the domains of an organisation; of none there are none."""
    return list(
        db.session.scalars(
            sa.select(OrganisationDomain.domain)
            .where(OrganisationDomain.organisation_id == organisation_id)
            .order_by(OrganisationDomain.domain)
        )
    )


def find_organisation(domain: str) -> Organisation | None:
    """Return the organisation of a registrable domain."""
    return db.session.scalar(
        sa.select(Organisation)
        .join(OrganisationDomain)
        .where(OrganisationDomain.domain == domain)
    )


def find_mailbox_user(email: str) -> int | None:
    """Return the account that has verified the mailbox of `email`."""
    return db.session.scalar(
        sa.select(User.id).where(User.work_mailbox_key == mailbox_key(email))
    )
