"""Which cards a release shows, and what goes at once with a deal: its cards and its note."""

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from community.core.db import db
from community.core.events import ManyContentChanged, publish
from community.core.visibility import State
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

    One that a moderator took away stays away, and one that may come back is made anew.
    `handles` holds the names of owners, for those who chose to be named.
    """
    before = {row.line_id: row for row in db.session.scalars(sa.select(PriceCard))}
    changed = []
    for series, card in cards:
        old = before.pop(card.line_id, None)
        if old is None or old.state is State.DELETED:
            old = old or PriceCard(line_id=card.line_id)
            _fill(old, release, series, card, handles)
            changed.append(old)
    db.session.add_all(changed)
    db.session.flush()  # search goes by the ids that they get
    gone = [one for one in before.values() if one.state is not State.HIDDEN]
    changed += gone
    if changed:
        numbers = tuple(number_of(one.public_id) for one in changed)
        publish(ManyContentChanged(CARD_KIND, numbers))
    for one in gone:
        db.session.delete(one)


def take_cards(deal_line_ids: Iterable[int]) -> None:
    """Take the cards of lines away at once: they were withdrawn (P17)."""
    gone = db.session.scalars(
        sa.delete(PriceCard)
        .where(PriceCard.line_id.in_(list(deal_line_ids)))
        .returning(PriceCard.public_id)
    ).all()
    if gone:
        publish(ManyContentChanged(CARD_KIND, tuple(map(number_of, gone))))


def take_outdated_cards(deal_line_ids: Sequence[int]) -> None:
    """Take the cards of a deal away that says something else now.

    What a moderator hid stays known, or a small change would bring it back.
    """
    hidden = sa.and_(
        PriceCard.line_id.in_(deal_line_ids), PriceCard.state == State.HIDDEN
    )
    kept = db.session.scalars(
        sa.update(PriceCard)
        .where(hidden)
        .values(hidden_in_id=None)
        .returning(PriceCard.line_id)
    ).all()
    take_cards(set(deal_line_ids) - set(kept))


def take_note(deal_id: int) -> None:
    """Take the note of a deal away at once: it was withdrawn (P17)."""
    own = note_ids_of(deal_id)
    db.session.execute(sa.delete(PriceNote).where(PriceNote.note_id.in_(own)))


def _fill(
    row: PriceCard,
    release: Release,
    series: Series,
    card: Card,
    handles: Mapping[str, str],
) -> None:
    """Let a row say what a card says, in public."""
    row.product_id = series.product_id
    row.series = series
    row.form = card.form
    row.low, row.high = card.low, card.high
    row.half_year = card.half_year if Trait.HALF_YEAR in dict(card.traits) else ""
    row.traits = [[trait.value, text] for trait, text in card.traits]
    row.handle = handles.get(card.owner, "") if card.is_named else ""
    row.tier = card.tier
    row.state, row.hidden_in_id = State.PUBLIC, None
    row.released_in_id = release.id
