"""What members report leaves no trace on any page until it is published."""

from decimal import Decimal

import pytest

from community.accounts.traits import OrgSize, Region
from community.catalog.disclosure import Relationship
from community.catalog.kinds import Period, PricingModel
from community.catalog.models import Product
from community.catalog.queries import list_plans
from community.core.clock import Month
from community.core.db import transaction
from community.deals.drafts import DealDraft, LineDraft
from community.deals.kinds import (
    Billing,
    Channel,
    ContractForbids,
    Covers,
    Sector,
    Stage,
)
from community.deals.rules.reporting import submit_deal
from tests.prices.seeds import arbor_desk

PAGES = [
    "/",
    "/prices/",
    "/prices/arbor/",
    "/prices/arbor/arbor-desk/",
    "/prices/arbor/arbor-desk/questions",
    "/prices/arbor/arbor-desk/list-prices",
    "/prices/arbor/arbor-desk/records",
    "/search?q=arbor",
]


def paid(product: Product, total: int) -> DealDraft:
    line = LineDraft(
        product_id=product.id,
        pricing_model=PricingModel.SEAT,
        metric=product.metric,
        metric_period=Period.YEAR,
        quantity=Decimal(150),
        plan_id=list_plans(product)[0].id,
        recurring_amount=Decimal(total),
        recurring_covers=Covers.TERM,
    )
    return DealDraft(
        lines=(line,),
        currency="USD",
        tax_excluded=True,
        term_months=36,
        billing=Billing.ANNUAL,
        stage=Stage.NEW,
        deal_month=Month("2026-05"),
        org_size=OrgSize.TO_500,
        region=Region.EMEA,
        sector=Sector.PRIVATE,
        channel=Channel.DIRECT,
        relationship=Relationship.BUYER,
        right_to_share=True,
        contract_forbids=ContractForbids.NO,
    )


@pytest.mark.parametrize("path", PAGES)
def test_a_few_deals_change_no_byte_of_any_page(app, cast, page, path):
    with app.app_context(), transaction():
        arbor_desk()
    before = page.get(path).html

    with app.app_context(), transaction():
        product = arbor_desk()
        for i, handle in enumerate(("ada", "ben", "cleo")):
            submit_deal(cast.actor(handle), paid(product, 324_000 + 7_000 * i))

    assert page.get(path).html == before


def main_of(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


@pytest.mark.parametrize("path", PAGES[:-1])
def test_a_vendors_rep_reads_what_a_visitor_reads(app, cast, page, path):
    with app.app_context(), transaction():
        product = arbor_desk()
        submit_deal(cast.actor("ada"), paid(product, 324_000))

    seen_by_visitor = main_of(page.get(path).html)

    assert main_of(cast.page("rae").get(path).html) == seen_by_visitor
