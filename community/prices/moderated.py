"""Published prices as anybody reports them: a card, and all figures of a product.

Whose a card is nobody learns here: its author is written to under their seal, in the
day's mails. A product's figures are everybody's and nobody's.
"""

import re
from dataclasses import replace
from urllib.parse import unquote

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from community.catalog.access import can_see_product
from community.catalog.models import Product
from community.catalog.paths import is_public_id, product_path
from community.catalog.queries import category_of_product, get_product_for
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.moderating import ModeratedItem
from community.core.visibility import State
from community.deals.lineowners import (
    has_part_in_line,
    is_of_line,
    write_to_owner,
)
from community.prices import snapshot, taking
from community.prices.models import PriceCard, PriceWithheld, Series
from community.prices.showndeals import shown_deals
from community.prices.wording import money_words, per_words, series_words

CARDS, FIGURES = "card", "figure"
_PRODUCT = re.compile(r"/prices/([a-z0-9-]+)/([a-z0-9-]+)(?:/.*)?")


class ModeratedCards:
    """The cards of app.py, known by their number: the order of the table would tell."""

    kind = CARDS
    label = "Deal that a buyer shows"

    def find(self, actor: Actor, public_id: str) -> ModeratedItem | None:
        """Return a card that is shown; a hidden one to moderators and its author."""
        if not is_public_id(public_id):
            return None
        card = _first(PriceCard.public_id == public_id)
        if card is None or not can_see_product(actor, card.series.product):
            return None
        may_read = actor.is_moderator or is_of_line(actor, card.line_id)
        return _item(card) if card.state is State.PUBLIC or may_read else None

    def load(self, object_id: int) -> ModeratedItem:
        card = _by_number(object_id)
        return _GONE if card is None else _item(card)

    def is_own(self, actor: Actor, object_id: int) -> bool:
        card = _by_number(object_id)
        return card is not None and is_of_line(actor, card.line_id)

    def is_of_colleague(self, actor: Actor, object_id: int) -> bool:
        card = _by_number(object_id)
        return card is not None and has_part_in_line(actor, card.line_id)

    def category_of(self, object_id: int) -> int | None:
        card = _by_number(object_id)
        return None if card is None else category_of_product(card.product_id)

    def write_to_author(self, object_id: int, subject: str, text: str) -> bool:
        card = _by_number(object_id)
        return card is not None and write_to_owner(card.line_id, subject, text)

    def hold(self, object_id: int) -> None:
        """Do nothing: reports alone never take a price away."""

    def hide(self, _actor: Actor, object_id: int, _reason: str) -> None:
        card = _by_number(object_id)
        if card is not None:
            taking.hide_card(card)

    def remove(self, actor: Actor, object_id: int, reason: str) -> None:
        self.hide(actor, object_id, reason)

    def show(self, _actor: Actor, object_id: int, _reason: str) -> None:
        card = _by_number(object_id)
        if card is not None:
            taking.show_card(card)


class ModeratedFigures:
    """What buyers paid for the products of app.py, as one thing for each product."""

    kind = FIGURES
    label = "Published prices"

    def find(self, actor: Actor, public_id: str) -> ModeratedItem | None:
        if not is_public_id(public_id):
            return None
        product = db.session.scalar(
            sa.select(Product).where(Product.public_id == public_id)
        )
        return None if product is None else _found(actor, product)

    def find_at(self, actor: Actor, path: str) -> ModeratedItem | None:
        """Return the figures on the page of a product."""
        meant = _PRODUCT.fullmatch(unquote(path))
        try:
            product = meant and get_product_for(actor, meant[1], meant[2])
        except NotFound:
            return None
        return None if product is None else _found(actor, product)

    def load(self, object_id: int) -> ModeratedItem:
        product = db.session.get(Product, _standing(object_id))
        return replace(_GONE, kind=FIGURES) if product is None else _figures(product)

    def is_own(self, _actor: Actor, _object_id: int) -> bool:
        return False

    def category_of(self, object_id: int) -> int | None:
        return category_of_product(_standing(object_id))

    def write_to_author(self, _object_id: int, _subject: str, _text: str) -> bool:
        """Write to nobody: no figure is one buyer's."""
        return False

    def hold(self, object_id: int) -> None:
        """Do nothing: reports alone never take a price away."""

    def hide(self, _actor: Actor, object_id: int, _reason: str) -> None:
        taking.withhold_figures(_standing(object_id))

    def remove(self, actor: Actor, object_id: int, reason: str) -> None:
        self.hide(actor, object_id, reason)

    def show(self, _actor: Actor, object_id: int, _reason: str) -> None:
        taking.show_figures(_standing(object_id))


