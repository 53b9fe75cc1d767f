"""What search finds of deals that their authors show: published cards, as pages show them.

Never a raw deal (P10, P12). Cards are known by a number made of their random id: the
order of the table would tell in which order their authors reported.
"""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from community.catalog.access import visible_products
from community.catalog.models import Product
from community.catalog.paths import product_mark, product_path
from community.core.actors import VISITOR, Actor
from community.core.db import db
from community.core.ports import (
    Searchable,
    SearchDocument,
    SearchFacts,
    SearchResult,
    search_document,
)
from community.prices.access import shown_cards
from community.prices.dimensions import Dimension
from community.prices.events import CARD_KIND
from community.prices.models import PriceCard, Series
from community.prices.showndeals import ShownDeal, shown_deals
from community.prices.wording import part_bounds


class Cards:
    """Offers the cards of the newest release; to everybody the same ones."""

    kind = CARD_KIND
    label = "Deals shown"

    def documents(self, ids: Sequence[int]) -> list[SearchDocument]:
        return [
            search_document(
                CARD_KIND,
                card.number,
                _title(card),
                _words(deal),
                {"vendor": _vendor(card.series.product)},
                _marks(card),
            )
            for card, deal in _cards(VISITOR, ids)
        ]

    def ids_after(self, object_id: int, limit: int) -> list[int]:
        return list(
            db.session.scalars(
                sa.select(PriceCard.number)
                .join(Product, Product.id == PriceCard.product_id)
                .where(
                    PriceCard.number > object_id,
                    visible_products(VISITOR),
                    shown_cards(),
                )
                .distinct()
                .order_by(PriceCard.number)
                .limit(limit)
            )
        )

    def results(self, actor: Actor, ids: Sequence[int]) -> list[SearchResult]:
        return [
            SearchResult(
                kind=CARD_KIND,
                object_id=card.number,
                title=_title(card),
                url=f"{product_path(card.series.product)}#shown",
                body=_words(deal),
                facts=[_vendor(card.series.product) or "many vendors"],
                figure=f"{deal.price} {deal.per}",
                now=_marks(card),
            )
            for card, deal in _cards(actor, ids)
        ]

    def fallback_ids(self, words: Sequence[str], limit: int) -> list[int]:  # noqa: ARG002
        return []  # a card has no title of its own: its product is found


def _cards(actor: Actor, numbers: Sequence[int]) -> list[tuple[PriceCard, ShownDeal]]:
    """Return the cards with these numbers; of two with the same, the first."""
    cards = db.session.scalars(
        sa.select(PriceCard)
        .join(Product, Product.id == PriceCard.product_id)
        .where(PriceCard.number.in_(numbers), visible_products(actor), shown_cards())
        .options(
            joinedload(PriceCard.series).joinedload(Series.plan),
            joinedload(PriceCard.series).joinedload(Series.product),
        )
        .order_by(PriceCard.public_id.desc())
    )
    first = {card.number: card for card in cards}
    return [
        (card, shown_deals([card], card.series.product)[0])
        for card in reversed(first.values())
    ]


def _title(card: PriceCard) -> str:
    return f"What one organisation paid for {card.series.product.name}"


def _words(deal: ShownDeal) -> str:
    return " · ".join(filter(None, (deal.what, deal.who, deal.handle)))


def _vendor(product: Product) -> str:
    return product.vendor.name if product.vendor else ""


def _marks(card: PriceCard) -> SearchFacts:
    product = card.series.product
    said = {str(trait): str(text) for trait, text in card.traits}
    quantity = part_bounds(said.get(Dimension.QUANTITY, ""))
    return SearchFacts(
        vendor=product.vendor.slug if product.vendor else "",
        product=product_mark(product),
        author=card.handle.lower(),
        traits=("price",),
        price=float(card.low),
        seats=None if quantity is None else (quantity[0] or 0, quantity[1]),
        day=_first_day(card.half_year),
    )


def _first_day(half_year: str) -> date | None:
    """Return when "2026-2" began; None where a card does not say when it was."""
    if not half_year:
        return None
    year, half = half_year.split("-")
    return date(int(year), 1 if half == "1" else 7, 1)


SOURCES: list[Searchable] = [Cards()]
