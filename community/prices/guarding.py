"""Counts again, from what each published figure rests on, whether it may be shown (P2, P3)."""

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
import structlog

from community.core import events
from community.core.db import db
from community.core.measuring import Fact, Measured
from community.core.settings import get_settings
from community.prices.kinds import CellKind
from community.prices.models import CellBasis, PriceCell, Release
from community.prices.thresholds import Thresholds, thresholds_of
from community.prices.withholding import stands

_PAGE = 500
_log = structlog.get_logger(__name__)


def look_over() -> None:
    """Tell the host how many figures rest on enough organisations, and how many do not.

    The release and each withdrawal see to it already: any number but 0 is a fault of
    ours, and an error in the log.
    """
    thresholds = _thresholds_of_release()
    sound = unsound = 0
    for kind, members in _rested_on():
        if stands(kind, members, thresholds):
            sound += 1
        else:
            unsound += 1
    events.publish(Measured(Fact.FIGURE_SOUND, times=sound))
    events.publish(Measured(Fact.FIGURE_UNSOUND, times=unsound))
    if unsound:
        _log.error("prices.figures-on-too-few", figures=unsound)


def _thresholds_of_release() -> Thresholds:
    """Return the thresholds that hold for what is out: those that the release was made with."""
    settings: Any = db.session.scalar(
        sa.select(Release.settings).order_by(Release.id.desc()).limit(1)
    )
    return Thresholds(**settings) if settings else thresholds_of(get_settings())


def _rested_on() -> Iterator[tuple[CellKind, Mapping[str, list[Any]]]]:
    """Yield what each current figure rests on, a page at a time: there may be many."""
    last = 0
    while True:
        rows = db.session.execute(
            sa.select(PriceCell.id, PriceCell.kind, CellBasis.members)
            .outerjoin(CellBasis, CellBasis.cell_id == PriceCell.id)
            .where(PriceCell.is_current, PriceCell.id > last)
            .order_by(PriceCell.id)
            .limit(_PAGE)
        ).all()
        yield from ((row.kind, row.members or {}) for row in rows)
        if len(rows) < _PAGE:
            return
        last = rows[-1].id
