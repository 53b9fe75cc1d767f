"""Moderators choose what a product's prices are broken down by, for a year at a time (P5)."""

from datetime import date

from community.catalog.models import Product
from community.core import clock
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Conflict, Forbidden, Invalid
from community.core.events import Audited, publish
from community.core.text import clean_line
from community.prices.choices import frozen_until
from community.prices.dimensions import Dimension
from community.prices.models import PriceChoice

LONGEST_REASON = 500


def choose_breakdowns(
    actor: Actor,
    product: Product,
    *,
    first: Dimension | None,
    second: Dimension | None,
    instead_of_quartiles: bool,
    reason: str,
) -> None:
    """Freeze what `product` is broken down by, from the next release on.

    Raises Conflict while the choice before is frozen: who could change it would see the
    same prices cut in many ways.
    """
    if not (actor.is_moderator and actor.proven):
        raise Forbidden("Only moderators choose what prices are broken down by.")
    given = clean_line(reason)[:LONGEST_REASON]
    _check(first, second, given, instead_of_quartiles=instead_of_quartiles)
    until = frozen_until(product.id)
    today = clock.now().date()
    if until is not None and today < until:
        raise Conflict(f"This choice is frozen until {_day(until)}.")
    choice = db.session.get(PriceChoice, product.id) or PriceChoice(
        product_id=product.id
    )
    choice.first = first
    choice.second = second
    choice.instead_of_quartiles = instead_of_quartiles
    choice.chosen_on = today
    db.session.add(choice)
    publish(
        Audited(
            actor_id=actor.user_id,
            role=actor.role,
            action="prices.choose-breakdowns",
            subject=f"product:{product.public_id}",
            reason=given,
        )
    )


def _check(
    first: Dimension | None,
    second: Dimension | None,
    reason: str,
    *,
    instead_of_quartiles: bool,
) -> None:
    wrong = {}
    if second is not None and first is None:
        wrong["first"] = "Choose the first before a second."
    elif second is not None and second is first:
        wrong["second"] = "Choose another one than the first."
    if instead_of_quartiles and first is None:
        wrong["instead_of_quartiles"] = "Without a breakdown there is no choice."
    if not reason:
        wrong["reason"] = "Say why; the audit keeps it."
    if wrong:
        raise Invalid(
            "Nothing was changed. Please look at what is marked.", fields=wrong
        )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
