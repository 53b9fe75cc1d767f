"""Figures that go at once: those that would rest on too few, now that somebody left (P17)."""

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa

from community.core.db import Turn, db, take_turn
from community.prices.kinds import EXTRAS, WORDS, CellKind
from community.prices.models import CellBasis, PriceCell, Series
from community.prices.thresholds import Thresholds
from community.prices.weights import is_dominated


def lock_snapshot() -> None:
    """Let one transaction at a time change the snapshot, until it ends.

    A release and a withdrawal at once: the second sees what the first did.
    """
    take_turn(Turn.CHANGING_THE_SNAPSHOT)


def withhold(
    product_ids: Collection[int],
    standing: Mapping[tuple[str, CellKind], Collection[str]],
    thresholds: Thresholds,
) -> None:
    """Take away the figures of these products that rest on too few who are still there.

    `standing` are the organisations with a price in each series, and those with an
    extra. All other figures stay as they are until the next release.
    """
    lock_snapshot()
    rows = db.session.execute(
        sa.select(PriceCell, CellBasis, Series.key)
        .join(CellBasis, CellBasis.cell_id == PriceCell.id)
        .join(Series, Series.id == PriceCell.series_id)
        .where(Series.product_id.in_(product_ids), PriceCell.is_current)
    )
    for cell, basis, key in rows:
        kind = cell.kind if cell.kind in EXTRAS else CellKind.TOTAL
        gone = basis.members.keys() - set(standing.get((key, kind), ()))
        if gone:
            basis.members = _without(basis.members, gone)
            if not stands(cell.kind, basis.members, thresholds):
                _close(_goes_with(cell))


def _without(
    members: dict[str, list[Any]], gone: Collection[str]
) -> dict[str, list[Any]]:
    """Return who a figure rests on, with some who left: they weigh and count no more.

    Their fingerprints stay: the figure was made with them, and the next one is held
    against it.
    """
    return members | {name: [members[name][0], 0.0, False] for name in gone}


def stands(
    kind: CellKind, members: Mapping[str, list[Any]], thresholds: Thresholds
) -> bool:
    """Whether a figure of this kind may be shown that rests on `members` (P2, P3)."""
    if kind in WORDS:
        return True  # words say nothing about a price; the next release looks again
    counted = sum(counts for _, _, counts in members.values())
    weights = [weight for _, weight, _ in members.values()]
    is_extra = kind in EXTRAS
    least = thresholds.of_extra(kind) if is_extra else thresholds.median
    return counted >= least and not is_dominated(weights)


def _goes_with(cell: PriceCell) -> sa.ColumnElement[bool]:
    """Match what goes with a cell: everything of the series, or the rest of its breakdown."""
    of_series = PriceCell.series_id == cell.series_id
    if cell.kind is CellKind.TOTAL:
        return of_series
    return sa.and_(
        of_series,
        PriceCell.kind == cell.kind,
        PriceCell.dimension.is_not_distinct_from(cell.dimension),
    )


def _close(which: sa.ColumnElement[bool]) -> None:
    db.session.execute(
        sa.update(PriceCell).where(which, PriceCell.is_current).values(is_current=False)
    )
