"""A vendor, its product with list prices, and questions about it, made by the rules themselves."""

from datetime import date, datetime
from decimal import Decimal

from community.catalog.kinds import Period
from community.catalog.models import Product
from community.catalog.rules import (
    add_list_price,
    ensure_category,
    ensure_plan,
    ensure_product,
    ensure_vendor,
)
from community.catalog.specs import PriceFact, ProductSpec
from community.core.actors import Actor
from community.threads.drafts import Draft
from community.threads.rules.asking import ask

_ASKED = {
    "Professional": (("2019-03-01", 60), ("2021-03-01", 72), ("2023-03-01", 79)),
    "Enterprise": (("2019-03-01", 95), ("2022-03-01", 110)),
    "Basic": (("2019-03-01", 20),),
}


def arbor_desk(*, listed: bool = True) -> Product:
    """Return Arbor Desk, with three plans and their list prices when `listed`."""
    category = ensure_category("Customer support software")
    product = ensure_product(
        ensure_vendor("Arbor"), "Arbor Desk", ProductSpec(category_id=category.id)
    )
    for name, prices in _ASKED.items() if listed else ():
        plan = ensure_plan(product, name)
        for day, amount in prices:
            fact = PriceFact(
                valid_from=date.fromisoformat(day),
                currency="USD",
                amount=Decimal(amount),
                per_unit="user",
                per_period=Period.MONTH,
                source_name="Arbor’s price page",
                source_url="https://arbor.example/pricing",
                source_licence="CC BY 4.0",
            )
            add_list_price(plan.id, fact)
    return product


def question(actor: Actor, product: Product, title: str, at: datetime) -> None:
    body = "We signed three years ago and the renewal is due. What did you get?"
    ask(actor, Draft(title=title, body=body, product_id=product.id), at=at)
