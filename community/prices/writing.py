"""Writing a release: each figure stays, moves or goes, by the rules of P7."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from community.core.db import db
from community.prices.computing import Computed
from community.prices.dimensions import Dimension
from community.prices.gathering import SeriesKey
from community.prices.kinds import CellKind
from community.prices.models import CellBasis, PriceCell, Release, Series
from community.prices.publisher import Members
from community.prices.retention import Basis, may_move
from community.prices.rows import part_row, show_the_same, total_row, words_row
from community.prices.shares import Words

Place = tuple[CellKind, Dimension | None]
"""Which figures of a series move together: the total, a breakdown, a set of shares."""

_TOTAL: Place = (CellKind.TOTAL, None)


@dataclass(frozen=True)
class New:
    """A cell that could be published, and who it rests on."""

    row: PriceCell
    members: Any

    @property
    def basis(self) -> Basis:
        return {name: said[0] for name, said in self.members.items()}


@dataclass(frozen=True)
class Old:
    """The newest cell of its place, on show or withheld, and who it rests on."""

    row: PriceCell
    stored: CellBasis

    @property
    def basis(self) -> Basis:
        return {name: said[0] for name, said in self.stored.members.items()}


class Snapshot:
    """The snapshot while one release is written into it."""

    def __init__(self, release: Release, *, is_stricter: bool) -> None:
        """Read what is published; `is_stricter`: a threshold was raised since."""
        self._release = release
        self._is_stricter = is_stricter
        self._series = {row.key: row for row in db.session.scalars(sa.select(Series))}
        self._old = _newest_cells()
        self._added: list[New] = []

    def write(self, found: Iterable[Computed]) -> None:
        """Let each figure of `found` move if it may, and close those that are no more."""
        for computed in found:
            self._write_series(computed)
        for places in self._old.values():
            for olds in places.values():
                self._close(olds)
        self._keep()

    def series_of(self, key: SeriesKey) -> Series:
        """Return the row of a series, made when it is the first time that it shows."""
        row = self._series.get(key.text)
        if row is None:
            row = Series(
                key=key.text,
                product_id=key.product_id,
                plan_id=key.plan_id,
                pricing_model=key.pricing_model,
                metric=key.metric,
                basis=key.basis,
                unit_quantity=key.unit_quantity,
                stage=key.stage,
                channel=key.channel,
                currency=key.currency,
            )
            db.session.add(row)
            self._series[key.text] = row
        return row

    def _write_series(self, computed: Computed) -> None:
        new = _new_cells(computed)
        known = self._series.get(computed.key.text)
        old = self._old.pop(known.id, {}) if known is not None else {}
        if not new and not old:
            return
        series = self.series_of(computed.key)
        is_shown = self._settle(series, new.pop(_TOTAL, []), old.pop(_TOTAL, []))
        for place in new.keys() | old.keys():
            cells = new.get(place, []) if is_shown else []
            self._settle(series, cells, old.get(place, []))

    def _settle(self, series: Series, new: Sequence[New], old: Sequence[Old]) -> bool:
        """Decide about the figures of one place; return whether any is on show now."""
        is_on_show = any(one.row.is_current for one in old)
        if not new:
            self._close(old)
            return False
        if not may_move([one.basis for one in new], [one.basis for one in old]):
            if is_on_show and self._is_stricter:
                self._close(old)
                return False
            return is_on_show
        if is_on_show and _is_same(new, old):
            return True
        self._close(old)
        self._forget(old)
        self._add(series, new)
        return True

    def _close(self, olds: Sequence[Old]) -> None:
        for old in olds:
            if old.row.is_current:
                old.row.is_current = False
                old.row.closed_in_id = self._release.id

    def _forget(self, olds: Sequence[Old]) -> None:
        """Drop what figures rest on: the next ones are held against others now."""
        for old in olds:
            db.session.delete(old.stored)

    def _add(self, series: Series, cells: Sequence[New]) -> None:
        for cell in cells:
            cell.row.series = series
            cell.row.released_in_id = self._release.id
            cell.row.is_current = True
        self._added += cells

    def _keep(self) -> None:
        db.session.add_all(cell.row for cell in self._added)
        db.session.flush()  # what they rest on names them
        db.session.add_all(
            CellBasis(cell_id=cell.row.id, members=cell.members) for cell in self._added
        )


def _is_same(new: Sequence[New], old: Sequence[Old]) -> bool:
    """Whether the same organisations still lead to the same figures."""
    before = {one.row.label: one for one in old}
    return len(new) == len(old) and all(
        one.row.label in before
        and one.basis == before[one.row.label].basis
        and show_the_same(one.row, before[one.row.label].row)
        for one in new
    )


def _newest_cells() -> dict[int, dict[Place, list[Old]]]:
    """Return the cells that the next ones are held against, by series and place."""
    found: dict[int, dict[Place, list[Old]]] = {}
    rows = db.session.execute(
        sa.select(PriceCell, CellBasis)
        .join(CellBasis, CellBasis.cell_id == PriceCell.id)
        .order_by(PriceCell.id)
    )
    for cell, stored in rows:
        places = found.setdefault(cell.series_id, {})
        places.setdefault((cell.kind, cell.dimension), []).append(Old(cell, stored))
    return found


def _new_cells(computed: Computed) -> dict[Place, list[New]]:
    found: dict[Place, list[New]] = {}
    total = computed.published.total
    if total is None:
        return found
    found[_TOTAL] = [New(total_row(total), _stored(total.members))]
    for dimension, parts in computed.published.breakdowns.items():
        if parts is not None:
            found[CellKind.PART, dimension] = [
                New(part_row(cell, dimension, label, place), _stored(cell.members))
                for place, (label, cell) in enumerate(parts.items())
            ]
    for kind, words in (
        (CellKind.LEVERS, computed.levers),
        (CellKind.CLAUSES, computed.clauses),
    ):
        if words is not None:
            found[kind, None] = [New(words_row(words, kind), _answered(words))]
    return found


def _stored(members: Members) -> Mapping[str, list[Any]]:
    return {
        name: [member.fingerprint, round(member.weight, 6), member.counts]
        for name, member in members.items()
    }


def _answered(words: Words) -> Mapping[str, list[Any]]:
    return {name: [said, 1.0, True] for name, said in words.basis.items()}
