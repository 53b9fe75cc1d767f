"""Which cards a release shows, and what goes at once with a deal: its cards and its note."""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from community.core.db import db
from community.core.events import ManyContentChanged, publish
from community.deals.notes.queries import note_ids_of
from community.prices.cards import Card, Trait
from community.prices.events import CARD_KIND, number_of
from community.prices.models import PriceCard, PriceNote, Release, Series


def show_cards(
    release: Release,
    cards: Iterable[tuple[Series, Card]],
    handles: Mapping[str, str],
) -> None:
    """Make the snapshot's cards those of `cards`; one that was there stays as it was.

    `handles` holds the names of owners, for those who chose to be named.
    """
    before = {row.line_id: row for row in db.session.scalars(sa.select(PriceCard))}
    changed = []
    for series, card in cards:
        if before.pop(card.line_id, None) is None:
            changed.append(_row(release, series, card, handles))
    db.session.add_all(changed)
    db.session.flush()  # search goes by the ids that they get
    changed += before.values()
    if changed:
        numbers = tuple(number_of(one.public_id) for one in changed)
        publish(ManyContentChanged(CARD_KIND, numbers))
    for gone in before.values():
        db.session.delete(gone)


def take_cards(deal_line_ids: Iterable[int]) -> None:
    """Take the cards of lines away at once: they were withdrawn (P17)."""
    gone = db.session.scalars(
        sa.delete(PriceCard)
        .where(PriceCard.line_id.in_(list(deal_line_ids)))
        .returning(PriceCard.public_id)
    ).all()
    if gone:
        publish(ManyContentChanged(CARD_KIND, tuple(map(number_of, gone))))


def take_note(deal_id: int) -> None:
    """Take the note of a deal away at once: it was withdrawn (P17)."""
    own = note_ids_of(deal_id)
    db.session.execute(sa.delete(PriceNote).where(PriceNote.note_id.in_(own)))


def _row(
    release: Release, series: Series, card: Card, handles: Mapping[str, str]
) -> PriceCard:
    return PriceCard(
        product_id=series.product_id,
        series=series,
        line_id=card.line_id,
        form=card.form,
        low=card.low,
        high=card.high,
        half_year=card.half_year if Trait.HALF_YEAR in dict(card.traits) else "",
        traits=[[trait.value, text] for trait, text in card.traits],
        handle=handles.get(card.owner, "") if card.is_named else "",
        tier=card.tier,
        released_in_id=release.id,
    )
