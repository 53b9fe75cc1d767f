"""Puts the made-up vendors, products, plans and their list prices into the catalogue."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from community.catalog.kinds import Period, PricingModel
from community.catalog.models import Plan, Product
from community.catalog.rules import (
    add_list_price,
    ensure_category,
    ensure_plan,
    ensure_product,
    ensure_vendor,
)
from community.catalog.specs import PriceFact, ProductSpec
from community.cli.sample.products import PRODUCTS, SampleProduct
from community.cli.sample.world import CATEGORIES
from community.core import clock

_SOURCE = "Sample community (made up)"
_RISES = (Decimal(1), Decimal("0.93"), Decimal("0.88"), Decimal("0.85"))


@dataclass(frozen=True)
class Sold:
    """A sample product with the rows that it got, plans by name."""

    sample: SampleProduct
    product: Product
    plans: dict[str, Plan]


def add_catalogue(random: Random) -> list[Sold]:
    """Add everything of world.PRODUCTS; return it with its rows."""
    categories = {
        name: ensure_category(name, description=text).id
        for name, text in CATEGORIES.items()
    }
    return [_add(random, sample, categories[sample.category]) for sample in PRODUCTS]


def _add(random: Random, sample: SampleProduct, category_id: int) -> Sold:
    spec = ProductSpec(
        pricing_model=sample.model,
        category_id=category_id,
        metric=sample.metric,
        metric_period=sample.period,
        unit=_unit(sample),
        unit_quantity=sample.unit_quantity,
    )
    product = ensure_product(ensure_vendor(sample.vendor), sample.name, spec)
    plans = {}
    for name, price in sample.plans.items():
        plans[name] = ensure_plan(product, name)
        _add_history(random, plans[name].id, sample, price)
    return Sold(sample, product, plans)


def _unit(sample: SampleProduct) -> str:
    if sample.unit_quantity == 1:
        return sample.metric
    return f"{sample.unit_quantity:,} {sample.metric}s"


def _add_history(
    random: Random, plan_id: int, sample: SampleProduct, today: Decimal
) -> None:
    """Note the price of each of the last years; not every year brings a rise."""
    this_year = clock.now().year
    places = (
        Decimal("0.0001")
        if today < 1
        else Decimal("0.01")
        if today < 10
        else Decimal(1)
    )
    before: Decimal | None = None
    for age in reversed(range(len(_RISES))):
        price = (today * _RISES[age]).quantize(places)
        if price == before or (age and random.random() < 0.25):
            continue
        before = price
        fact = PriceFact(
            valid_from=date(this_year - age, random.choice((1, 2, 6)), 1),
            currency="USD",
            amount=price,
            per_period=_list_period(sample),
            per_unit=_unit(sample),
            source_name=_SOURCE,
        )
        add_list_price(plan_id, fact)


def _list_period(sample: SampleProduct) -> Period:
    if sample.model in {PricingModel.SEAT, PricingModel.FLAT}:
        return Period.YEAR
    return sample.period
