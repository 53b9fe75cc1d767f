"""Tables of the host's desk."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from community.core import clock
from community.core.db import (
    Base,
    CreatedAt,
    IntPk,
    Json,
    PublicId,
    RandomPk,
    StrEnumType,
)
from community.core.measuring import Fact
from community.dashboard.leadkinds import (
    NAME_LENGTH,
    VERSION_LENGTH,
    WORDS_LENGTH,
    Purpose,
)
from community.dashboard.offerkinds import (
    ABOUT_LENGTH,
    TITLE_LENGTH,
    OfferKind,
    OfferState,
)
from community.dashboard.webhookkinds import (
    ERROR_LENGTH,
    URL_LENGTH,
    DeliveryState,
    EventType,
    Off,
)

DETAIL_LENGTH = 60
ANNOUNCED_LENGTH = 300


class MeasuredFact(Base):
    """One line of the log of what happened; lines are added and never changed.

    It names nobody, and holds nothing that leads to somebody: see core.measuring. Its
    ids are random, so that lines can't be laid beside what was written at the same time.
    """

    __tablename__ = "measured_fact"
    __table_args__ = (
        sa.Index(None, "day", "fact"),
        sa.Index(None, "fact", "day"),
        sa.CheckConstraint("times > 0", name="some_times"),
    )

    id: Mapped[RandomPk]
    """Below 0 are lines that the sample community made up."""
    day: Mapped[date]
    fact: Mapped[Fact] = mapped_column(StrEnumType(Fact, is_checked=False))
    times: Mapped[int] = mapped_column(default=1)
    detail: Mapped[str] = mapped_column(sa.String(DETAIL_LENGTH), default="")
    hours: Mapped[int | None]
    """How long it took."""
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), index=True)


class OrganisationWeek(Base):
    """That an organisation was active in a week, under a name that is another each week.

    Without the seal key nobody can tell of which organisation, or that two rows are of one.
    """

    __tablename__ = "organisation_week"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    monday: Mapped[date] = mapped_column(index=True)


class Webhook(Base):
    """An address of the host's that hears of events."""

    __tablename__ = "webhook"

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    url: Mapped[str] = mapped_column(sa.String(URL_LENGTH))
    events: Mapped[list[str]] = mapped_column(Json)
    sealed_secret: Mapped[str] = mapped_column(sa.Text)
    sealed_old_secret: Mapped[str | None] = mapped_column(sa.Text)
    """Signs beside the new one until `old_until`."""
    old_until: Mapped[datetime | None]
    off: Mapped[Off | None] = mapped_column(StrEnumType(Off))
    failing_since: Mapped[datetime | None]
    """Since when no attempt succeeded."""
    created_at: Mapped[CreatedAt]


class WebhookEvent(Base):
    """One thing that happened, with what is told of it: the same for all who hear of it."""

    __tablename__ = "webhook_event"

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    kind: Mapped[EventType] = mapped_column(StrEnumType(EventType))
    object_id: Mapped[int]
    payload: Mapped[str] = mapped_column(sa.Text, default="")
    """As it is signed and sent; empty until the worker looked whether it is public."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


class WebhookDelivery(Base):
    """One event on its way to one webhook."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        sa.UniqueConstraint("webhook_id", "event_id"),
        sa.Index(None, "webhook_id", "id"),
        sa.Index(None, "event_id"),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    webhook_id: Mapped[int] = mapped_column(
        ForeignKey("webhook.id", ondelete="CASCADE")
    )
    event_id: Mapped[int] = mapped_column(
        ForeignKey("webhook_event.id", ondelete="CASCADE")
    )
    state: Mapped[DeliveryState] = mapped_column(
        StrEnumType(DeliveryState), default=DeliveryState.WAITING
    )
    attempts: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    """Since it was sent first, or again by hand."""
    created_at: Mapped[CreatedAt]
    done_at: Mapped[datetime | None]


class WebhookAttempt(Base):
    """What came of one attempt: a status, or why there was none."""

    __tablename__ = "webhook_attempt"
    __table_args__ = (sa.Index(None, "delivery_id", "id"),)

    id: Mapped[IntPk]
    delivery_id: Mapped[int] = mapped_column(
        ForeignKey("webhook_delivery.id", ondelete="CASCADE")
    )
    at: Mapped[datetime]
    status: Mapped[int | None] = mapped_column(sa.SmallInteger)
    error: Mapped[str] = mapped_column(sa.String(ERROR_LENGTH), default="")
    milliseconds: Mapped[int]


_STANDS = sa.text("withdrawn_at IS NULL")


_STANDS_ALONE = sa.text("withdrawn_at IS NULL AND offer_id IS NULL")


