"""A small catalogue: Arbor with a desk and a chat, Birch, and a market-wide rate."""

from dataclasses import dataclass

import pytest

from community.catalog.kinds import PricingModel
from community.catalog.rules import ensure_category, ensure_product, ensure_vendor
from community.catalog.specs import ProductSpec
from tests.remembering import remembered


@dataclass(frozen=True)
class Shelf:
    """Ids of what is in the small catalogue."""

    arbor: int
    birch: int
    desk: int
    chat: int
    birch_desk: int
    manager: int
    support: int


@pytest.fixture
def shelf(app) -> Shelf:
    return remembered(app, "shelf", _fill_shelf)


def _fill_shelf() -> Shelf:
    support = ensure_category("Customer support")
    spec = ProductSpec(category_id=support.id)
    arbor, birch = ensure_vendor("Arbor Inc."), ensure_vendor("Birch")
    hours = ProductSpec(pricing_model=PricingModel.SERVICE)
    return Shelf(
        arbor=arbor.id,
        birch=birch.id,
        desk=ensure_product(arbor, "Arbor Desk", spec).id,
        chat=ensure_product(arbor, "Chat", spec).id,
        birch_desk=ensure_product(birch, "Desk").id,
        manager=ensure_product(None, "Project Manager", hours).id,
        support=support.id,
    )
