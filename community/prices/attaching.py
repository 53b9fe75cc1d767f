"""Published cards for posts: the same that product pages show, and nothing else (P10, P12)."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from community.catalog.paths import product_path
from community.catalog.queries import products_by_id
from community.core.actors import Actor
from community.core.db import db
from community.core.sealing import pseudonym
from community.deals.queries import own_line_ids
from community.prices.access import shown_cards
from community.prices.models import PriceCard, Series
from community.prices.showndeals import shown_deals
from community.threads.cards import ShownCard

MOST = 50
_LINE = "card.line"


class PublishedCards:
    """A threads.cards.ShownCards that reads the newest release."""

    def own(self, actor: Actor) -> list[ShownCard]:
        ids = own_line_ids(actor)
        return _cards(PriceCard.line_id.in_(ids)) if ids else []

    def shown(self, public_ids: Iterable[str]) -> dict[str, ShownCard]:
        found = _cards(PriceCard.public_id.in_(list(public_ids)))
        return {one.public_id: one for one in found}


def _cards(which: sa.ColumnElement[bool]) -> list[ShownCard]:
    cards = db.session.scalars(
        sa.select(PriceCard)
        .where(which, shown_cards())
        .options(joinedload(PriceCard.series).joinedload(Series.plan))
        .order_by(PriceCard.half_year.desc(), PriceCard.public_id)
        .limit(MOST)
    ).all()
    products = products_by_id(card.product_id for card in cards)
    found = []
    for card in cards:
        product = products[card.product_id]
        (deal,) = shown_deals([card], product)
        found.append(
            ShownCard(
                public_id=card.public_id,
                line_key=pseudonym(_LINE, str(card.line_id)),
                product=product.name,
                url=product_path(product),
                price=deal.price,
                per=deal.per,
                what=deal.what,
                who=deal.who,
                handle=deal.handle,
            )
        )
    return found
