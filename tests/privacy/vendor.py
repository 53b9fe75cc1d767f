"""The vendor: it holds every order, and looks for those that a published card may be."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from community.accounts.traits import Industry, OrgSize, Region, public_size
from community.core.clock import Month
from community.deals.bands import (
    half_year,
    on_grid,
    quantity_band,
    term_band,
)
from community.deals.kinds import Visibility
from community.prices.cards import Card, Trait, choose_cards
from community.prices.reports import Report
from tests.prices.reports import report

_LIST_PRICE = 960


@dataclass(frozen=True)
class Linked:
    """What came of it: for each card the organisations whose orders fit what it says."""

    cards: int
    fitting: list[int]
    certain: int
    """Cards whose every fitting organisation shows one that looks the same."""


def order_book(chance: random.Random, organisations: int) -> list[Report]:
    """Return one to three orders of each customer, at discounts that grow with volume."""
    found: list[Report] = []
    for number in range(organisations):
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            quantity = chance.choice((5, 15, 40, 50, 60, 80, 120, 300))
            off = chance.choice((0, 0, 5, 10, 10, 15, 20)) + quantity / 50
            month = f"2026-{chance.randint(1, 8):02d}"
            found.append(
                report(
                    number,
                    line_id=len(found),
                    price=_LIST_PRICE * (1 - off / 100) * chance.uniform(0.99, 1.01),
                    month=Month(month),
                    quantity=quantity,
                    term_months=chance.choice((12, 12, 12, 36)),
                    size=chance.choice((OrgSize.TO_50, OrgSize.TO_200)),
                    region=chance.choice((Region.EMEA, Region.NORTH_AMERICA)),
                    industry=chance.choice((Industry.TECHNOLOGY, None)),
                    visibility=chance.choice(
                        (Visibility.CARD, Visibility.AGGREGATE, Visibility.AGGREGATE)
                    ),
                )
            )
    return found


def link(book: Sequence[Report], reported: Sequence[Report]) -> Linked:
    """Return which orders of the book fit each card of what was `reported`."""
    cards = choose_cards(reported, {})
    fitting = [{one.organisation for one in book if _fits(card, one)} for card in cards]
    alike: dict[object, set[str]] = {}
    by_line = {one.line_id: one.organisation for one in reported}
    for card in cards:
        alike.setdefault(_looks(card), set()).add(by_line[card.line_id])
    return Linked(
        cards=len(cards),
        fitting=[len(organisations) for organisations in fitting],
        certain=sum(
            organisations <= alike[_looks(card)]
            for card, organisations in zip(cards, fitting, strict=True)
        ),
    )


def _looks(card: Card) -> object:
    return card.low, card.high, card.traits


def _fits(card: Card, one: Report) -> bool:
    price = Decimal(repr(one.price))
    if card.low == card.high:
        fits = on_grid(price) == card.low
    else:
        fits = card.low <= price <= card.high
    return fits and all(_says(one, trait) == text for trait, text in card.traits)


def _says(one: Report, trait: Trait) -> str | None:
    return {
        Trait.QUANTITY: quantity_band(one.quantity),
        Trait.TERM: term_band(one.term_months),
        Trait.HALF_YEAR: half_year(one.month),
        Trait.SIZE: public_size(one.size).value,
        Trait.REGION: one.region.value,
        Trait.INDUSTRY: one.industry and one.industry.value,
    }[trait]
