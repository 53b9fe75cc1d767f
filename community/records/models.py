"""Tables of the public-record lane: sources, their prices, imports, and what is said of prices.

Amounts are whole millionths of the currency's main unit, as list prices are in the
catalogue: 130.225 USD is 130225000, exactly.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Base, CreatedAt, IntPk, Json, PublicId, StrEnumType
from community.records.kinds import (
    BUYER_LENGTH,
    CURRENCY_LENGTH,
    DESCRIPTION_LENGTH,
    NAME_LENGTH,
    NO_MONTH,
    NOTE_LENGTH,
    UNIT_LENGTH,
    URL_LENGTH,
    RunState,
)


class PriceSource(Base):
    """Who published prices, under which licence; `key` is the folded name."""

    __tablename__ = "price_source"

    id: Mapped[IntPk]
    key: Mapped[str] = mapped_column(String(NAME_LENGTH), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    url: Mapped[str] = mapped_column(String(URL_LENGTH), default="")
    licence: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    attribution: Mapped[str] = mapped_column(String(NOTE_LENGTH), default="")
    note: Mapped[str] = mapped_column(String(NOTE_LENGTH), default="")
    published: Mapped[str] = mapped_column(String(7), default="")
    created_at: Mapped[CreatedAt]


class ImportRun(Base):
    """One file being imported: under which mapping, how far, and what became of its rows.

    `rows_done` and `error_bytes` change in the transaction that stores the rows, so a
    run that was killed goes on exactly where it stopped.
    """

    __tablename__ = "import_run"
    __table_args__ = (Index(None, "created_at", "id"),)

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    file_name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    file_hash: Mapped[str] = mapped_column(String(64), index=True)
    file_bytes: Mapped[int] = mapped_column(BigInteger)
    file_label: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    path: Mapped[str] = mapped_column(Text)
    mapping_name: Mapped[str] = mapped_column(String(60), default="")
    mapping: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[RunState] = mapped_column(
        StrEnumType(RunState), default=RunState.UPLOADED
    )
    rows_done: Mapped[int] = mapped_column(default=0)
    bytes_done: Mapped[int] = mapped_column(BigInteger, default=0)
    error_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    checked: Mapped[Any] = mapped_column(Json, default=dict)
    counts: Mapped[Any] = mapped_column(Json, default=dict)
    preview: Mapped[Any] = mapped_column(Json, default=list)
    failure: Mapped[str] = mapped_column(String(500), default="")
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[CreatedAt]
    finished_at: Mapped[datetime | None]


class SavedMapping(Base):
    """A mapping that a host keeps under a name, as TOML."""

    __tablename__ = "saved_mapping"

    id: Mapped[IntPk]
    name: Mapped[str] = mapped_column(String(60), unique=True)
    mapping: Mapped[str] = mapped_column(Text)
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[CreatedAt]


class PriceRecord(Base):
    """One price of a public register; `dedupe_key` is identity.Identities'.

    `month` is "" where the source has none; `total_micro` is what was stated where the
    price was divided by the quantity.
    """

    __tablename__ = "price_record"
    __table_args__ = (
        Index(None, "product_id", "currency", "unit", "amount_micro", "id"),
        Index(None, "product_id", "currency", "unit", "month", "id"),
        sa.CheckConstraint("amount_micro > 0", name="amount_above_zero"),
    )

    id: Mapped[IntPk]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    supplier_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("price_source.id"), index=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"), index=True)
    source_line: Mapped[int]
    amount_micro: Mapped[int] = mapped_column(BigInteger)
    total_micro: Mapped[int | None] = mapped_column(BigInteger)
    quantity_micro: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(CURRENCY_LENGTH))
    unit: Mapped[str] = mapped_column(String(UNIT_LENGTH))
    month: Mapped[str] = mapped_column(String(7), default=NO_MONTH)
    buyer: Mapped[str] = mapped_column(String(BUYER_LENGTH), default="")
    description: Mapped[str] = mapped_column(String(DESCRIPTION_LENGTH), default="")
    dedupe_key: Mapped[str] = mapped_column(String(32), unique=True)


class RecordSummary(Base):
    """What is said of a product's prices in one currency and unit, computed at import.

    `bars` holds [low, high, count] of the histogram; `years` and `sources` what the
    filters and the line under the figures offer.
    """

    __tablename__ = "record_summary"
    __table_args__ = (
        UniqueConstraint("product_id", "currency", "unit"),
        Index(None, "count", "id"),
    )

    id: Mapped[IntPk]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    currency: Mapped[str] = mapped_column(String(CURRENCY_LENGTH))
    unit: Mapped[str] = mapped_column(String(UNIT_LENGTH))
    count: Mapped[int]
    p10_micro: Mapped[int] = mapped_column(BigInteger)
    p25_micro: Mapped[int] = mapped_column(BigInteger)
    median_micro: Mapped[int] = mapped_column(BigInteger)
    p75_micro: Mapped[int] = mapped_column(BigInteger)
    p90_micro: Mapped[int] = mapped_column(BigInteger)
    bars: Mapped[Any] = mapped_column(Json)
    first_month: Mapped[str] = mapped_column(String(7), default=NO_MONTH)
    last_month: Mapped[str] = mapped_column(String(7), default=NO_MONTH)
    years: Mapped[Any] = mapped_column(Json, default=list)
    sources: Mapped[Any] = mapped_column(Json, default=list)
    supplier_count: Mapped[int]
    computed_at: Mapped[CreatedAt]


class StaleProduct(Base):
    """A product whose summaries no longer tell what its prices are."""

    __tablename__ = "stale_product"

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