def _by_number(number: int) -> PriceCard | None:
    return _first(PriceCard.number == number)


def _first(which: sa.ColumnElement[bool]) -> PriceCard | None:
    return db.session.scalars(
        sa.select(PriceCard)
        .where(which)
        .options(
            joinedload(PriceCard.series).joinedload(Series.plan),
            joinedload(PriceCard.series).joinedload(Series.product),
        )
        .order_by(PriceCard.public_id)
        .limit(1)
    ).first()


def _item(card: PriceCard) -> ModeratedItem:
    product = card.series.product
    (deal,) = shown_deals([card], product)
    # No handle of who chose to be named: cases outlive the card, and perhaps the account.
    said = (f"{deal.price} {deal.per}", deal.what, deal.who)
    tier = deal.tier.label if deal.tier else ""
    return ModeratedItem(
        kind=CARDS,
        object_id=card.number,
        public_id=card.public_id,
        title=f"What a buyer shows of {product.name}",
        url=f"{product_path(product)}#card-{card.public_id}",
        text="\n".join(filter(None, (*said, tier))),
        version=card.released_in_id,
        author="a buyer",
        author_id=None,
        vendor_id=product.vendor_id,
        is_public=card.state is State.PUBLIC,
        is_verified=True,
        state=card.state,
        stays_on_record=True,
        is_made_by_site=True,
        vendor=product.vendor.slug if product.vendor else "",
        product=product.slug,
        subject=product.name,
    )


def _found(actor: Actor, product: Product) -> ModeratedItem | None:
    """Return the figures of a product; None where none are, or were taken away."""
    if not can_see_product(actor, product):
        return None
    item = _figures(product)
    may_read = item.is_public or (item.state is State.HIDDEN and actor.is_moderator)
    return item if may_read else None


def _standing(product_id: int) -> int:
    """Return the product that one became part of, or itself: cases outlive a merge."""
    merged_into = sa.select(Product.merged_into_id).where(Product.id == product_id)
    return db.session.scalar(merged_into) or product_id


def _figures(product: Product) -> ModeratedItem:
    withheld = db.session.get(PriceWithheld, product.id)
    shown = snapshot.list_figures(product.id)
    lines = [
        f"{series_words(one.series)}: "
        f"{money_words(one.total.median, one.series.currency)} "
        f"{per_words(one.series, product)}, {one.total.organisations} organisations"
        for one in shown
        if one.total.median is not None
    ]
    version = max((one.total.released_in_id for one in shown), default=0)
    return ModeratedItem(
        kind=FIGURES,
        object_id=product.id,
        public_id=product.public_id,
        title=f"What buyers paid for {product.name}",
        url=f"{product_path(product)}#paid",
        text="\n".join(lines),
        version=version,
        author="buyers",
        author_id=None,
        vendor_id=product.vendor_id,
        is_public=bool(shown),
        is_verified=True,
        state=State.PUBLIC if withheld is None else State.HIDDEN,
        stays_on_record=True,
        is_made_by_site=True,
        vendor=product.vendor.slug if product.vendor else "",
        product=product.slug,
        subject=product.name,
    )


_GONE = ModeratedItem(
    kind=CARDS,
    object_id=0,
    public_id="",
    title="A price that is not shown any more",
    url="/prices/",
    text="",
    version=0,
    author="a buyer",
    author_id=None,
    vendor_id=None,
    is_public=False,
    is_verified=True,
    state=State.DELETED,
    stays_on_record=True,
    is_made_by_site=True,
)
"""What is left of a price that went: its cases outlive it."""

REPORTED_PRICES = (ModeratedCards(), ModeratedFigures())
