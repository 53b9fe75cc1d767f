"""A room as its people read it: the shortlist with what is published, and what they think."""

from collections.abc import Sequence
from dataclasses import dataclass

from community.catalog.access import can_see_product
from community.catalog.models import Product
from community.core.actors import Actor
from community.prices.compared import Compared
from community.prices.queries import comparison_of
from community.rooms import queries
from community.rooms.kinds import RoomRole
from community.rooms.models import RoomChoice, RoomCriterion
from community.rooms.paths import room_path
from community.rooms.queries import Person, Place
from community.rooms.scoring import Mean, Total, means_of, totals_of

GONE = "Somebody who left"


@dataclass(frozen=True)
class Row:
    """One product of the shortlist; `figures` is None where its page is not public."""

    choice: RoomChoice
    name: str
    vendor: str
    figures: Compared | None
    total: Total | None


@dataclass(frozen=True)
class Weighed:
    """A criterion, with the mean of each product in the shortlist's order."""

    criterion: RoomCriterion
    means: tuple[Mean | None, ...]


@dataclass(frozen=True)
class RoomView:
    """What the pages of a room have in common."""

    place: Place
    people: list[Person]
    rows: tuple[Row, ...]
    criteria: tuple[Weighed, ...]

    @property
    def url(self) -> str:
        return room_path(self.place.room.public_id)

    @property
    def is_owner(self) -> bool:
        return self.place.member.role is RoomRole.OWNER

    @property
    def ahead(self) -> str:
        """The name of the one product with the highest total; "" for none or several."""
        totals = {row.name: row.total.value for row in self.rows if row.total}
        best = [name for name, one in totals.items() if one == max(totals.values())]
        return best[0] if len(best) == 1 and len(totals) > 1 else ""


def view_of(actor: Actor, place: Place) -> RoomView:
    """Return a room with its people, products, figures and scores; nine queries at most."""
    choices = queries.list_choices(place.room)
    criteria = queries.list_criteria(place.room)
    scores = queries.list_scores(place.room)
    means = means_of(scores)
    totals = totals_of({one.id: one.weight for one in criteria}, scores)
    return RoomView(
        place=place,
        people=queries.list_people(place.room),
        rows=_rows(actor, choices, totals),
        criteria=tuple(
            Weighed(one, tuple(means.get((one.id, choice.id)) for choice, _ in choices))
            for one in criteria
        ),
    )


def _rows(
    actor: Actor,
    choices: Sequence[tuple[RoomChoice, Product]],
    totals: dict[int, Total],
) -> tuple[Row, ...]:
    shown = [product for _, product in choices if can_see_product(actor, product)]
    figures = dict(
        zip((one.id for one in shown), comparison_of(shown).rows, strict=True)
    )
    return tuple(
        Row(
            choice=choice,
            name=product.name,
            vendor="" if product.vendor is None else product.vendor.name,
            figures=figures.get(product.id),
            total=totals.get(choice.id),
        )
        for choice, product in choices
    )
