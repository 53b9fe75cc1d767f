"""Markets for tests and benchmarks: organisations, members and deals, written in bulk.

Rows go straight into the raw store, as the deal form would leave them: thousands of
forms would take longer than what they are to show.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from community.accounts.models import Organisation, OrganisationDomain, User
from community.accounts.traits import Industry, OrgSize, Region
from community.catalog.disclosure import Incentive, Relationship
from community.catalog.kinds import Period, PricingModel
from community.catalog.models import Product, Vendor
from community.core import clock
from community.core.db import db
from community.deals.kinds import (
    Billing,
    Channel,
    ContractForbids,
    Covers,
    DealState,
    Evidence,
    ReviewState,
    Sector,
    Stage,
    Visibility,
)
from community.deals.models import Deal, DealAlternative, DealLine
from community.deals.normalisation import NORM_VERSION, Basis
from community.deals.owners import org_key, owner_key, seal_author

JOINED_DAYS = 400


@dataclass(frozen=True)
class Paid:
    """One price of one organisation, named by its number in the market."""

    organisation: int
    price: float
    age_months: int = 6
    quantity: int = 50
    term_months: int = 12
    stage: Stage = Stage.NEW
    channel: Channel = Channel.DIRECT
    size: OrgSize = OrgSize.TO_200
    region: Region = Region.EMEA
    sector: Sector = Sector.PRIVATE
    industry: Industry | None = Industry.TECHNOLOGY
    visibility: Visibility = Visibility.AGGREGATE
    review: ReviewState = ReviewState.ACCEPTED
    state: DealState = DealState.SUBMITTED
    relationship: Relationship = Relationship.BUYER
    plan_id: int | None = None
    levers: tuple[str, ...] = ()
    clauses: dict[str, str] = field(default_factory=dict)
    note: str = ""
    setup: float | None = None
    prior: float | None = None
    first_offer: float | None = None
    alternatives: tuple[int, ...] = ()
    """Products that were weighed against what was bought."""
    more: dict[str, Any] = field(default_factory=dict)
    """Other columns of the deal."""


def spread(
    count: int, *, first: int = 0, price: float = 1000, **more: Any
) -> list[Paid]:
    """Return so many organisations' prices, a little apart from each other."""
    return [
        Paid(first + number, price * (1 + number / 500), **more)
        for number in range(count)
    ]


class Market:
    """Organisations with a member each, and what they paid."""

    def __init__(self, organisations: int, *, prefix: str = "org") -> None:
        """Add the organisations and their members; the caller's transaction keeps them."""
        joined = clock.now() - timedelta(days=JOINED_DAYS)
        self.prefix = prefix
        month = clock.month_of(joined)
        self.organisation_ids = _insert(
            Organisation, [{"created_month": month} for _ in range(organisations)]
        )
        _insert(
            OrganisationDomain,
            [
                {
                    "organisation_id": one,
                    "domain": self.domain(number),
                    "skeleton": self.domain(number),
                }
                for number, one in enumerate(self.organisation_ids)
            ],
        )
        self.user_ids = _insert(
            User, [self._user(number, joined) for number in range(organisations)]
        )
        self._keys = [
            (owner_key(user), org_key(organisation), seal_author(user))
            for user, organisation in zip(
                self.user_ids, self.organisation_ids, strict=True
            )
        ]

    def domain(self, number: int) -> str:
        return f"{self.prefix}{number}.example"

    def handle(self, number: int) -> str:
        return f"{self.prefix}_{number}"

    def _user(self, number: int, joined: Any) -> dict[str, Any]:
        handle = self.handle(number)
        return {
            "handle": handle,
            "handle_key": handle.replace("_", ""),
            "email": f"{handle}@{self.domain(number)}",
            "email_proven_at": joined,
            "created_at": joined,
            "organisation_id": self.organisation_ids[number],
        }

    def pay(self, product: Product, paid: Iterable[Paid]) -> list[int]:
        """Add deals of one line for `product`; return the ids of the deals."""
        now = clock.current_month()
        wanted = list(paid)
        deal_ids = _insert(Deal, [self._deal(one, now) for one in wanted])
        pairs = zip(deal_ids, wanted, strict=True)
        _insert(DealLine, [_line(deal_id, product, one) for deal_id, one in pairs])
        weighed = [
            {"deal_id": deal_id, "product_id": product_id}
            for deal_id, one in zip(deal_ids, wanted, strict=True)
            for product_id in one.alternatives
        ]
        if weighed:
            db.session.execute(sa.insert(DealAlternative), weighed)
        return deal_ids

    def _deal(self, one: Paid, now: clock.Month) -> dict[str, Any]:
        owner, organisation, author = self._keys[one.organisation]
        month = clock.add_months(now, -one.age_months)
        return {
            "owner_key": owner,
            "org_key": organisation,
            "sealed_author": author,
            "state": one.state,
            "stage": one.stage,
            "deal_month": month,
            "term_months": one.term_months,
            "billing": Billing.ANNUAL,
            "currency": "USD",
            "tax_excluded": True,
            "channel": one.channel,
            "base_currency": "USD",
            "rate": Decimal(1),
            "rate_date": clock.now().date(),
            "rate_table": "identity",
            "org_size": one.size,
            "industry": one.industry,
            "region": one.region,
            "sector": one.sector,
            "levers": list(one.levers),
            "evidence": Evidence.WORK_EMAIL,
            "relationship": one.relationship,
            "right_to_share": True,
            "contract_forbids": ContractForbids.NO,
            "incentive": Incentive.NONE,
            "visibility": one.visibility,
            "note": one.note,
            "first_quote_amount": _money(one.first_offer),
            **{name: one.clauses.get(name) for name in _CLAUSES},
            **{name: one.more.get(name) for name in _ANSWERS},
            "other_alternatives": one.more.get("other_alternatives", []),
        }


