"""Tables of people and their organisations, of logged-in devices, of links by mail."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.traits import Industry, OrgSize, Region, Traits
from community.core.actors import Actor, Role
from community.core.db import Base, CreatedAt, IntPk, PublicId, StrEnumType
from community.core.zones import MAX_ZONE, UTC_ZONE

SHA256_HEX = 64


class AccountState(StrEnum):
    ACTIVE = "active"
    LOCKED = "locked"
    IMPORTED = "imported"
    """Author of imported content: nobody can ever log in as them."""


class TokenPurpose(StrEnum):
    PROVE = "prove"
    """The address that the account has already."""
    CHANGE = "change"
    """An address that the account would like to have."""
    RESET = "reset"
    """A new password for somebody who forgot theirs."""
    WORK = "work"
    """A mailbox at work, beside the address that the account has."""
    VENDOR = "vendor"
    """A mailbox at the vendor that somebody would like to speak for."""


class Organisation(Base):
    """Whoever works there counts once: the unit of privacy.

    A group is flat: each subsidiary points at its root, which points nowhere.
    """

    __tablename__ = "organisation"
    __table_args__ = (
        sa.CheckConstraint("grouped_into_id <> id", name="not_into_itself"),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    created_month: Mapped[str] = mapped_column(sa.String(7))
    grouped_into_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisation.id"), index=True
    )

    @property
    def root_id(self) -> int:
        return self.grouped_into_id or self.id


class OrganisationDomain(Base):
    """A registrable domain at which an organisation gets its mail."""

    __tablename__ = "organisation_domain"

    id: Mapped[IntPk]
    domain: Mapped[str] = mapped_column(sa.String(253), unique=True)
    skeleton: Mapped[str] = mapped_column(sa.String(253), index=True)
    """What domains share whose names look alike; see lookalikes.py."""
    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )


class User(Base):
    """A person, or the author of imported content."""

    __tablename__ = "user"
    __table_args__ = (
        sa.CheckConstraint("role <> 'visitor'", name="role_of_an_account"),
        sa.CheckConstraint(
            "state <> 'imported' OR (email IS NULL AND password_hash IS NULL)",
            name="imported_cannot_log_in",
        ),
    )

    id: Mapped[IntPk]
    handle: Mapped[str] = mapped_column(sa.String(40), unique=True)
    handle_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    email: Mapped[str | None] = mapped_column(sa.String(254), unique=True)
    email_proven_at: Mapped[datetime | None]
    password_hash: Mapped[str | None] = mapped_column(sa.String(255))
    role: Mapped[Role] = mapped_column(StrEnumType(Role), default=Role.MEMBER)
    state: Mapped[AccountState] = mapped_column(
        StrEnumType(AccountState), default=AccountState.ACTIVE
    )
    org_size: Mapped[OrgSize | None] = mapped_column(StrEnumType(OrgSize))
    industry: Mapped[Industry | None] = mapped_column(StrEnumType(Industry))
    region: Mapped[Region | None] = mapped_column(StrEnumType(Region))
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisation.id"), index=True
    )
    """For which a mailbox of theirs speaks; nobody else sees it."""
    work_verified_month: Mapped[str | None] = mapped_column(sa.String(7))
    work_mailbox_key: Mapped[str | None] = mapped_column(
        sa.String(SHA256_HEX), unique=True, index=True
    )
    """Keyed hash of that mailbox, so that it serves one account."""
    two_factors_since: Mapped[datetime | None]
    """Since when a log-in asks for a code as well."""
    import_key: Mapped[str | None] = mapped_column(sa.String(120), unique=True)
    """Source and id there, so that a second import finds the same account."""
    attribution_name: Mapped[str | None] = mapped_column(sa.String(120))
    attribution_url: Mapped[str | None] = mapped_column(sa.String(500))
    may_be_asked: Mapped[bool] = mapped_column(default=False)
    """Whether they agreed to be asked about products that they know."""
    is_trusted: Mapped[bool] = mapped_column(default=False)
    """What levels.py says of them; a job looks anew each day."""
    time_zone: Mapped[str] = mapped_column(sa.String(MAX_ZONE), default=UTC_ZONE)
    """In which they read times; nobody else learns it."""
    created_at: Mapped[CreatedAt]
    waits_since: Mapped[datetime | None] = mapped_column(index=True)
    """Since when an account that the host moved here waits for its owner to prove it."""
    profile_hidden_at: Mapped[datetime | None]
    """Since when two moderators keep their public page from others."""
    erased_at: Mapped[datetime | None]
    """Since when its owner is gone: nothing of them is left in this row."""

    @property
    def is_proven(self) -> bool:
        return self.email_proven_at is not None

    @property
    def is_imported(self) -> bool:
        return self.state is AccountState.IMPORTED

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    @property
    def display_name(self) -> str:
        """The name that stands beside what they wrote."""
        return self.attribution_name or self.handle

    @property
    def traits(self) -> Traits:
        return Traits(self.org_size, self.industry, self.region)

    @property
    def actor(self) -> Actor:
        return Actor(
            user_id=self.id,
            handle=self.handle,
            role=self.role,
            proven=self.is_proven,
            two_factors=self.two_factors_since is not None,
            trusted=self.is_trusted,
            time_zone=self.time_zone,
        )


class SecondFactor(Base):
    """The secret that an account shares with an authenticator app, under seal."""

    __tablename__ = "second_factor"

    user_id: Mapped[int] = mapped_column(
        sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    sealed_secret: Mapped[str] = mapped_column(sa.Text)
    last_step: Mapped[int] = mapped_column(default=0)
    """The half minute of the last code that was used: none works twice."""


class RecoveryCode(Base):
    """Keyed hash of a code that lets somebody in once, without the app."""

    __tablename__ = "recovery_code"
    __table_args__ = (sa.UniqueConstraint("user_id", "code_hash"),)

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"))
    code_hash: Mapped[str] = mapped_column(sa.String(SHA256_HEX))


class LoginSession(Base):
    """One device that is logged in; the cookie holds what `token_hash` is the hash of."""

    __tablename__ = "login_session"

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    token_hash: Mapped[str] = mapped_column(sa.String(SHA256_HEX), unique=True)
    user_id: Mapped[int] = mapped_column(
        sa.ForeignKey("user.id", ondelete="CASCADE"), index=True
    )
    label: Mapped[str] = mapped_column(sa.String(80))
    awaits_code: Mapped[bool] = mapped_column(default=False)
    """Whether only the password was given yet: it logs nobody in."""
    created_at: Mapped[CreatedAt]
    last_seen_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Registration(Base):
    """Somebody who still has to prove the address; becomes a user on proof.

    Known addresses leave a row too, so that nobody can tell them from unknown ones.
    """

    __tablename__ = "registration"

    id: Mapped[IntPk]
    token_hash: Mapped[str] = mapped_column(sa.String(SHA256_HEX), unique=True)
    handle: Mapped[str] = mapped_column(sa.String(40))
    handle_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    email: Mapped[str] = mapped_column(sa.String(254), index=True)
    password_hash: Mapped[str] = mapped_column(sa.String(255))
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class RetiredHandle(Base):
    """A handle of somebody who went, as a keyed digest: nobody else speaks under it soon."""

    __tablename__ = "retired_handle"

    digest: Mapped[str] = mapped_column(sa.String(SHA256_HEX), primary_key=True)
    free_at: Mapped[datetime] = mapped_column(index=True)


class EmailToken(Base):
    """A link sent by mail: usable once, and not for long.

    `user_id` is null for a reset that was asked for an address nobody has here: the
    page does the same work for it, and the job that would send the mail drops it.
    """

    __tablename__ = "email_token"

    id: Mapped[IntPk]
    token_hash: Mapped[str] = mapped_column(sa.String(SHA256_HEX), unique=True)
    user_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("user.id", ondelete="CASCADE"), index=True
    )
    purpose: Mapped[TokenPurpose] = mapped_column(StrEnumType(TokenPurpose))
    email: Mapped[str] = mapped_column(sa.String(254))
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class SealedNotice(Base):
    """A letter that waits for the day's sending; who gets it is sealed with its words."""

    __tablename__ = "deal_notice"  # the first ones were about deals

    id: Mapped[IntPk]
    sealed_letter: Mapped[str] = mapped_column(sa.Text)
