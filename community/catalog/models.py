"""Tables of the catalogue: who sells what, under which names, at which list price.

List prices are integers in millionths of the currency's main unit (`PRICE_SCALE`),
not in its minor unit: usage prices lie far below a cent, and the factor is the same
for dollars, yen and dinars. `None` is a price that the vendor tells only on request.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.catalog.kinds import (
    MARKET_SLUG,
    NAME_LENGTH,
    PRICE_SCALE,
    SLUG_LENGTH,
    AliasSource,
    Period,
    PlanKind,
    PricingModel,
    SuggestionKind,
    SuggestionState,
)
from community.core.db import Base, CreatedAt, IntPk, Json, PublicId, StrEnumType
from community.core.visibility import State

NAME = String(NAME_LENGTH)
SLUG = String(SLUG_LENGTH)


class Category(Base):
    __tablename__ = "category"

    id: Mapped[IntPk]
    name: Mapped[str] = mapped_column(NAME)
    slug: Mapped[str] = mapped_column(SLUG, unique=True)
    description: Mapped[str] = mapped_column(Text, default="")
    product_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[CreatedAt]


class Vendor(Base):
    """Who sells; `initial` and `sort_key` order the lists, counts spare them COUNT."""

    __tablename__ = "vendor"
    __table_args__ = (
        Index(None, "state", "sort_key", "id"),
        Index(None, "state", "initial", "sort_key", "id"),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    name: Mapped[str] = mapped_column(NAME)
    slug: Mapped[str] = mapped_column(SLUG, unique=True)
    sort_key: Mapped[str] = mapped_column(NAME, default="")
    initial: Mapped[str] = mapped_column(String(1), default="#")
    state: Mapped[State] = mapped_column(StrEnumType(State), default=State.PUBLIC)
    merged_into_id: Mapped[int | None] = mapped_column(
        ForeignKey("vendor.id"), index=True
    )
    product_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[CreatedAt]
    alert: Mapped[str | None] = mapped_column(String(500))
    """What moderators warn of on its pages; see alerts.py."""
    alert_until: Mapped[datetime | None]
    alert_answer: Mapped[str | None] = mapped_column(String(1000))


class VendorAlias(Base):
    """A name that means a vendor, its own included; `key` is names.vendor_key(name)."""

    __tablename__ = "vendor_alias"

    id: Mapped[IntPk]
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"), index=True)
    name: Mapped[str] = mapped_column(NAME)
    key: Mapped[str] = mapped_column(NAME, unique=True)
    source: Mapped[AliasSource] = mapped_column(
        StrEnumType(AliasSource), default=AliasSource.SPELLING
    )
    created_at: Mapped[CreatedAt]


class Product(Base):
    """What is sold: `vendor_id` is None for what many vendors sell alike.

    `metric` and `metric_period` say what a price is per ("user", year); `unit` is how
    we write it, with `unit_quantity` of them in one ("1,000 API calls", 1000).
    """

    __tablename__ = "product"
    __table_args__ = (
        UniqueConstraint("vendor_id", "slug"),
        Index(
            "uq_product_market_slug",
            "slug",
            unique=True,
            sqlite_where=sa.text("vendor_id IS NULL"),
            postgresql_where=sa.text("vendor_id IS NULL"),
        ),
        Index(None, "state", "sort_key", "id"),
        Index(None, "state", "initial", "sort_key", "id"),
        Index(None, "category_id", "state", "sort_key", "id"),
        Index(None, "vendor_id", "state", "sort_key", "id"),
        Index(None, "state", "wanted", "id"),
        sa.CheckConstraint("unit_quantity > 0", name="unit_quantity_positive"),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    name: Mapped[str] = mapped_column(NAME)
    slug: Mapped[str] = mapped_column(SLUG)
    sort_key: Mapped[str] = mapped_column(NAME, default="")
    initial: Mapped[str] = mapped_column(String(1), default="#")
    vendor_id: Mapped[int | None] = mapped_column(ForeignKey("vendor.id"), index=True)
    category_id: Mapped[int | None] = mapped_column(
        ForeignKey("category.id"), index=True
    )
    pricing_model: Mapped[PricingModel] = mapped_column(
        StrEnumType(PricingModel), default=PricingModel.SEAT
    )
    metric: Mapped[str] = mapped_column(String(40), default="user")
    metric_period: Mapped[Period] = mapped_column(
        StrEnumType(Period), default=Period.YEAR
    )
    unit: Mapped[str] = mapped_column(String(60), default="user")
    unit_quantity: Mapped[int] = mapped_column(default=1)
    state: Mapped[State] = mapped_column(StrEnumType(State), default=State.PUBLIC)
    merged_into_id: Mapped[int | None] = mapped_column(
        ForeignKey("product.id"), index=True
    )
    plan_count: Mapped[int] = mapped_column(default=0)
    wanted: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    """How many would like to know the price, in the steps of wanted.py; counted weekly."""
    created_at: Mapped[CreatedAt]

    vendor: Mapped[Vendor | None] = relationship(lazy="joined")
    category: Mapped[Category | None] = relationship(lazy="joined")

    @property
    def is_market(self) -> bool:
        return self.vendor_id is None

    @property
    def vendor_slug(self) -> str:
        """First half of the address; the vendor always comes with its product."""
        return MARKET_SLUG if self.vendor is None else self.vendor.slug


class ProductAlias(Base):
    """A name that means a product of one vendor (or of the market), its own included."""

    __tablename__ = "product_alias"
    __table_args__ = (
        UniqueConstraint("vendor_id", "key"),
        Index(
            "uq_product_alias_market_key",
            "key",
            unique=True,
            sqlite_where=sa.text("vendor_id IS NULL"),
            postgresql_where=sa.text("vendor_id IS NULL"),
        ),
        Index(None, "key"),
    )

    id: Mapped[IntPk]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    vendor_id: Mapped[int | None] = mapped_column(ForeignKey("vendor.id"), index=True)
    name: Mapped[str] = mapped_column(NAME)
    key: Mapped[str] = mapped_column(NAME)
    source: Mapped[AliasSource] = mapped_column(
        StrEnumType(AliasSource), default=AliasSource.SPELLING
    )
    created_at: Mapped[CreatedAt]


class Plan(Base):
    """An edition of a product, or an add-on to it."""

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("product_id", "key"),)

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    name: Mapped[str] = mapped_column(NAME)
    key: Mapped[str] = mapped_column(NAME)
    kind: Mapped[PlanKind] = mapped_column(StrEnumType(PlanKind), default=PlanKind.PLAN)
    created_at: Mapped[CreatedAt]


class ListPrice(Base):
    """What the vendor asked for a plan from a day on, in the currency it asked it in.

    (currency, per_unit, per_period) is a series of its own: what leaves one series and
    appears in another has not become dearer. `is_current` marks the newest of the plan.
    """

    __tablename__ = "list_price"
    __table_args__ = (
        UniqueConstraint("plan_id", "valid_from", "currency", "per_unit", "per_period"),
        sa.CheckConstraint("amount_micro >= 0", name="amount_not_negative"),
        Index(None, "plan_id", "is_current"),
    )

    id: Mapped[IntPk]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    valid_from: Mapped[date]
    currency: Mapped[str] = mapped_column(String(3))
    amount_micro: Mapped[int | None] = mapped_column(sa.BigInteger)
    per_unit: Mapped[str] = mapped_column(String(40), default="")
    per_period: Mapped[Period] = mapped_column(StrEnumType(Period))
    source_name: Mapped[str] = mapped_column(NAME, default="")
    source_url: Mapped[str] = mapped_column(String(500), default="")
    source_licence: Mapped[str] = mapped_column(NAME, default="")
    is_current: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[CreatedAt]

    @property
    def amount(self) -> Decimal | None:
        """The price in the currency's main unit; None is "on request"."""
        if self.amount_micro is None:
            return None
        return Decimal(self.amount_micro) / PRICE_SCALE


