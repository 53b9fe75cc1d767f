"""Writing a release: each figure stays, moves or goes, by the rules of P7."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from community.core.db import db
from community.core.sealing import pseudonym
from community.prices.computing import Computed
from community.prices.gathering import SeriesKey
from community.prices.kinds import CellKind
from community.prices.models import CellBasis, PriceCell, Release, Series
from community.prices.publisher import Members
from community.prices.remembering import (
    TOTAL,
    Old,
    Place,
    forget_outlived,
    newest_cells,
    past_cells,
    unions,
)
from community.prices.retention import Basis, may_move, union
from community.prices.rows import part_row, show_the_same, total_row, words_row
from community.prices.shares import Words


@dataclass(frozen=True)
class New:
    """A cell that could be published, and who it rests on."""

    row: PriceCell
    members: Any

    @property
    def basis(self) -> Basis:
        return {name: said[0] for name, said in self.members.items()}


class Snapshot:
    """The snapshot while one release is written into it."""

    def __init__(self, release: Release, *, is_stricter: bool) -> None:
        """Read what is published; `is_stricter`: a threshold was raised since."""
        self._release = release
        self._is_stricter = is_stricter
        self._series = {row.key: row for row in db.session.scalars(sa.select(Series))}
        self._old = newest_cells()
        self._added: list[New] = []

    def write(self, found: Iterable[Computed]) -> None:
        """Let each figure of `found` move if it may, and close those that are no more."""
        for computed in found:
            self._write_series(computed)
        for places in self._old.values():
            for olds in places.values():
                self._close(olds)
        self._keep()
        forget_outlived(self._release)

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
        memory = _Memory(series, old)
        is_shown = self._settle(
            series, new.pop(TOTAL, []), old.pop(TOTAL, []), memory, TOTAL
        )
        for place in new.keys() | old.keys():
            cells = new.get(place, []) if is_shown else []
            self._settle(series, cells, old.get(place, []), memory, place)

    def _settle(
        self,
        series: Series,
        new: Sequence[New],
        old: Sequence[Old],
        memory: "_Memory",
        place: Place,
    ) -> bool:
        """Decide about the figures of one place; return whether any is on show now."""
        is_on_show = any(one.row.is_current for one in old)
        if not new:
            self._close(old)
            return False
        if is_on_show and _is_same(new, old):
            return True
        if not memory.lets(place, [one.basis for one in new]):
            if is_on_show and self._is_stricter:
                self._close(old)
                return False
            return is_on_show
        self._close(old)
        self._add(series, new)
        return True

    def _close(self, olds: Sequence[Old]) -> None:
        for old in olds:
            if old.row.is_current:
                old.row.is_current = False
                old.row.closed_in_id = self._release.id

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


class _Memory:
    """What a series has shown so far, that its next figures are held against."""

    def __init__(self, series: Series, old: Mapping[Place, Sequence[Old]]) -> None:
        """`old` are its newest cells; those before them are read when they matter."""
        self._series = series
        self._cells = [one for cells in old.values() for one in cells]
        self._is_whole = series.id is None
        self._added: list[Basis] = []

    def lets(self, place: Place, new: Sequence[Basis]) -> bool:
        """Whether figures of `place` may come out that rest on `new`.

        A total is held against totals and against breakdowns taken together, and these
        against it: what a breakdown has and its total has not is never one or two.
        """
        kind = place[0]
        before = self._of(place)
        if kind is CellKind.TOTAL:
            allowed = may_move(new, [*before, *unions(self._all())])
            self._added += new if allowed else ()
            return allowed
        if kind is CellKind.PART and not may_move(
            [union(new)], [*self._of(TOTAL), *self._added]
        ):
            return False
        return may_move(new, before)

    def _of(self, place: Place) -> list[Basis]:
        return [
            one.basis
            for one in self._all()
            if (one.row.kind, one.row.dimension) == place
        ]

    def _all(self) -> list[Old]:
        if not self._is_whole:
            self._cells += past_cells(self._series.id)
            self._is_whole = True
        return self._cells


def _is_same(new: Sequence[New], old: Sequence[Old]) -> bool:
    """Whether the same organisations still lead to the same figures."""
    before = {one.row.label: one for one in old}
    return len(new) == len(old) and all(
        one.row.label in before
        and one.basis == before[one.row.label].basis
        and show_the_same(one.row, before[one.row.label].row)
        for one in new
    )


def _new_cells(computed: Computed) -> dict[Place, list[New]]:
    found: dict[Place, list[New]] = {}
    total = computed.published.total
    if total is None:
        return found
    found[TOTAL] = [New(total_row(total), _stored(total.members))]
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
        name: [_under_key(member.fingerprint), round(member.weight, 6), member.counts]
        for name, member in members.items()
    }


def _answered(words: Words) -> Mapping[str, list[Any]]:
    return {name: [said, 1.0, True] for name, said in words.basis.items()}


def _under_key(fingerprint: str) -> str:
    """Return a fingerprint that nobody without the key can try prices against."""
    return pseudonym("price.basis", fingerprint)[:16]