_CLAUSES = ("auto_renew", "true_down", "swap_rights")
_ANSWERS = (
    "payment_days",
    "satisfaction",
    "renewal_cap_pct",
    "notice_days",
    "price_hold_months",
)


def _line(deal_id: int, product: Product, one: Paid) -> dict[str, Any]:
    price = Decimal(str(round(one.price, 6)))
    return {
        "deal_id": deal_id,
        "position": 0,
        "product_id": product.id,
        "plan_id": one.plan_id,
        "pricing_model": PricingModel.SEAT,
        "metric": "user",
        "metric_period": Period.YEAR,
        "quantity": Decimal(one.quantity),
        "recurring_amount": price * one.quantity,
        "recurring_covers": Covers.YEAR,
        "setup_amount": _money(one.setup),
        "prior_unit_price": _money(one.prior),
        "norm_version": NORM_VERSION,
        "unit_basis": Basis.UNIT_YEAR,
        "unit_price": price,
        "in_unit_cells": True,
        "review": one.review,
    }


def _money(amount: float | None) -> Decimal | None:
    return None if amount is None else Decimal(str(round(amount, 6)))


def _insert(model: Any, rows: list[dict[str, Any]]) -> list[int]:
    """Insert `rows` and return their ids, in the same order."""
    if not rows:
        return []
    statement = sa.insert(model).returning(model.id, sort_by_parameter_order=True)
    return list(db.session.scalars(statement, rows))


def add_products(names: Sequence[str], vendor_name: str = "Arbor") -> list[Product]:
    """Add a vendor and its products, priced by seat."""
    slug = vendor_name.casefold()
    vendor = Vendor(name=vendor_name, slug=slug, sort_key=slug, initial=slug[0].upper())
    products = [
        Product(
            name=name,
            slug=name.casefold().replace(" ", "-"),
            sort_key=name.casefold(),
            initial=name[0].upper(),
            vendor=vendor,
        )
        for name in names
    ]
    db.session.add_all([vendor, *products])
    db.session.flush()
    return products


def random_prices(
    chance: random.Random, organisations: int, count: int, price: float
) -> list[Paid]:
    """Return `count` deals of a market with volume discounts, by any of the organisations."""
    found = []
    for _ in range(count):
        quantity = max(1, round(50 * chance.lognormvariate(0, 1)))
        paid = price * chance.lognormvariate(0, 0.2) * (quantity / 50) ** -0.08
        found.append(
            Paid(
                organisation=chance.randrange(organisations),
                price=paid,
                age_months=chance.randint(0, 40),
                quantity=quantity,
                term_months=chance.choice((12, 12, 24, 36)),
                stage=chance.choice((Stage.NEW, Stage.NEW, Stage.RENEWAL)),
                size=chance.choice(list(OrgSize)),
                region=chance.choice(list(Region)),
                levers=("quarter-end",) if chance.random() < 0.3 else (),
                clauses={"auto_renew": chance.choice(("yes", "no"))},
            )
        )
    return found