class SlugRedirect(Base):
    """An address that moved: `product_slug` is "" when a vendor's did."""

    __tablename__ = "slug_redirect"
    __table_args__ = (
        UniqueConstraint("vendor_slug", "product_slug"),
        sa.CheckConstraint(
            "(vendor_id IS NULL) <> (product_id IS NULL)", name="one_target"
        ),
    )

    id: Mapped[IntPk]
    vendor_slug: Mapped[str] = mapped_column(SLUG)
    product_slug: Mapped[str] = mapped_column(SLUG, default="")
    vendor_id: Mapped[int | None] = mapped_column(ForeignKey("vendor.id"), index=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), index=True)
    created_at: Mapped[CreatedAt]


class Merge(Base):
    """What a merge moved, kept so that a person can take it apart again."""

    __tablename__ = "catalog_merge"

    id: Mapped[IntPk]
    kind: Mapped[SuggestionKind] = mapped_column(StrEnumType(SuggestionKind))
    source_id: Mapped[int]
    target_id: Mapped[int]
    reason: Mapped[str] = mapped_column(String(500))
    moved: Mapped[Any] = mapped_column(Json)
    merged_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[CreatedAt]


class Suggestion(Base):
    """A vendor or product that somebody misses, and what a moderator made of it."""

    __tablename__ = "suggestion"
    __table_args__ = (Index(None, "state", "created_at", "id"),)

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    kind: Mapped[SuggestionKind] = mapped_column(StrEnumType(SuggestionKind))
    vendor_name: Mapped[str] = mapped_column(NAME, default="")
    product_name: Mapped[str] = mapped_column(NAME, default="")
    pricing_model: Mapped[PricingModel | None] = mapped_column(
        StrEnumType(PricingModel)
    )
    category_id: Mapped[int | None] = mapped_column(
        ForeignKey("category.id"), index=True
    )
    comment: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[SuggestionState] = mapped_column(
        StrEnumType(SuggestionState), default=SuggestionState.OPEN
    )
    suggested_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id"), index=True
    )
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(String(500), default="")
    vendor_id: Mapped[int | None] = mapped_column(ForeignKey("vendor.id"), index=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), index=True)
    created_at: Mapped[CreatedAt]
