"""From what is published to the snapshot's rows, and whether two of them show the same."""

from typing import Any

from community.prices.cells import Cell
from community.prices.dimensions import Dimension
from community.prices.kinds import CellKind
from community.prices.models import PriceCell
from community.prices.shares import Words

_SHOWN = (
    "label",
    "organisations",
    "median",
    "p25",
    "p75",
    "p10",
    "p90",
    "interval_low",
    "interval_high",
    "confidence",
    "per_doubling",
    "per_year",
    "per_year_low",
    "per_year_high",
    "bins",
    "words",
)


def total_row(cell: Cell) -> PriceCell:
    row = _figure_row(cell)
    row.kind = CellKind.TOTAL
    row.confidence = cell.confidence
    row.p25, row.p75, row.p10, row.p90 = cell.p25, cell.p75, cell.p10, cell.p90
    if cell.interval is not None:
        row.interval_low, row.interval_high = cell.interval
    row.per_doubling = cell.per_doubling
    if cell.per_year is not None:
        row.per_year, row.per_year_low, row.per_year_high = cell.per_year
    row.bins = [[_text(one.low), _text(one.high), one.percent] for one in cell.bins]
    return row


def part_row(cell: Cell, dimension: Dimension, label: str, position: int) -> PriceCell:
    row = _figure_row(cell)
    row.kind = CellKind.PART
    row.dimension = dimension
    row.label = label
    row.position = position
    return row


def extra_row(cell: Cell, kind: CellKind) -> PriceCell:
    row = _figure_row(cell)
    row.kind = kind
    return row


def words_row(words: Words, kind: CellKind) -> PriceCell:
    """Return a row of shares; how many answered is not among them."""
    return PriceCell(
        kind=kind,
        organisations="",
        words=[[question, share.value] for question, share in words.words],
        bins=[],
        label="",
        position=0,
    )


def _figure_row(cell: Cell) -> PriceCell:
    return PriceCell(
        organisations=cell.organisations,
        median=cell.median,
        words=[],
        bins=[],
        label="",
        position=0,
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def show_the_same(one: PriceCell, other: PriceCell) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in _SHOWN)
