"""Making what the catalogue misses, and noting list prices: for imports and moderators alike."""

import re
from datetime import date
from enum import StrEnum

import sqlalchemy as sa

from community.catalog import names
from community.catalog.kinds import PRICE_SCALE, PlanKind
from community.catalog.models import Category, ListPrice, Plan, Product, Vendor
from community.catalog.resolver import CatalogResolver
from community.catalog.slugs import EVERYWHERE, category_slugs
from community.catalog.specs import PriceFact, ProductSpec
from community.core.db import db
from community.core.errors import Invalid

_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_MOST_MICRO = 10**18
_FIRST_DAY = date(1970, 1, 1)
_LAST_DAY = date(2999, 12, 31)


class Outcome(StrEnum):
    """What became of a fact: a source may say it twice, or correct itself."""

    ADDED = "added"
    CORRECTED = "corrected"
    UNCHANGED = "unchanged"


def ensure_category(name: str, *, description: str = "") -> Category:
    """Return the category of this name, made if there was none."""
    shown = names.tidy(name)
    if not shown:
        raise Invalid("A category's name cannot be empty.")
    key = names.sort_key(shown)
    for category in db.session.scalars(sa.select(Category)):
        if names.sort_key(category.name) == key:
            return category
    slug = category_slugs().take(EVERYWHERE, shown)
    category = Category(name=shown, slug=slug, description=description)
    db.session.add(category)
    db.session.flush()  # for its id
    return category


def ensure_vendor(name: str) -> Vendor:
    """Return the vendor that `name` means (names.vendor_key), made if there was none.

    For imports and accepted suggestions; CatalogResolver does the same for thousands.
    Raises Invalid for a name without a letter or digit.
    """
    return db.session.get_one(Vendor, CatalogResolver().vendor_id(name))


def ensure_product(
    vendor: Vendor | None, name: str, spec: ProductSpec | None = None
) -> Product:
    """Return the product of `vendor` (None: the market) of this name, made if missing."""
    vendor_id = None if vendor is None else vendor.id
    product_id = CatalogResolver().product_id(vendor_id, name, spec)
    return db.session.get_one(Product, product_id)


def ensure_plan(product: Product, name: str, kind: PlanKind = PlanKind.PLAN) -> Plan:
    """Return the plan (or add-on) of this name, made if there was none."""
    return db.session.get_one(Plan, CatalogResolver().plan_id(product.id, name, kind))


def add_list_price(plan_id: int, fact: PriceFact) -> Outcome:
    """Note what the vendor asks for a plan from a day on.

    The same day, currency, unit and period again is the same price: said again it
    changes nothing, with another amount it corrects the first. Another currency is
    another series. Raises Invalid for what cannot be a price.
    """
    micro = _to_micro(fact)
    known = db.session.scalar(
        sa.select(ListPrice).where(
            ListPrice.plan_id == plan_id,
            ListPrice.valid_from == fact.valid_from,
            ListPrice.currency == fact.currency,
            ListPrice.per_unit == fact.per_unit,
            ListPrice.per_period == fact.per_period,
        )
    )
    if known is not None:
        if known.amount_micro == micro:
            return Outcome.UNCHANGED
        known.amount_micro = micro
        return Outcome.CORRECTED
    db.session.add(
        ListPrice(
            plan_id=plan_id,
            valid_from=fact.valid_from,
            currency=fact.currency,
            amount_micro=micro,
            per_unit=fact.per_unit,
            per_period=fact.per_period,
            source_name=names.tidy(fact.source_name),
            source_url=fact.source_url[:500],
            source_licence=names.tidy(fact.source_licence),
        )
    )
    db.session.flush()  # the newest is looked for in the database
    mark_current(plan_id)
    return Outcome.ADDED


def mark_current(plan_id: int) -> None:
    """Mark the plan's newest list price, and no other."""
    newest = (
        sa.select(ListPrice.id)
        .where(ListPrice.plan_id == plan_id)
        .order_by(ListPrice.valid_from.desc(), ListPrice.id.desc())
        .limit(1)
    )
    newest_id = db.session.scalar(newest)
    db.session.execute(
        sa.update(ListPrice)
        .where(ListPrice.plan_id == plan_id)
        .values(is_current=ListPrice.id == newest_id)
    )


def _to_micro(fact: PriceFact) -> int | None:
    if not _CURRENCY.fullmatch(fact.currency):
        raise Invalid("A currency is three capital letters, USD for instance.")
    if not _FIRST_DAY <= fact.valid_from <= _LAST_DAY:
        raise Invalid("That day is too far away for a price.")
    if len(fact.per_unit) > 40:
        raise Invalid("A unit is a word or two, “user” for instance.")
    if fact.amount is None:
        return None
    if not fact.amount.is_finite() or fact.amount < 0:
        raise Invalid("A list price is a number from 0 up.")
    if fact.amount * PRICE_SCALE > _MOST_MICRO:
        raise Invalid("That number is too large to be a price.")
    micro = fact.amount * PRICE_SCALE
    if micro != micro.to_integral_value():
        raise Invalid("A list price has six decimal places at most.")
    return int(micro)
