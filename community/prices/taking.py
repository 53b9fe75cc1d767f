"""A moderator takes a card or a product's figures away, or shows them again.

The line behind a card waits for a person from then on (a figure that it is in stands
until the next release, as for any line that is looked at again). Nothing here says whose.
"""

import sqlalchemy as sa

from community.core.db import db
from community.core.events import ManyContentChanged, publish
from community.core.visibility import State
from community.deals.rules.doubting import count_again, look_closer
from community.prices.events import CARD_KIND
from community.prices.leaving import have_indexed, withhold_where_too_few
from community.prices.models import (
    PriceCard,
    PriceCell,
    PriceWithheld,
    Release,
    Series,
)
from community.prices.withholding import lock_snapshot


def hide_card(card: PriceCard) -> None:
    """Take a card away, and let a person look at its line; nothing if it is hidden."""
    lock_snapshot()
    db.session.refresh(card)
    if card.state is State.HIDDEN:
        return
    card.hidden_in_id = _newest_release() if card.state is State.PUBLIC else None
    card.state = State.HIDDEN
    look_closer(card.line_id)
    publish(ManyContentChanged(CARD_KIND, (card.number,)))


def show_card(card: PriceCard) -> None:
    """Show a card again: at once, or with the next release if it may be outdated."""
    lock_snapshot()
    db.session.refresh(card)
    if card.state is not State.HIDDEN:
        return
    is_fresh = card.hidden_in_id is not None and card.hidden_in_id == _newest_release()
    card.state = State.PUBLIC if is_fresh else State.DELETED
    card.hidden_in_id = None
    count_again(card.line_id)
    publish(ManyContentChanged(CARD_KIND, (card.number,)))


def doubted_lines() -> set[int]:
    """Return the lines with a card that a moderator took away."""
    hidden = PriceCard.state == State.HIDDEN
    return set(db.session.scalars(sa.select(PriceCard.line_id).where(hidden)))


def withhold_figures(product_id: int) -> None:
    """Take all figures of a product away until they are shown; nothing if they are."""
    lock_snapshot()
    if db.session.get(PriceWithheld, product_id) is not None:
        return
    gone = db.session.scalars(
        sa.update(PriceCell)
        .where(_of(product_id), PriceCell.is_current)
        .values(is_current=False)
        .returning(PriceCell.id)
    ).all()
    db.session.add(
        PriceWithheld(
            product_id=product_id, release_id=_newest_release(), cells=sorted(gone)
        )
    )
    have_indexed([product_id])


def show_figures(product_id: int) -> None:
    """Let figures come out again: the same at once, or others with the next release.

    Who left meanwhile is in none of them: what would rest on too few stays away (P17).
    """
    lock_snapshot()
    withheld = db.session.get(PriceWithheld, product_id)
    if withheld is None:
        return
    if withheld.release_id == _newest_release():
        same = sa.and_(_of(product_id), PriceCell.id.in_(withheld.cells))
        db.session.execute(sa.update(PriceCell).where(same).values(is_current=True))
    db.session.delete(withheld)
    withhold_where_too_few([product_id])


def follow_merge(source_id: int, target_id: int) -> None:
    """Take the figures of `target_id` away as well, where those of `source_id` are.

    From now on its figures would rest on what was taken away, too. The one row that is
    left is the target's: showing its figures again shows what was the source's.
    """
    lock_snapshot()
    withheld = db.session.get(PriceWithheld, source_id)
    if withheld is None:
        return
    withhold_figures(target_id)
    db.session.delete(withheld)


def withheld_products() -> set[int]:
    """Return the products whose figures a moderator has taken away."""
    return set(db.session.scalars(sa.select(PriceWithheld.product_id)))


def _of(product_id: int) -> sa.ColumnElement[bool]:
    return PriceCell.series_id.in_(
        sa.select(Series.id).where(Series.product_id == product_id)
    )


def _newest_release() -> int | None:
    return db.session.scalar(sa.select(sa.func.max(Release.id)))
