"""How published figures are read: from the snapshot alone, in a constant number of queries.

Every page, feed, export and the API read prices here; nothing else may show one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from statistics import median

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from community.catalog.models import Product
from community.core.db import db
from community.prices.access import shown_cards
from community.prices.dimensions import Dimension
from community.prices.kinds import EXTRAS, WORDS, CellKind
from community.prices.models import (
    PriceCard,
    PriceCell,
    PriceNote,
    Release,
    Series,
)

_BAND_ORDER = {"100+": 0, "50–99": 1, "20–49": 2, "10–19": 3, "5–9": 4}


@dataclass(frozen=True)
class Figures:
    """What is published of one series: its total, and what stands beside it."""

    series: Series
    total: PriceCell
    parts: dict[Dimension, list[PriceCell]] = field(default_factory=dict)
    words: dict[CellKind, PriceCell] = field(default_factory=dict)
    extras: tuple[PriceCell, ...] = ()


def has_figure() -> sa.ColumnElement[bool]:
    """Return the filter for products of which a figure is published."""
    return sa.exists().where(
        Series.product_id == Product.id,
        PriceCell.series_id == Series.id,
        PriceCell.is_current,
    )


def median_concession() -> tuple[int, Decimal | None]:
    """Return how many figures tell what was won over the first offer, and their median.

    In per cent of that offer; None where nothing is published. One query.
    """
    won = db.session.scalars(
        sa.select(PriceCell.median).where(
            PriceCell.is_current,
            PriceCell.kind == CellKind.CONCESSION,
            PriceCell.median.is_not(None),
        )
    ).all()
    figures = [one for one in won if one is not None]
    return len(figures), median(figures) if figures else None


def list_figures(product_id: int) -> list[Figures]:
    """Return what is published of a product, the figure with the most organisations first.

    One query. Empty when nothing may be shown, whatever the reason (P11).
    """
    cells = db.session.scalars(
        sa.select(PriceCell)
        .join(PriceCell.series)
        .where(Series.product_id == product_id, PriceCell.is_current)
        .options(
            contains_eager(PriceCell.series).joinedload(Series.plan),
            joinedload(PriceCell.released_in),
        )
        .order_by(PriceCell.series_id, PriceCell.kind, PriceCell.position)
    )
    by_series = [list(own) for _, own in groupby(cells, key=lambda one: one.series_id)]
    found = [figures for own in by_series if (figures := _figures(own))]
    return sorted(found, key=_place)


def _figures(cells: list[PriceCell]) -> Figures | None:
    kinds: dict[CellKind, list[PriceCell]] = {}
    for cell in cells:
        kinds.setdefault(cell.kind, []).append(cell)
    if CellKind.TOTAL not in kinds:
        return None
    parts: dict[Dimension, list[PriceCell]] = {}
    for cell in kinds.get(CellKind.PART, []):
        if cell.dimension is not None:
            parts.setdefault(cell.dimension, []).append(cell)
    total = kinds[CellKind.TOTAL][0]
    return Figures(
        series=total.series,
        total=total,
        parts=parts,
        words={kind: cell for kind in WORDS for cell in kinds.get(kind, [])},
        extras=tuple(cell for kind in EXTRAS for cell in kinds.get(kind, [])),
    )


def _place(figures: Figures) -> tuple[object, ...]:
    plan = figures.series.plan
    return (
        _BAND_ORDER[figures.total.organisations],
        figures.series.channel,
        figures.series.stage,
        plan.name if plan is not None else "",
        figures.series.id,
    )


def list_history(series_id: int) -> list[PriceCell]:
    """Return the totals that a series was published with, the oldest first."""
    return list(
        db.session.scalars(
            sa.select(PriceCell)
            .where(PriceCell.series_id == series_id, PriceCell.kind == CellKind.TOTAL)
            .options(joinedload(PriceCell.released_in))
            .order_by(PriceCell.id)
        )
    )


def list_main_figures(product_ids: Iterable[int]) -> dict[int, Figures]:
    """Return the first figure of each product that has one, for lists and comparisons.

    One query for all; without breakdowns.
    """
    cells = db.session.scalars(
        sa.select(PriceCell)
        .join(PriceCell.series)
        .where(
            PriceCell.is_current,
            PriceCell.kind == CellKind.TOTAL,
            Series.product_id.in_(set(product_ids)),
        )
        .options(
            contains_eager(PriceCell.series).joinedload(Series.plan),
            joinedload(PriceCell.released_in),
        )
    )
    found = sorted((Figures(cell.series, cell) for cell in cells), key=_place)
    first: dict[int, Figures] = {}
    for figures in found:
        first.setdefault(figures.series.product_id, figures)
    return first


def list_largest(limit: int) -> list[Figures]:
    """Return totals of all products, those with most organisations first, for the home page."""
    order = sa.case(_BAND_ORDER, value=PriceCell.organisations)
    cells = db.session.scalars(
        sa.select(PriceCell)
        .join(PriceCell.series)
        .where(PriceCell.is_current, PriceCell.kind == CellKind.TOTAL)
        .options(
            contains_eager(PriceCell.series).joinedload(Series.plan),
            joinedload(PriceCell.released_in),
        )
        .order_by(order, PriceCell.id)
        .limit(limit)
    )
    return [Figures(cell.series, cell) for cell in cells]


def list_cards(product_id: int, limit: int) -> list[PriceCard]:
    """Return deals that their authors show, the newest half-year first, else in no order."""
    return list(
        db.session.scalars(
            sa.select(PriceCard)
            .where(PriceCard.product_id == product_id, shown_cards())
            .options(joinedload(PriceCard.series).joinedload(Series.plan))
            .order_by(PriceCard.half_year.desc(), PriceCard.public_id)
            .limit(limit)
        )
    )


def list_notes(product_id: int, limit: int) -> list[str]:
    """Return what buyers said beside figures that are on show, in an order of no meaning.

    The same words once, whoever said them.
    """
    has_figure = sa.exists().where(
        PriceCell.series_id == PriceNote.series_id,
        PriceCell.is_current,
        PriceCell.kind == CellKind.TOTAL,
    )
    texts = db.session.scalars(
        sa.select(PriceNote.text)
        .where(PriceNote.product_id == product_id, has_figure)
        .order_by(PriceNote.public_id)
        .limit(limit)
    )
    return list(dict.fromkeys(texts))


def is_released(slot: str) -> bool:
    """Whether the release of that name is out."""
    return bool(db.session.scalar(sa.select(sa.exists().where(Release.slot == slot))))


def find_last_release() -> date | None:
    """Return the date of the newest release; None before the first."""
    return db.session.scalar(sa.select(sa.func.max(Release.released_on)))
