"""From a row to a price: the draft of what would be stored, or why it is not taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.numbers import list_currencies

from community.catalog import names
from community.catalog.kinds import Period
from community.core.clock import Month
from community.records.cells import (
    PriceError,
    compile_rule,
    divided,
    parse_day,
    parse_price,
    parse_quantity,
    parse_unit,
    plain_unit,
    tidy,
    to_micro,
)
from community.records.files import BadRow, Row
from community.records.kinds import (
    BUYER_LENGTH,
    DESCRIPTION_LENGTH,
    MICRO,
    NO_MONTH,
    UNIT_LENGTH,
    URL_LENGTH,
    Flag,
    Skip,
)
from community.records.mapping import Field, FieldRule, Kind, Mapping

_PER_UNIT_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is not taken, why, and the cell that is to blame."""

    line: int
    reason: Skip
    detail: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordDraft:
    """A public-record price as the row states it; amounts are in millionths."""

    line: int
    product: str
    vendor: str | None
    supplier: str
    amount: int
    total: int | None
    quantity: int | None
    currency: str
    unit: str
    month: str
    buyer: str
    description: str
    flags: tuple[Flag, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListPriceDraft:
    """A list price of a plan (or add-on) as the row states it."""

    line: int
    vendor: str
    product: str
    plan: str
    is_add_on: bool
    amount: Decimal
    currency: str
    per_unit: str
    period: Period
    day: date
    url: str
    cells: tuple[str, ...]


Draft = RecordDraft | ListPriceDraft


class _NotTaken(Exception):
    def __init__(self, reason: Skip, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


class Interpreter:
    """Reads rows of one file under one mapping; `until` is the last plausible month."""

    def __init__(
        self, mapping: Mapping, columns: tuple[str, ...], until: Month
    ) -> None:
        self._mapping = mapping
        self._until = mapping.source.published or until
        self._find = {name: compile_rule(mapping.rule(name), columns) for name in Field}
        self._index = {name: index for index, name in enumerate(columns)}
        self._filters = [
            (self._index[one.column], frozenset(one.only), frozenset(one.never))
            for one in mapping.filters
        ]
        self._names: dict[str, bool] = {}

    def read(self, row: Row | BadRow) -> Draft | Skipped:
        """Return what the row says, or why it is not taken."""
        if isinstance(row, BadRow):
            return Skipped(row.line, Skip.BROKEN, row.reason, (row.text,))
        try:
            self._require_unfiltered(row.cells)
            if self._mapping.kind is Kind.LIST_PRICES:
                return self._list_price(row)
            return self._record(row)
        except _NotTaken as error:
            return Skipped(row.line, error.reason, error.detail, row.cells)
        except PriceError as error:
            detail = self._find[Field.PRICE](row.cells)
            return Skipped(row.line, error.reason, detail, row.cells)

    def _require_unfiltered(self, cells: Sequence[str]) -> None:
        for index, only, never in self._filters:
            text = tidy(cells[index])
            if text.casefold() in never or (only and text.casefold() not in only):
                raise _NotTaken(Skip.FILTERED, text)

    def _record(self, row: Row) -> RecordDraft:
        cells, find = row.cells, self._find
        amount, total, quantity = self._amounts(cells)
        product = self._product(cells)
        vendor = None if self._mapping.market else find[Field.VENDOR](cells)
        supplier = find[Field.SUPPLIER](cells) or vendor or ""
        self._require_name(supplier)
        if vendor is not None:
            self._require_name(vendor)
        month, flags = self._month(cells)
        return RecordDraft(
            line=row.line,
            product=product,
            vendor=vendor,
            supplier=supplier,
            amount=amount,
            total=total,
            quantity=quantity,
            currency=self._currency(cells),
            unit=self._unit(cells),
            month=month,
            buyer=find[Field.BUYER](cells)[:BUYER_LENGTH],
            description=find[Field.DESCRIPTION](cells)[:DESCRIPTION_LENGTH],
            flags=flags,
            cells=cells,
        )

    def _amounts(self, cells: Sequence[str]) -> tuple[int, int | None, int | None]:
        """Return the price, the total if the price was divided, and the quantity."""
        mapping = self._mapping
        price = parse_price(self._find[Field.PRICE](cells), mapping.decimal)
        if price < 0:
            raise PriceError(Skip.CREDIT)
        if not price:
            raise PriceError(Skip.NOTHING_PAID)
        text = self._find[Field.QUANTITY](cells)
        quantity = parse_quantity(text, mapping.decimal)
        counted = None if quantity is None else to_micro(quantity)
        if not mapping.divide:
            return _above_zero(to_micro(price)), None, counted
        if quantity is None:
            raise _NotTaken(Skip.BAD_QUANTITY, text)
        return _above_zero(divided(price, quantity)), to_micro(price), counted

    def _list_price(self, row: Row) -> ListPriceDraft:
        cells, find = row.cells, self._find
        amount = parse_price(find[Field.PRICE](cells), self._mapping.decimal)
        if amount < 0:
            raise PriceError(Skip.CREDIT)
        if to_micro(amount) != amount * MICRO:
            raise PriceError(Skip.BAD_PRICE)  # finer than what can be kept
        vendor, product = find[Field.VENDOR](cells), self._product(cells)
        add_on, plan = find[Field.ADD_ON](cells), find[Field.PLAN](cells)
        self._require_name(vendor)
        if not names.product_key(plan or add_on):
            raise _NotTaken(Skip.NO_PRODUCT, "no plan")
        unit = parse_unit(self._unit(cells))
        if unit is None or len(unit[0]) > _PER_UNIT_LENGTH:
            raise _NotTaken(Skip.NO_UNIT, self._unit(cells))
        day = self._day(cells)
        if day is None:
            raise _NotTaken(Skip.BAD_DATE, find[Field.DATE](cells))
        return ListPriceDraft(
            line=row.line,
            vendor=vendor,
            product=product,
            plan=plan or add_on,
            is_add_on=not plan,
            amount=amount,
            currency=self._currency(cells),
            per_unit=unit[0],
            period=unit[1],
            day=day,
            url=find[Field.URL](cells)[:URL_LENGTH],
            cells=cells,
        )

    def _product(self, cells: Sequence[str]) -> str:
        product = self._find[Field.PRODUCT](cells)
        if not product or not names.product_key(product):
            raise _NotTaken(Skip.NO_PRODUCT, self._said(Field.PRODUCT, cells))
        return product

    def _said(self, name: Field, cells: Sequence[str]) -> str:
        """Return what stands in a field's column, before any translation."""
        at = self._index.get(self._mapping.rule(name).column)
        return "" if at is None else tidy(cells[at])

    def _require_name(self, name: str) -> None:
        known = self._names.get(name)
        if known is None:
            known = bool(names.vendor_key(name))
            self._names[name] = known
        if not known:
            raise _NotTaken(Skip.NO_SUPPLIER, name)

    def _currency(self, cells: Sequence[str]) -> str:
        currency = self._find[Field.CURRENCY](cells).upper()
        if currency not in _KNOWN_CURRENCIES:
            raise _NotTaken(Skip.BAD_CURRENCY, currency)
        return currency

    def _unit(self, cells: Sequence[str]) -> str:
        text = self._find[Field.UNIT](cells)
        unit = plain_unit(text)
        if not unit or len(unit) > UNIT_LENGTH:
            raise _NotTaken(Skip.NO_UNIT, self._said(Field.UNIT, cells))
        return unit

    def _day(self, cells: Sequence[str]) -> date | None:
        rule: FieldRule = self._mapping.rule(Field.DATE)
        return parse_day(self._find[Field.DATE](cells), rule.format)

    def _month(self, cells: Sequence[str]) -> tuple[str, tuple[Flag, ...]]:
        """Return the month, "" where there is none that can be true."""
        if not self._mapping.rule(Field.DATE).reads and not (
            self._mapping.rule(Field.DATE).value
        ):
            return NO_MONTH, ()
        day = self._day(cells)
        if day is None:
            return NO_MONTH, (Flag.NO_DATE,)
        month = f"{day:%Y-%m}"
        if month > self._until:
            return NO_MONTH, (Flag.LATE_DATE,)
        return month, ()


def _above_zero(micro: int) -> int:
    if not micro:
        raise PriceError(Skip.NOTHING_PAID)
    return micro


_KNOWN_CURRENCIES = frozenset(list_currencies())
