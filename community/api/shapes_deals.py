"""The shapes of somebody's own prices: as they are reported, changed and read again."""

from typing import Annotated

from pydantic import Field

from community.accounts.traits import Industry, OrgSize, Region
from community.api.shapes import Amount, Listed, MonthText, PublicIdText, Shape
from community.catalog.disclosure import Incentive, IncentiveSource, Relationship
from community.catalog.kinds import Period, PricingModel
from community.deals.kinds import (
    Answer,
    Billing,
    Channel,
    ContractForbids,
    Covers,
    Lever,
    ListSource,
    OtherAlternative,
    PaymentDays,
    Sector,
    Stage,
    Visibility,
)
from community.deals.line_plausibility import LONGEST_URL
from community.deals.plausibility import LONGEST_NOTE, MOST_ALTERNATIVES, MOST_LINES

_MOST_YEARS = 10
_COUNT = Annotated[int, Field(ge=0, le=999_999_999)]


class Year(Shape):
    """One year of a ramp."""

    year: Annotated[int, Field(ge=1, le=_MOST_YEARS)]
    quantity: Amount
    amount: Amount


class Line(Shape):
    """One product of a deal; what is left out is as usual for the product."""

    product: PublicIdText
    pricing_model: PricingModel | None = None
    plan: PublicIdText | None = None
    add_ons: Annotated[list[PublicIdText], Field(max_length=50)] = []
    metric: Annotated[str | None, Field(min_length=1, max_length=40)] = None
    metric_period: Period | None = None
    quantity: Amount | None = None
    quantity_used: Amount | None = None
    overage_rate: Amount | None = None
    recurring_amount: Amount | None = None
    recurring_covers: Covers | None = None
    year_schedule: Annotated[list[Year], Field(max_length=_MOST_YEARS)] = []
    licence_amount: Amount | None = None
    hardware_amount: Amount | None = None
    setup_amount: Amount | None = None
    onboarding_amount: Amount | None = None
    migration_amount: Amount | None = None
    training_amount: Amount | None = None
    maintenance_pct: Amount | None = None
    maintenance_amount: Amount | None = None
    maintenance_in_price: Answer | None = None
    list_unit_price: Amount | None = None
    list_source: ListSource | None = None
    list_url: Annotated[
        str, Field(max_length=LONGEST_URL, pattern=r"^[^\x00-\x20]*$")
    ] = ""
    list_month: MonthText | None = None
    discount_pct: Amount | None = None
    prior_unit_price: Amount | None = None
    bundled: bool = False


class Terms(Shape):
    """One contract, or one offer: amounts in its currency and without tax."""

    lines: Annotated[list[Line], Field(min_length=1, max_length=MOST_LINES)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    tax_excluded: bool
    term_months: Annotated[int, Field(ge=1, le=999)]
    billing: Billing
    stage: Stage
    deal_month: MonthText
    org_size: OrgSize
    region: Region
    sector: Sector
    channel: Channel
    relationship: Relationship
    right_to_share: bool
    contract_forbids: ContractForbids
    incentive: Incentive = Incentive.NONE
    incentive_from: IncentiveSource | None = None
    visibility: Visibility = Visibility.AGGREGATE
    payment_days: PaymentDays | None = None
    expiry_month: MonthText | None = None
    industry: Industry | None = None
    country: Annotated[str | None, Field(pattern=r"^[A-Z]{2}$")] = None
    alternatives: Annotated[
        list[PublicIdText], Field(max_length=MOST_ALTERNATIVES)
    ] = []
    other_alternatives: Annotated[list[OtherAlternative], Field(max_length=20)] = []
    levers: Annotated[list[Lever], Field(max_length=20)] = []
    rounds: _COUNT | None = None
    first_quote_amount: Amount | None = None
    renewal_cap_pct: Amount | None = None
    auto_renew: Answer | None = None
    notice_days: _COUNT | None = None
    price_hold_months: _COUNT | None = None
    true_down: Answer | None = None
    swap_rights: Answer | None = None
    termination_for_convenience: Answer | None = None
    most_favoured: Answer | None = None
    audit_clause: Answer | None = None
    satisfaction: Annotated[int | None, Field(ge=1, le=5)] = None
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""


class NewDeal(Terms):
    """A price to report; `is_separate` where it is another contract of the same month."""

    is_separate: bool = False


class ChangedDeal(NewDeal):
    """A price as it is from now on; `version` is the one that was read."""

    version: Annotated[int, Field(ge=1, le=1_000_000)]


class Deal(Terms):
    """A price of one's own."""

    id: PublicIdText
    version: int
    state: str


class DealLineRow(Shape):
    product: PublicIdText
    name: str
    quantity: str


class DealRow(Shape):
    """A line of the list of one's own prices."""

    id: PublicIdText
    version: int
    state: str
    stage: Stage
    deal_month: MonthText
    currency: str
    lines: list[DealLineRow]


class Deals(Listed[DealRow]):
    """A page of one's own prices, the newest month first."""
