"""The raw store: what members reported, read by nobody but its author (and figures).

No row says who: a deal has keyed names of its owner and organisation (owners.py).
No row says when it was written: a deal has the month of the contract, and a revision
the month in which it was made, so that nobody can match a deal with a day (P13).
A line that waits for a person has the week in which it was held, until they decide.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm import relationship as related

from community.accounts.traits import Industry, OrgSize, Region
from community.catalog.disclosure import Incentive, IncentiveSource, Relationship
from community.catalog.kinds import Period, PricingModel
from community.catalog.models import Product
from community.core.actors import Role
from community.core.db import Base, IntPk, Json, PublicId, StrEnumType
from community.deals.columns import Exact, Micro
from community.deals.contestable import Contestable
from community.deals.kinds import (
    Answer,
    Billing,
    Channel,
    ContractForbids,
    Covers,
    DealState,
    Evidence,
    HoldDecision,
    HoldState,
    ListSource,
    PaymentDays,
    ReviewState,
    Sector,
    Stage,
    Visibility,
)
from community.deals.normalisation import Basis

MONTH = String(7)
KEY = String(64)
CURRENCY = String(3)
NOTE_LENGTH = 2_000
URL_LENGTH = 500


class Deal(Base):
    """One contract or offer; amounts are in `currency`, `rate` leads to the base (N5)."""

    __tablename__ = "deal"
    __table_args__ = (
        Index(None, "owner_key", "deal_month", "id"),
        sa.CheckConstraint("term_months >= 1", name="term_at_least_a_month"),
        sa.CheckConstraint("tax_excluded AND right_to_share", name="attested"),
        sa.CheckConstraint("contract_forbids <> 'yes'", name="not_forbidden"),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    owner_key: Mapped[str] = mapped_column(KEY)
    sealed_author: Mapped[str] = mapped_column(String(200))
    org_key: Mapped[str | None] = mapped_column(KEY, index=True)
    state: Mapped[DealState] = mapped_column(
        StrEnumType(DealState), default=DealState.SUBMITTED
    )
    version: Mapped[int] = mapped_column(default=1)

    stage: Mapped[Stage] = mapped_column(StrEnumType(Stage))
    deal_month: Mapped[str] = mapped_column(MONTH)
    expiry_month: Mapped[str | None] = mapped_column(MONTH)
    term_months: Mapped[int]
    billing: Mapped[Billing] = mapped_column(StrEnumType(Billing))
    payment_days: Mapped[PaymentDays | None] = mapped_column(StrEnumType(PaymentDays))
    currency: Mapped[str] = mapped_column(CURRENCY)
    tax_excluded: Mapped[bool]
    channel: Mapped[Channel] = mapped_column(StrEnumType(Channel))

    base_currency: Mapped[str] = mapped_column(CURRENCY)
    rate: Mapped[Decimal] = mapped_column(Exact)
    rate_date: Mapped[date]
    rate_table: Mapped[str] = mapped_column(String(32))

    org_size: Mapped[OrgSize] = mapped_column(StrEnumType(OrgSize))
    industry: Mapped[Industry | None] = mapped_column(StrEnumType(Industry))
    region: Mapped[Region] = mapped_column(StrEnumType(Region))
    country: Mapped[str | None] = mapped_column(String(2))
    sector: Mapped[Sector] = mapped_column(StrEnumType(Sector))

    levers: Mapped[list[str]] = mapped_column(Json, default=list)
    other_alternatives: Mapped[list[str]] = mapped_column(Json, default=list)
    rounds: Mapped[int | None]
    first_quote_amount: Mapped[Decimal | None] = mapped_column(Micro)

    renewal_cap_pct: Mapped[Decimal | None] = mapped_column(Micro)
    notice_days: Mapped[int | None]
    price_hold_months: Mapped[int | None]
    auto_renew: Mapped[Answer | None] = mapped_column(StrEnumType(Answer, "auto_renew"))
    true_down: Mapped[Answer | None] = mapped_column(StrEnumType(Answer, "true_down"))
    swap_rights: Mapped[Answer | None] = mapped_column(
        StrEnumType(Answer, "swap_rights")
    )
    termination_for_convenience: Mapped[Answer | None] = mapped_column(
        StrEnumType(Answer, "termination_for_convenience")
    )
    most_favoured: Mapped[Answer | None] = mapped_column(
        StrEnumType(Answer, "most_favoured")
    )
    audit_clause: Mapped[Answer | None] = mapped_column(
        StrEnumType(Answer, "audit_clause")
    )

    satisfaction: Mapped[int | None] = mapped_column(sa.SmallInteger)
    note: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[Evidence] = mapped_column(
        StrEnumType(Evidence), default=Evidence.NONE
    )
    relationship: Mapped[Relationship] = mapped_column(StrEnumType(Relationship))
    right_to_share: Mapped[bool]
    contract_forbids: Mapped[ContractForbids] = mapped_column(
        StrEnumType(ContractForbids)
    )
    incentive: Mapped[Incentive] = mapped_column(StrEnumType(Incentive))
    incentive_from: Mapped[IncentiveSource | None] = mapped_column(
        StrEnumType(IncentiveSource)
    )
    visibility: Mapped[Visibility] = mapped_column(StrEnumType(Visibility))

    lines: Mapped[list["DealLine"]] = related(
        back_populates="deal",
        order_by="DealLine.position",
        cascade="all, delete-orphan",
    )
    alternatives: Mapped[list["DealAlternative"]] = related(
        order_by="DealAlternative.product_id", cascade="all, delete-orphan"
    )
    revisions: Mapped[list["DealRevision"]] = related(
        order_by="DealRevision.number.desc()", cascade="all, delete-orphan"
    )


class DealLine(Base):
    """One product of a deal, as reported, and what norm_v1 made of it.

    `unit_price` is in the deal's base currency per `unit_basis`; `unit_quantity` of
    units make the display unit that list prices and the like are quoted for.
    """

    __tablename__ = "deal_line"
    __table_args__ = (
        UniqueConstraint("deal_id", "position"),
        Index(None, "product_id", "review", "deal_id"),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
    )

    id: Mapped[IntPk]
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(sa.SmallInteger)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"), index=True)
    pricing_model: Mapped[PricingModel] = mapped_column(StrEnumType(PricingModel))
    metric: Mapped[str] = mapped_column(String(40))
    metric_period: Mapped[Period] = mapped_column(StrEnumType(Period))
    quantity: Mapped[Decimal] = mapped_column(Micro)
    quantity_used: Mapped[Decimal | None] = mapped_column(Micro)
    overage_rate: Mapped[Decimal | None] = mapped_column(Micro)
    recurring_amount: Mapped[Decimal | None] = mapped_column(Micro)
    recurring_covers: Mapped[Covers | None] = mapped_column(StrEnumType(Covers))
    year_schedule: Mapped[Any] = mapped_column(Json, default=list)
    licence_amount: Mapped[Decimal | None] = mapped_column(Micro)
    hardware_amount: Mapped[Decimal | None] = mapped_column(Micro)
    setup_amount: Mapped[Decimal | None] = mapped_column(Micro)
    onboarding_amount: Mapped[Decimal | None] = mapped_column(Micro)
    migration_amount: Mapped[Decimal | None] = mapped_column(Micro)
    training_amount: Mapped[Decimal | None] = mapped_column(Micro)
    maintenance_pct: Mapped[Decimal | None] = mapped_column(Micro)
    maintenance_amount: Mapped[Decimal | None] = mapped_column(Micro)
    maintenance_in_price: Mapped[Answer | None] = mapped_column(
        StrEnumType(Answer, "maintenance_in_price")
    )
    list_unit_price: Mapped[Decimal | None] = mapped_column(Micro)
    list_source: Mapped[ListSource | None] = mapped_column(StrEnumType(ListSource))
    list_url: Mapped[str] = mapped_column(String(URL_LENGTH), default="")
    list_month: Mapped[str | None] = mapped_column(MONTH)
    discount_pct: Mapped[Decimal | None] = mapped_column(Micro)
    prior_unit_price: Mapped[Decimal | None] = mapped_column(Micro)
    bundled: Mapped[bool] = mapped_column(default=False)

    norm_version: Mapped[str] = mapped_column(String(16))
    unit_basis: Mapped[Basis] = mapped_column(StrEnumType(Basis))
    unit_quantity: Mapped[int] = mapped_column(default=1)
    unit_price: Mapped[Decimal | None] = mapped_column(Exact)
    in_unit_cells: Mapped[bool]
    review: Mapped[ReviewState] = mapped_column(
        StrEnumType(ReviewState), default=ReviewState.PENDING
    )

    deal: Mapped[Deal] = related(back_populates="lines")
    product: Mapped[Product] = related()
    add_ons: Mapped[list["DealLineAddOn"]] = related(
        order_by="DealLineAddOn.plan_id", cascade="all, delete-orphan"
    )
    hold: Mapped["LineHold | None"] = related(
        back_populates="line", cascade="all, delete-orphan", passive_deletes=True
    )


class LineHold(Contestable, Base):
    """A line that a person has to look at, or has looked at; never whose it is.

    `score` is how many times the median of the others it is: 12.5, or 0.04.
    """

    __tablename__ = "line_hold"
    __table_args__ = (
        Index(None, "state", "month", "id"),
        sa.CheckConstraint(
            "(state = 'decided') = (decision IS NOT NULL)", name="decided_or_open"
        ),
        sa.CheckConstraint(
            "state = 'open' OR week IS NULL", name="no_week_once_decided"
        ),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    line_id: Mapped[int] = mapped_column(
        ForeignKey("deal_line.id", ondelete="CASCADE"), unique=True
    )
    month: Mapped[str] = mapped_column(MONTH)
    week: Mapped[date | None]
    """The Monday of the week in which it was held, as long as it waits."""
    reasons: Mapped[list[str]] = mapped_column(Json)
    score: Mapped[Decimal] = mapped_column(Exact)
    state: Mapped[HoldState] = mapped_column(
        StrEnumType(HoldState), default=HoldState.OPEN
    )
    decision: Mapped[HoldDecision | None] = mapped_column(StrEnumType(HoldDecision))
    decided_role: Mapped[Role | None] = mapped_column(StrEnumType(Role))

    line: Mapped[DealLine] = related(back_populates="hold")


class DealLineAddOn(Base):
    """An add-on that a line includes."""

    __tablename__ = "deal_line_add_on"

    line_id: Mapped[int] = mapped_column(
        ForeignKey("deal_line.id", ondelete="CASCADE"), primary_key=True
    )
    plan_id: Mapped[int] = mapped_column(
        ForeignKey("plan.id"), primary_key=True, index=True
    )


class DealAlternative(Base):
    """A product that was weighed against what was bought."""

    __tablename__ = "deal_alternative"

    deal_id: Mapped[int] = mapped_column(
        ForeignKey("deal.id", ondelete="CASCADE"), primary_key=True
    )
    product_id: Mapped[int] = mapped_column(
        ForeignKey("product.id"), primary_key=True, index=True
    )


class DealRevision(Base):
    """What one edit changed, in words: [{"label", "before", "after"}, …]."""

    __tablename__ = "deal_revision"
    __table_args__ = (UniqueConstraint("deal_id", "number"),)

    id: Mapped[IntPk]
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id", ondelete="CASCADE"))
    number: Mapped[int]
    month: Mapped[str] = mapped_column(MONTH)
    changes: Mapped[list[dict[str, str]]] = mapped_column(Json)
