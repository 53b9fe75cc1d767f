"""Looking at new lines: what screening finds is written down, a piece at a time."""

import sqlalchemy as sa

from community.core import clock
from community.core.chunks import chunks
from community.core.db import db, transaction
from community.deals.kinds import ReviewState
from community.deals.models import DealLine
from community.deals.rules.doubting import look_closer
from community.deals.rules.reviewing import accept_lines, hold_line
from community.prices import gathering
from community.prices.screening import Held, screen
from community.prices.taking import doubted_lines

_LOOKED_AT = (ReviewState.PENDING, ReviewState.ACCEPTED)


def review_new_lines() -> tuple[int, int]:
    """Accept or hold the lines that nobody has looked at; return how many of each.

    Commits in transactions of its own, short enough for others to write between.
    """
    who = gathering.organised()
    accepted: list[int] = []
    held: list[Held] = []
    hidden: list[int] = []
    doubted = doubted_lines()
    for products in chunks(_products_with_new_lines()):
        for _, reports in gathering.read_reports(
            who, _LOOKED_AT, month=clock.current_month(), product_ids=products
        ):
            found = screen(reports, who, clock.now())
            accepted += [one for one in found.accepted if one not in doubted]
            hidden += [one for one in found.accepted if one in doubted]
            held += found.held
    for chunk in chunks(accepted):
        with transaction():
            accept_lines(chunk)
    for one in held:
        with transaction():
            _hold(one)
    for line_id in hidden:
        with transaction():
            _doubt(line_id)
    return len(accepted), len(held) + len(hidden)


def _doubt(line_id: int) -> None:
    """Have a person look at a line that was changed while its card is taken away."""
    if _pending(line_id) is not None:
        look_closer(line_id)


def _products_with_new_lines() -> list[int]:
    pending = DealLine.review == ReviewState.PENDING
    products = sa.select(DealLine.product_id).where(pending).distinct()
    return sorted(db.session.scalars(products))


def _hold(held: Held) -> None:
    line = _pending(held.line_id)
    if line is not None:
        hold_line(line, held.reasons, held.score)


def _pending(line_id: int) -> DealLine | None:
    return db.session.scalar(
        sa.select(DealLine).where(
            DealLine.id == line_id, DealLine.review == ReviewState.PENDING
        )
    )
