"""A small catalogue with one product of each pricing model, and drafts of deals for it."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from community.accounts.traits import Industry, OrgSize, Region
from community.catalog.disclosure import Relationship
from community.catalog.kinds import Period, PlanKind, PricingModel
from community.catalog.lookup import label
from community.catalog.models import Product
from community.catalog.queries import list_plans
from community.catalog.rules import ensure_plan, ensure_product, ensure_vendor
from community.catalog.specs import ProductSpec
from community.core.clock import Month
from community.core.db import db
from community.core.events import Bus, Event
from community.deals.drafts import DealDraft, LineDraft
from community.deals.events import DealChanged, DealsErased
from community.deals.kinds import (
    Answer,
    Billing,
    Channel,
    ContractForbids,
    Covers,
    Sector,
    Stage,
)
from community.deals.models import Deal
from tests.remembering import remembered

NOW = "2026-11-20T12:00:00+00:00"
THIS_MONTH = Month("2026-11")


@dataclass(frozen=True)
class Bought:
    """A product of the catalogue, by the ids that forms and drafts use."""

    id: int
    public_id: str
    label: str
    metric: str
    model: PricingModel
    plans: dict[str, tuple[int, str]]


@dataclass(frozen=True)
class Shop:
    desk: Bought
    events: Bought
    suite: Bought
    server: Bought
    switch: Bought
    advice: Bought


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def shop(app: Flask) -> Shop:
    return remembered(app, "shop", _open_shop)


def _open_shop() -> Shop:
    arbor = ensure_vendor("Arbor")
    made = {
        "desk": ensure_product(
            arbor, "Arbor Desk", ProductSpec(PricingModel.SEAT, metric="user")
        ),
        "events": ensure_product(
            arbor,
            "Arbor Events",
            ProductSpec(
                PricingModel.USAGE,
                metric="event",
                unit="1,000 events",
                unit_quantity=1000,
            ),
        ),
        "suite": ensure_product(arbor, "Arbor Suite", ProductSpec(PricingModel.FLAT)),
        "server": ensure_product(
            arbor, "Arbor Server", ProductSpec(PricingModel.PERPETUAL)
        ),
        "switch": ensure_product(
            arbor, "Arbor Switch", ProductSpec(PricingModel.HARDWARE)
        ),
        "advice": ensure_product(
            None, "Project Manager", ProductSpec(PricingModel.SERVICE)
        ),
    }
    ensure_plan(made["desk"], "Professional")
    ensure_plan(made["desk"], "Enterprise")
    ensure_plan(made["desk"], "Voice", PlanKind.ADD_ON)
    db.session.flush()
    return Shop(**{name: _bought(product) for name, product in made.items()})


def _bought(product: Product) -> Bought:
    return Bought(
        id=product.id,
        public_id=product.public_id,
        label=label(product),
        metric=product.metric,
        model=product.pricing_model,
        plans={one.name: (one.id, one.public_id) for one in list_plans(product)},
    )


@pytest.fixture
def line(shop: Shop) -> LineDraft:
    """150 seats for 324,000 over the whole term: the first vector of the method."""
    return LineDraft(
        product_id=shop.desk.id,
        pricing_model=PricingModel.SEAT,
        metric="user",
        metric_period=Period.YEAR,
        quantity=Decimal(150),
        plan_id=shop.desk.plans["Professional"][0],
        recurring_amount=Decimal(324000),
        recurring_covers=Covers.TERM,
    )


@pytest.fixture
def draft(line: LineDraft) -> DealDraft:
    return DealDraft(
        lines=(line,),
        currency="USD",
        tax_excluded=True,
        term_months=36,
        billing=Billing.ANNUAL,
        stage=Stage.NEW,
        deal_month=Month("2026-05"),
        org_size=OrgSize.TO_500,
        industry=Industry.TECHNOLOGY,
        region=Region.EMEA,
        sector=Sector.PRIVATE,
        channel=Channel.DIRECT,
        relationship=Relationship.BUYER,
        right_to_share=True,
        contract_forbids=ContractForbids.NO,
    )


@pytest.fixture
def with_line(draft: DealDraft, line: LineDraft):
    """Return a draft whose one line differs as said."""

    def change(**fields: Any) -> DealDraft:
        return replace(draft, lines=(replace(line, **fields),))

    return change


@pytest.fixture
def perpetual(shop: Shop, line: LineDraft) -> LineDraft:
    return replace(
        line,
        product_id=shop.server.id,
        plan_id=None,
        pricing_model=PricingModel.PERPETUAL,
        metric=shop.server.metric,
        metric_period=Period.ONCE,
        quantity=Decimal(100),
        recurring_amount=None,
        recurring_covers=None,
        licence_amount=Decimal(200000),
        maintenance_pct=Decimal(20),
        maintenance_in_price=Answer.NO,
    )


@pytest.fixture
def told(app, monkeypatch) -> list[Event]:
    """Return what is published while the test runs."""
    heard: list[Event] = []
    bus = Bus()
    for kind in (DealChanged, DealsErased):
        bus.subscribe(kind, heard.append)
    monkeypatch.setitem(app.extensions, "fairquote.bus", bus)
    return heard


def again(deal: Deal) -> Deal:
    """Return the deal as the database has it."""
    db.session.flush()
    db.session.expire_all()
    return db.session.get_one(Deal, deal.id)


def count_deals() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Deal)) or 0


TYPED = {
    "lines-0-quantity": "150",
    "lines-0-recurring_amount": "$324,000.00",
    "lines-0-recurring_covers": "term",
    "stage": "new",
    "deal_month": "2026-05",
    "term_months": "36",
    "currency": "USD",
    "billing": "annual-upfront",
    "channel": "direct",
    "org_size": "201-500",
    "region": "emea",
    "sector": "private",
    "relationship": "buyer",
    "incentive": "none",
    "contract_forbids": "no",
    "visibility": "aggregate",
    "right_to_share": "y",
    "tax_excluded": "y",
}
"""What somebody types for the deal of `draft`, once the product is known."""


@pytest.fixture
def typed(shop: Shop) -> dict[str, str]:
    """All fields of a complete form for Arbor Desk."""
    return {
        **TYPED,
        "lines-0-product": shop.desk.label,
        "lines-0-plan": shop.desk.plans["Professional"][1],
        "lines-0-metric": "user",
        "lines-0-metric_period": "year",
    }


@pytest.fixture
def ada(cast):
    return cast.page("ada")
