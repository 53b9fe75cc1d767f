"""Writing a release: each figure stays, moves or goes, by the rules of P7."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

import sqlalchemy as sa

from community.catalog.models import Product
from community.core.chunks import chunks
from community.core.db import db
from community.prices.candidates import New, new_cells
from community.prices.computing import Computed
from community.prices.kinds import CellKind
from community.prices.memory import Memory
from community.prices.models import CellBasis, PriceCell, Release, Series
from community.prices.remembering import (
    TOTAL,
    Old,
    Place,
    forget_outlived,
    newest_cells,
    past_cells,
)
from community.prices.reports import SeriesKey
from community.prices.rows import show_the_same
from community.prices.thresholds import Thresholds

_AT_ONCE = 25
"""Products that are written together: few enough to hold, enough for one query."""


class Snapshot:
    """The snapshot while one release is written into it."""

    def __init__(
        self, release: Release, thresholds: Thresholds, *, is_stricter: bool
    ) -> None:
        """Read what is published; `is_stricter`: a threshold was raised since."""
        self._release = release
        self._thresholds = thresholds
        self._is_stricter = is_stricter
        self._series = {row.key: row for row in db.session.scalars(sa.select(Series))}
        self._families = _families(self._series.values())
        self._unseen = {row.id for row in self._series.values()}

    def write(self, found: list[Computed]) -> None:
        """Let each figure of `found` move if it may, and close those that are no more.

        Products at a time, so that what is held for a release stays small; `found`
        is empty afterwards.
        """
        while found:
            self._write_some(_some_products(found))
        for chunk in chunks(sorted(self._unseen)):
            self._close_all(chunk)
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

    def _write_some(self, computed: Sequence[Computed]) -> None:
        """Write the figures of some products, all of each."""
        cells = {one.key: new_cells(one) for one in computed}
        products = {key.product_id for key in cells}
        newest = newest_cells(
            {one for product_id in products for one in self._family(product_id)}
        )
        old = {key: newest.get(self._id_of(key), {}) for key in cells}
        moving = {
            key.product_id for key, new in cells.items() if not _stays(new, old[key])
        }
        memories = self._memories(moving, newest)
        added: list[New] = []
        for key, new in cells.items():
            memory = memories.get(key.product_id)
            added += self._write_series(key, new, old[key], memory)
        self._keep(added)

    def _family(self, product_id: int) -> dict[int, Series]:
        return self._families.get(product_id, {})

    def _id_of(self, key: SeriesKey) -> int:
        known = self._series.get(key.text)
        return 0 if known is None else known.id

    def _memories(
        self,
        product_ids: Collection[int],
        newest: Mapping[int, Mapping[Place, list[Old]]],
    ) -> dict[int, Memory]:
        """Return what these products have shown, in one query for many."""
        families = {one: self._family(one) for one in product_ids}
        past = past_cells({one for family in families.values() for one in family})
        return {
            product_id: Memory(
                {
                    series_id: [
                        *chain.from_iterable(newest.get(series_id, {}).values()),
                        *past.get(series_id, ()),
                    ]
                    for series_id in family
                },
                family,
                self._thresholds,
            )
            for product_id, family in families.items()
        }

    def _write_series(
        self,
        key: SeriesKey,
        new: dict[Place, list[New]],
        old: Mapping[Place, list[Old]],
        memory: Memory | None,
    ) -> list[New]:
        """Settle all figures of a series; return the cells that come out."""
        if not new and not old:
            return []
        series = self.series_of(key)
        self._unseen.discard(series.id)
        if memory is None:
            return []  # each figure is as it was, and on show
        totals = new.pop(TOTAL, [])
        for total in totals:
            if not memory.tells_quartiles(total.row, total.basis):
                total.row.p25 = total.row.p75 = None
        added: list[New] = []
        is_shown = self._settle(
            series, totals, old.get(TOTAL, []), memory, TOTAL, added
        )
        for place in sorted(new.keys() | old.keys() - {TOTAL}):
            cells = new.get(place, []) if is_shown else []
            if place[0] is CellKind.PART and not all(
                memory.tells_parts(total.row, [one.basis for one in cells])
                for total in totals
            ):
                cells = []
            self._settle(series, cells, old.get(place, []), memory, place, added)
        return added

    def _settle(
        self,
        series: Series,
        new: Sequence[New],
        old: Sequence[Old],
        memory: Memory,
        place: Place,
        added: list[New],
    ) -> bool:
        """Decide about the figures of one place; return whether any is on show now."""
        is_on_show = _is_on_show(old)
        if not new:
            self._close(old)
            return False
        if is_on_show and _is_same(new, old):
            return True
        if not memory.lets(series, place, [one.basis for one in new]):
            if is_on_show and self._is_stricter:
                self._close(old)
                return False
            return is_on_show
        self._close(old)
        self._add(series, new)
        added += new
        return True

    def _close(self, olds: Sequence[Old]) -> None:
        for old in olds:
            if old.row.is_current:
                old.row.is_current = False
                old.row.closed_in_id = self._release.id

    def _close_all(self, series_ids: Sequence[int]) -> None:
        """Close the figures of series that have no price any more."""
        db.session.execute(
            sa.update(PriceCell)
            .where(PriceCell.series_id.in_(series_ids), PriceCell.is_current)
            .values(is_current=False, closed_in_id=self._release.id)
        )

    def _add(self, series: Series, cells: Sequence[New]) -> None:
        for cell in cells:
            cell.row.series = series
            cell.row.released_in_id = self._release.id
            cell.row.is_current = True

    def _keep(self, added: Sequence[New]) -> None:
        db.session.add_all(cell.row for cell in added)
        db.session.flush()  # what they rest on names them
        if added:
            db.session.execute(
                sa.insert(CellBasis),
                [{"cell_id": one.row.id, "members": one.members} for one in added],
            )


def _some_products(found: list[Computed]) -> list[Computed]:
    """Take the series of some products off the end of `found`; each product whole."""
    taken: list[Computed] = []
    products: set[int] = set()
    while found and (found[-1].key.product_id in products or len(products) < _AT_ONCE):
        products.add(found[-1].key.product_id)
        taken.append(found.pop())
    return taken


def _families(rows: Iterable[Series]) -> dict[int, dict[int, Series]]:
    """Return the series of each product and of all that were merged into it, by id."""
    merged = {
        one.id: one.merged_into_id
        for one in db.session.execute(
            sa.select(Product.id, Product.merged_into_id).where(
                Product.merged_into_id.is_not(None)
            )
        )
    }
    found: dict[int, dict[int, Series]] = {}
    for row in rows:
        product_id = merged.get(row.product_id, row.product_id)
        found.setdefault(product_id, {})[row.id] = row
    return found


def _stays(new: Mapping[Place, list[New]], old: Mapping[Place, list[Old]]) -> bool:
    """Whether all of a series is on show already, and no more of it."""
    on_show = {place for place, cells in old.items() if _is_on_show(cells)}
    return new.keys() == on_show and all(
        _is_same(cells, old[place]) for place, cells in new.items()
    )


def _is_on_show(cells: Iterable[Old]) -> bool:
    return any(one.row.is_current for one in cells)


def _is_same(new: Sequence[New], old: Sequence[Old]) -> bool:
    """Whether the same organisations still lead to the same figures."""
    before = {one.row.label: one for one in old}
    return len(new) == len(old) and all(
        one.row.label in before
        and one.basis == before[one.row.label].basis
        and show_the_same(one.row, before[one.row.label].row)
        for one in new
    )