class Offer(Base):
    """What the host gives to whoever lets them write: a file, a page, a report."""

    __tablename__ = "offer"
    __table_args__ = (
        sa.Index(None, "state", "id"),
        sa.CheckConstraint(
            "kind <> 'file' OR (file_name IS NOT NULL AND sealed_key IS NOT NULL)",
            name="a_file_is_there",
        ),
        sa.CheckConstraint(
            "kind <> 'report' OR (product_id IS NULL) <> (category_id IS NULL)",
            name="a_report_is_of_one",
        ),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    kind: Mapped[OfferKind] = mapped_column(StrEnumType(OfferKind))
    state: Mapped[OfferState] = mapped_column(
        StrEnumType(OfferState), default=OfferState.DRAFT
    )
    purpose: Mapped[Purpose] = mapped_column(StrEnumType(Purpose))
    """What the host may write about to whoever takes it."""
    title: Mapped[str] = mapped_column(sa.String(TITLE_LENGTH))
    about: Mapped[str] = mapped_column(sa.String(ABOUT_LENGTH))
    source: Mapped[str] = mapped_column(sa.Text, default="")
    """Of a page, as Markdown."""
    file_name: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    sealed_key: Mapped[str | None] = mapped_column(sa.String(300))
    pages: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    size: Mapped[int] = mapped_column(default=0)
    """Bytes of the file's clean copy."""
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), index=True)
    category_id: Mapped[int | None] = mapped_column(
        ForeignKey("category.id"), index=True
    )
    created_at: Mapped[CreatedAt]


class OfferAsk(Base):
    """Somebody who gave an address for an offer and did not prove it yet; soon forgotten.

    The consent that becomes of it keeps its public id, so that one link serves both.
    """

    __tablename__ = "offer_ask"
    __table_args__ = (sa.UniqueConstraint("offer_id", "mail"),)

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    mail: Mapped[str] = mapped_column(sa.String(254), index=True)
    words: Mapped[str] = mapped_column(sa.String(WORDS_LENGTH))
    words_version: Mapped[str] = mapped_column(sa.String(VERSION_LENGTH))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Lead(Base):
    """That somebody asked the host to contact them: the words agreed to, and how long.

    A member did by their account, or anybody by an address that they proved, for an
    offer. With the withdrawal name and address go; that there was a consent stays, as
    its proof.
    """

    __tablename__ = "lead"
    __table_args__ = (
        sa.Index(
            "uq_lead_standing_user_id_purpose",
            "user_id",
            "purpose",
            unique=True,
            sqlite_where=_STANDS_ALONE,
            postgresql_where=_STANDS_ALONE,
        ),
        sa.Index(
            "uq_lead_standing_offer_id_mail",
            "offer_id",
            "mail",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        sa.Index(None, "user_id", "id"),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR (name = '' AND mail = '' AND words = '')",
            name="nothing_after_withdrawal",
        ),
        sa.CheckConstraint(
            "(user_id IS NULL) <> (offer_id IS NULL)", name="member_or_offer"
        ),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE")
    )
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id"))
    """For which they gave their address; no account is told with it."""
    purpose: Mapped[Purpose] = mapped_column(StrEnumType(Purpose))
    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    mail: Mapped[str] = mapped_column(sa.String(254), index=True)
    words: Mapped[str] = mapped_column(sa.String(WORDS_LENGTH))
    words_hash: Mapped[str] = mapped_column(sa.String(64))
    """SHA-256 of the words: proves them, once they are gone, to whoever has them."""
    words_version: Mapped[str] = mapped_column(sa.String(VERSION_LENGTH))
    given_at: Mapped[datetime]
    """When they ticked the box."""
    proven_at: Mapped[datetime | None]
    """When the link in the mail was used; a member's address was proven before."""
    withdrawn_at: Mapped[datetime | None] = mapped_column(index=True)


class SiteDress(Base):
    """One row: what the site looks like and says above each page."""

    __tablename__ = "site_dress"

    id: Mapped[IntPk]
    accent_light: Mapped[str | None] = mapped_column(sa.String(7))
    accent_dark: Mapped[str | None] = mapped_column(sa.String(7))
    logo: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    """A clean copy, as PNG or JPEG."""
    logo_type: Mapped[str] = mapped_column(sa.String(4), default="")
    logo_hash: Mapped[str] = mapped_column(sa.String(12), default="")
    """Names the file: another logo has another address."""
    said: Mapped[str] = mapped_column(sa.String(ANNOUNCED_LENGTH), default="")
    said_id: Mapped[str] = mapped_column(sa.String(24), default="")
    """By which readers have it put away; another one is shown again."""
    said_until: Mapped[date | None]
    """The last day on which it shows."""
