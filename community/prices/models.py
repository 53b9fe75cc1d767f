"""The snapshot: every figure that was released, and when; all that pages, feeds and exports read.

A series is the set of prices that one figure rests on. Its cells are the total and the
parts of its breakdowns; a cell that changes is closed, and another takes its place.
Money is in the series' currency for one display unit of the product, on the grid.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.catalog.kinds import PricingModel
from community.catalog.models import Plan, Product
from community.core.db import Base, IntPk, Json, PublicId, StrEnumType
from community.core.visibility import State
from community.deals.columns import Exact
from community.deals.kinds import Stage
from community.deals.normalisation import Basis
from community.prices.dimensions import Dimension
from community.prices.events import number_of
from community.prices.kinds import CellKind, ChannelGroup, Confidence

LABEL_LENGTH = 120


class Release(Base):
    """One date on which all figures came out at once; `slot` keeps it from being two."""

    __tablename__ = "price_release"

    id: Mapped[IntPk]
    slot: Mapped[str] = mapped_column(String(16), unique=True)
    released_on: Mapped[date] = mapped_column(index=True)
    method: Mapped[str] = mapped_column(String(16))
    settings: Mapped[Any] = mapped_column(Json)


class Series(Base):
    """What one figure is of; no row says that anybody reported anything but its cells."""

    __tablename__ = "price_series"
    __table_args__ = (Index(None, "product_id", "id"),)

    id: Mapped[IntPk]
    key: Mapped[str] = mapped_column(String(200), unique=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"), index=True)
    pricing_model: Mapped[PricingModel] = mapped_column(StrEnumType(PricingModel))
    metric: Mapped[str] = mapped_column(String(40))
    basis: Mapped[Basis] = mapped_column(StrEnumType(Basis))
    unit_quantity: Mapped[int] = mapped_column(default=1)
    stage: Mapped[Stage] = mapped_column(StrEnumType(Stage))
    channel: Mapped[ChannelGroup] = mapped_column(StrEnumType(ChannelGroup))
    currency: Mapped[str] = mapped_column(String(3))

    product: Mapped[Product] = relationship()
    plan: Mapped[Plan | None] = relationship()


class PriceCell(Base):
    """One published figure. `closed_in_id` is the release that replaced it, if any did.

    `dimension` is null for the total; `words` holds shares as words, of levers and of
    clauses: [["quarter-end", "most"], …]. `bins` is [[low, high, per cent], …].
    """

    __tablename__ = "price_cell"
    __table_args__ = (
        Index(None, "series_id", "is_current", "kind", "position"),
        Index(None, "is_current", "kind", "series_id"),
    )

    id: Mapped[IntPk]
    series_id: Mapped[int] = mapped_column(
        ForeignKey("price_series.id", ondelete="CASCADE")
    )
    kind: Mapped[CellKind] = mapped_column(StrEnumType(CellKind))
    dimension: Mapped[Dimension | None] = mapped_column(StrEnumType(Dimension))
    label: Mapped[str] = mapped_column(String(LABEL_LENGTH), default="")
    position: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    organisations: Mapped[str] = mapped_column(String(8))
    median: Mapped[Decimal | None] = mapped_column(Exact)
    p25: Mapped[Decimal | None] = mapped_column(Exact)
    p75: Mapped[Decimal | None] = mapped_column(Exact)
    p10: Mapped[Decimal | None] = mapped_column(Exact)
    p90: Mapped[Decimal | None] = mapped_column(Exact)
    interval_low: Mapped[Decimal | None] = mapped_column(Exact)
    interval_high: Mapped[Decimal | None] = mapped_column(Exact)
    confidence: Mapped[Confidence | None] = mapped_column(StrEnumType(Confidence))
    per_doubling: Mapped[int | None] = mapped_column(sa.SmallInteger)
    per_year: Mapped[int | None] = mapped_column(sa.SmallInteger)
    per_year_low: Mapped[int | None] = mapped_column(sa.SmallInteger)
    per_year_high: Mapped[int | None] = mapped_column(sa.SmallInteger)
    bins: Mapped[Any] = mapped_column(Json, default=list)
    words: Mapped[Any] = mapped_column(Json, default=list)
    released_in_id: Mapped[int] = mapped_column(
        ForeignKey("price_release.id"), index=True
    )
    closed_in_id: Mapped[int | None] = mapped_column(
        ForeignKey("price_release.id"), index=True
    )
    is_current: Mapped[bool] = mapped_column(default=True)

    series: Mapped[Series] = relationship()
    released_in: Mapped[Release] = relationship(foreign_keys=[released_in_id])


class CellBasis(Base):
    """What a current cell rests on, for keeping it still (P7) and withholding it (P17).

    {pseudonym of the organisation: [fingerprint, weight, whether it counts]}. Nothing
    that is shown may read it: a structure test says so.
    """

    __tablename__ = "price_cell_basis"

    cell_id: Mapped[int] = mapped_column(
        ForeignKey("price_cell.id", ondelete="CASCADE"), primary_key=True
    )
    members: Mapped[Any] = mapped_column(Json)


def _number(context: Any) -> int:
    return number_of(context.get_current_parameters()["public_id"])


class PriceCard(Base):
    """A deal that its author shows, as coarse as five organisations' deals look alike (P12).

    The price lies from `low` to `high`, both on the grid and often the same. `traits` is
    [[trait, value], …] as cards.py names them. `handle` is set when the author chose to
    show it under their name. The line is the raw store's: for taking the card back,
    never for display. Search and moderators know the card by `number`, which is made of
    the public id. One that a moderator took away stays HIDDEN until it is shown again;
    DELETED is one that comes back with a release, if that lets it.
    """

    __tablename__ = "price_card"
    __table_args__ = (Index(None, "product_id", "half_year", "public_id"),)

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    number: Mapped[int] = mapped_column(index=True, default=_number)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    line_id: Mapped[int] = mapped_column(
        ForeignKey("deal_line.id", ondelete="CASCADE"), unique=True
    )
    series_id: Mapped[int] = mapped_column(
        ForeignKey("price_series.id", ondelete="CASCADE"), index=True
    )
    form: Mapped[int] = mapped_column(sa.SmallInteger)
    low: Mapped[Decimal] = mapped_column(Exact)
    high: Mapped[Decimal] = mapped_column(Exact)
    half_year: Mapped[str] = mapped_column(String(24), default="")
    traits: Mapped[Any] = mapped_column(Json)
    handle: Mapped[str] = mapped_column(String(40), default="")
    tier: Mapped[str] = mapped_column(String(32), default="")
    state: Mapped[State] = mapped_column(StrEnumType(State), default=State.PUBLIC)
    released_in_id: Mapped[int] = mapped_column(
        ForeignKey("price_release.id"), index=True
    )
    hidden_in_id: Mapped[int | None] = mapped_column(
        ForeignKey("price_release.id", name="fk_price_card_hidden_in_id_price_release"),
        index=True,
    )
    """The newest release when it was hidden; None once its deal says something else."""

    series: Mapped[Series] = relationship()


class PriceWithheld(Base):
    """A product of which a moderator had all figures taken away; none comes out meanwhile.

    `cells` are the figures that went, to come back unless there is a newer release.
    """

    __tablename__ = "price_withheld"

    product_id: Mapped[int] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), primary_key=True
    )
    release_id: Mapped[int | None] = mapped_column(
        ForeignKey("price_release.id"), index=True
    )
    cells: Mapped[list[int]] = mapped_column(Json)


class PriceNote(Base):
    """What a buyer said beside a figure that the buyer is in: words alone (P14).

    The public id is random and orders notes; with the deal's note this one goes too.
    """

    __tablename__ = "price_note"
    __table_args__ = (Index(None, "product_id", "public_id"),)

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    series_id: Mapped[int] = mapped_column(
        ForeignKey("price_series.id", ondelete="CASCADE"), index=True
    )
    note_id: Mapped[int] = mapped_column(
        ForeignKey("deal_note.id", ondelete="CASCADE"), unique=True
    )
    text: Mapped[str] = mapped_column(sa.Text)
    released_in_id: Mapped[int] = mapped_column(
        ForeignKey("price_release.id"), index=True
    )

    series: Mapped[Series] = relationship()


class PriceChoice(Base):
    """What a moderator chose to break a product's prices down by (P5); frozen for a year."""

    __tablename__ = "price_choice"

    product_id: Mapped[int] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), primary_key=True
    )
    first: Mapped[Dimension | None] = mapped_column(StrEnumType(Dimension, "first"))
    second: Mapped[Dimension | None] = mapped_column(StrEnumType(Dimension, "second"))
    instead_of_quartiles: Mapped[bool] = mapped_column(default=False)
    chosen_on: Mapped[date]
