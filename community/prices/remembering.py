"""What published figures rest on, read for a release: the newest of each place, older ones.

A figure is held against all that was ever shown (memory.py), or three who come and go
would hide a fourth who stays.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import sqlalchemy as sa

from community.core.chunks import chunks
from community.core.db import db
from community.prices.dimensions import Dimension
from community.prices.kinds import CellKind
from community.prices.models import CellBasis, PriceCell, Release
from community.prices.retention import Basis
from community.prices.thresholds import WINDOW_MONTHS

Place = tuple[CellKind, Dimension | None]
"""Which figures of a series move together: the total, a breakdown, a set of shares."""

TOTAL: Place = (CellKind.TOTAL, None)


_LONGEST = timedelta(days=31 * WINDOW_MONTHS)


@dataclass(frozen=True)
class Old:
    """A published cell, on show or not, and who it rests on."""

    row: PriceCell
    stored: CellBasis

    @cached_property
    def basis(self) -> Basis:
        return {name: said[0] for name, said in self.stored.members.items()}

    @property
    def place(self) -> Place:
        return self.row.kind, self.row.dimension


def newest_cells(series_ids: Iterable[int]) -> dict[int, dict[Place, list[Old]]]:
    """Return the cells that were published last, by series and place."""
    found: dict[int, dict[Place, list[Old]]] = {}
    for one in _cells(series_ids, newest=True):
        places = found.setdefault(one.row.series_id, {})
        places.setdefault(one.place, []).append(one)
    return found


def past_cells(series_ids: Iterable[int]) -> dict[int, list[Old]]:
    """Return the cells that others have taken the place of, by series."""
    found: dict[int, list[Old]] = {}
    for one in _cells(series_ids, newest=False):
        found.setdefault(one.row.series_id, []).append(one)
    return found


def together(cells: Iterable[Old]) -> list[Basis]:
    """Return who each breakdown among `cells` rested on, all its parts together."""
    found: dict[tuple[int, Dimension | None], dict[str, str]] = {}
    for one in cells:
        if one.row.kind is CellKind.PART:
            key = (one.row.released_in_id, one.row.dimension)
            found.setdefault(key, {}).update(one.basis)
    return list(found.values())


def forget_outlived(release: Release) -> None:
    """Drop what figures rested on that are older than any price that counts today."""
    outlived = (
        sa.select(PriceCell.id)
        .join(PriceCell.released_in)
        .where(
            PriceCell.is_current.is_(False),
            Release.released_on < release.released_on - _LONGEST,
        )
    )
    db.session.execute(
        sa.delete(CellBasis).where(CellBasis.cell_id.in_(outlived)),
        execution_options={"synchronize_session": False},
    )


def _cells(series_ids: Iterable[int], *, newest: bool) -> Iterator[Old]:
    for chunk in chunks(sorted(series_ids)):
        age = sa.func.dense_rank().over(
            partition_by=(PriceCell.series_id, PriceCell.kind, PriceCell.dimension),
            order_by=PriceCell.released_in_id.desc(),
        )
        own = PriceCell.series_id.in_(chunk)
        aged = sa.select(PriceCell.id, age.label("age")).where(own).subquery()
        rows = db.session.execute(
            sa.select(PriceCell, CellBasis)
            .join(CellBasis, CellBasis.cell_id == PriceCell.id)
            .join(aged, aged.c.id == PriceCell.id)
            .where(aged.c.age == 1 if newest else aged.c.age > 1)
            .order_by(PriceCell.id)
        )
        yield from (Old(cell, stored) for cell, stored in rows)
