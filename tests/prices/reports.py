"""Lines as they are gathered, for tests of what is made of them."""

from decimal import Decimal
from typing import Any

from community.accounts.traits import Industry, OrgSize, Region
from community.catalog.kinds import PricingModel
from community.core.clock import Month
from community.deals.kinds import Evidence, ReviewState, Sector, Stage, Visibility
from community.deals.normalisation import Basis
from community.prices.kinds import ChannelGroup
from community.prices.reports import Report, SeriesKey

KEY = SeriesKey(
    product_id=1,
    plan_id=None,
    pricing_model=PricingModel.SEAT,
    metric="user",
    basis=Basis.UNIT_YEAR,
    unit_quantity=1,
    stage=Stage.NEW,
    channel=ChannelGroup.COMMERCIAL,
    currency="USD",
)


def report(organisation: int, *, quantity: int = 50, **more: Any) -> Report:
    """Return a line of that organisation; everything else is what most have."""
    usual = {
        "line_id": organisation,
        "deal_id": organisation,
        "key": KEY,
        "price": 1000.0,
        "month": Month("2026-05"),
        "age_months": 6,
        "term_months": 12,
        "size": OrgSize.TO_200,
        "region": Region.EMEA,
        "sector": Sector.PRIVATE,
        "industry": Industry.TECHNOLOGY,
        "owner": f"owner{organisation}",
        "visibility": Visibility.AGGREGATE,
        "review": ReviewState.ACCEPTED,
        "evidence": Evidence.WORK_EMAIL,
    }
    return Report(
        organisation=f"o{organisation}",
        quantity=Decimal(quantity),
        **{**usual, **more},
    )
