"""What a vendor publishes by itself: statements, and list prices with their date."""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa

from community.catalog.kinds import Period
from community.catalog.models import ListPrice, Plan, Product
from community.catalog.rules import add_list_price
from community.catalog.specs import PriceFact
from community.core import clock, events
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Conflict, Forbidden, Invalid
from community.core.ports import Voice
from community.core.screening import Posted
from community.core.spokespeople import count_text
from community.core.text import RENDERER_VERSION
from community.reps import queries
from community.reps.access import require_writer
from community.reps.events import ListPricePublished, StatementPublished
from community.reps.models import OfficialKind, OfficialText
from community.reps.rules.wording import checked_heading, checked_text

_MOST_TIMES = 10
"""A list price this many times the last one, or a part of it, is a typing error."""
_NOT_PUBLISHED = "This list price is not published yet."


def publish_statement(
    actor: Actor,
    product: Product | None,
    *,
    heading: str,
    body: str,
    at: datetime | None = None,
) -> OfficialText:
    """Say something about a product of the vendor's, or about it as a whole."""
    voice = require_writer(actor)
    _require_own(voice, product)
    shown = checked_heading(voice, heading)
    source, html = checked_text(voice, body)
    count_text(voice, at)
    text = OfficialText(
        kind=OfficialKind.STATEMENT,
        vendor_id=voice.vendor_id,
        product_id=None if product is None else product.id,
        claim_id=queries.get_claim_of(voice).id,
        heading=shown,
        source=source,
        html=html,
        renderer_version=RENDERER_VERSION,
        created_at=at or clock.now(),
    )
    db.session.add(text)
    db.session.flush()  # the event names it
    events.publish(
        StatementPublished(
            object_id=text.id,
            actor_id=voice.user_id,
            vendor_id=voice.vendor_id,
            product_id=text.product_id,
        )
    )
    if at is None:
        events.publish(Posted("official", text.id, voice.user_id))
    return text


def publish_list_price(
    actor: Actor,
    plan: Plan,
    *,
    amount: Decimal,
    currency: str,
    per_period: Period,
    valid_from: date,
) -> None:
    """Tell what the vendor asks for a plan from a day on, which is not in the future."""
    voice = require_writer(actor)
    product = db.session.get_one(Product, plan.product_id)
    _require_own(voice, product)
    if valid_from > clock.now().date():
        raise _wrong(
            "valid_from", "Publish it once it is in force: rivals read this too."
        )
    _require_plausible(plan, amount, currency, per_period)
    if _is_known(plan, currency, product.unit, per_period, valid_from):
        raise Conflict("There is a list price of this plan for that day already.")
    count_text(voice)
    fact = PriceFact(
        valid_from=valid_from,
        currency=currency,
        amount=amount,
        per_period=per_period,
        per_unit=product.unit[:40],
        source_name=f"{voice.vendor}, published by the vendor",
    )
    add_list_price(plan.id, fact)
    events.publish(ListPricePublished(voice.vendor_id, plan.id, voice.user_id))


def _require_own(voice: Voice, product: Product | None) -> None:
    if product is not None and product.vendor_id != voice.vendor_id:
        raise Forbidden("That is another vendor’s product.")


def _require_plausible(
    plan: Plan, amount: Decimal, currency: str, per_period: Period
) -> None:
    if not amount.is_finite() or amount < 0:
        raise _wrong("amount", "A list price is a number from 0 up.")
    last = db.session.scalar(
        sa.select(ListPrice)
        .where(
            ListPrice.plan_id == plan.id,
            ListPrice.currency == currency,
            ListPrice.per_period == per_period,
            ListPrice.amount_micro > 0,
        )
        .order_by(ListPrice.valid_from.desc(), ListPrice.id.desc())
        .limit(1)
    )
    before = None if last is None else last.amount
    if before and not before / _MOST_TIMES <= amount <= before * _MOST_TIMES:
        raise _wrong(
            "amount",
            f"That is more than {_MOST_TIMES} times the last list price, or less than "
            "a tenth of it. If it is right, ask a moderator.",
        )


def _is_known(
    plan: Plan, currency: str, unit: str, per_period: Period, day: date
) -> bool:
    same = sa.exists().where(
        ListPrice.plan_id == plan.id,
        ListPrice.valid_from == day,
        ListPrice.currency == currency,
        ListPrice.per_unit == unit[:40],
        ListPrice.per_period == per_period,
    )
    return bool(db.session.scalar(sa.select(same)))


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(_NOT_PUBLISHED, fields={field: sentence})
