"""A room as its people read it: the shortlist with what is published, and what they think."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from community.catalog.access import can_see_product
from community.catalog.models import Product
from community.core.actors import Actor
from community.core.money import format_number
from community.deals.columns import plain
from community.deals.previewing import money_text
from community.prices.compared import Compared
from community.prices.queries import comparison_of, last_release
from community.rooms import queries
from community.rooms.kinds import RoomRole
from community.rooms.models import (
    Room,
    RoomChoice,
    RoomCriterion,
    RoomDecision,
    RoomMember,
    RoomQuote,
)
from community.rooms.paths import room_path
from community.rooms.queries import Person
from community.rooms.scoring import Mean, Total, means_of, totals_of

GONE = "Somebody who left"


@dataclass(frozen=True)
class Row:
    """One product of the shortlist; `figures` is None where its page is not public."""

    choice: RoomChoice
    product_id: str
    name: str
    vendor: str
    figures: Compared | None
    total: Total | None
    votes: int
    voted: bool
    """Whether the vote of who looks is among them."""


@dataclass(frozen=True)
class Weighed:
    """A criterion, with the mean of each product in the shortlist's order."""

    criterion: RoomCriterion
    means: tuple[Mean | None, ...]


@dataclass(frozen=True)
class Quoted:
    """A quote in words, whose it is, and what a deal's form is filled in with."""

    quote: RoomQuote
    product: str
    by: str
    is_own: bool
    price: str
    each: str
    filled: dict[str, str]


@dataclass(frozen=True)
class RoomView:
    """What the pages of a room have in common; without a member it is a guest's."""

    room: Room
    member: RoomMember | None
    people: list[Person]
    rows: tuple[Row, ...]
    criteria: tuple[Weighed, ...]
    quotes: tuple[Quoted, ...]
    decision: RoomDecision | None
    released_on: date | None
    """Of which day the published prices are; None before the first release."""

    @property
    def url(self) -> str:
        return room_path(self.room.public_id)

    @property
    def is_owner(self) -> bool:
        return self.member is not None and self.member.role is RoomRole.OWNER

    @property
    def decided(self) -> str:
        """The name of what was decided for, "" before."""
        chosen = None if self.decision is None else self.decision.choice_id
        return next((row.name for row in self.rows if row.choice.id == chosen), "")

    @property
    def ahead(self) -> str:
        """The name of the one product with the highest total; "" for none or several."""
        totals = [(row.total.value, row.name) for row in self.rows if row.total]
        best = [name for value, name in totals if value == max(totals)[0]]
        return best[0] if len(best) == 1 and len(totals) > 1 else ""


def view_of(actor: Actor, room: Room, member: RoomMember | None) -> RoomView:
    """Return a room with all that stands in it but comments; a dozen queries at most."""
    choices = queries.list_choices(room)
    criteria = queries.list_criteria(room)
    scores = queries.list_scores(room)
    means = means_of(scores)
    return RoomView(
        room=room,
        member=member,
        people=queries.list_people(room),
        rows=_rows(
            actor,
            choices,
            totals_of({one.id: one.weight for one in criteria}, scores),
            dict(queries.list_votes(room)),
            member,
        ),
        criteria=tuple(
            Weighed(one, tuple(means.get((one.id, choice.id)) for choice, _ in choices))
            for one in criteria
        ),
        quotes=_quotes(room, choices, member),
        decision=queries.find_decision(room),
        released_on=last_release(),
    )


def _rows(
    actor: Actor,
    choices: Sequence[tuple[RoomChoice, Product]],
    totals: dict[int, Total],
    votes: dict[int, int],
    member: RoomMember | None,
) -> tuple[Row, ...]:
    shown = [product for _, product in choices if can_see_product(actor, product)]
    figures = dict(
        zip((one.id for one in shown), comparison_of(shown).rows, strict=True)
    )
    counted = Counter(votes.values())
    own = None if member is None else votes.get(member.id)
    return tuple(
        Row(
            choice=choice,
            product_id=product.public_id,
            name=product.name,
            vendor="" if product.vendor is None else product.vendor.name,
            figures=figures.get(product.id),
            total=totals.get(choice.id),
            votes=counted[choice.id],
            voted=own == choice.id,
        )
        for choice, product in choices
    )


def _quotes(
    room: Room,
    choices: Sequence[tuple[RoomChoice, Product]],
    member: RoomMember | None,
) -> tuple[Quoted, ...]:
    products = {choice.id: product for choice, product in choices}
    return tuple(
        Quoted(
            quote=quote,
            product=products[quote.choice_id].name,
            by=handle or GONE,
            is_own=member is not None and quote.author_id == member.user_id,
            price=money_text(quote.amount, quote.currency),
            each=_each(quote),
            filled=_filled(quote, products[quote.choice_id]),
        )
        for quote, handle in queries.list_quotes(room)
    )


def _each(quote: RoomQuote) -> str:
    if quote.quantity is None:
        return ""
    unit = money_text(quote.amount / quote.quantity, quote.currency)
    return f"{unit} each for {format_number(quote.quantity)}"


def _filled(quote: RoomQuote, product: Product) -> dict[str, str]:
    """Return what /deals/begin is posted: nothing of it is in an address, or kept."""
    return {
        "product": product.public_id,
        "amount": _digits(quote.amount),
        "quantity": "" if quote.quantity is None else _digits(quote.quantity),
        "currency": quote.currency,
        "term_months": str(quote.term_months),
    }


def _digits(figure: Decimal) -> str:
    return f"{plain(figure):f}"
