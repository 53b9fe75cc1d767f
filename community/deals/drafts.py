"""What somebody reports of a deal, as values: what forms and imports hand to the rules.

Amounts are in the deal's currency and without tax. Unit prices are as people quote
them: for one display unit of the product ("1,000 events"), and, of what is a level
(seats, flat fees), per `metric_period`.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from community.accounts.traits import Industry, OrgSize, Region
from community.catalog.disclosure import Incentive, IncentiveSource, Relationship
from community.catalog.kinds import Period, PricingModel
from community.core.clock import Month
from community.core.text import clean_block, clean_line
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
from community.deals.normalisation import FIXED_METRIC, ONCE_MODELS, LineTerms, YearStep


@dataclass(frozen=True)
class LineDraft:
    """One product of a deal. `maintenance_*` is what support is for hardware."""

    product_id: int
    pricing_model: PricingModel
    metric: str
    metric_period: Period
    quantity: Decimal
    plan_id: int | None = None
    add_on_ids: tuple[int, ...] = ()
    quantity_used: Decimal | None = None
    overage_rate: Decimal | None = None
    recurring_amount: Decimal | None = None
    recurring_covers: Covers | None = None
    year_schedule: tuple[YearStep, ...] = ()
    licence_amount: Decimal | None = None
    hardware_amount: Decimal | None = None
    setup_amount: Decimal | None = None
    onboarding_amount: Decimal | None = None
    migration_amount: Decimal | None = None
    training_amount: Decimal | None = None
    maintenance_pct: Decimal | None = None
    maintenance_amount: Decimal | None = None
    maintenance_in_price: Answer | None = None
    list_unit_price: Decimal | None = None
    list_source: ListSource | None = None
    list_url: str = ""
    list_month: Month | None = None
    discount_pct: Decimal | None = None
    prior_unit_price: Decimal | None = None
    bundled: bool = False


FEES = ("setup_amount", "onboarding_amount", "migration_amount", "training_amount")
"""What is paid once beside the thing itself."""


@dataclass(frozen=True)
class DealDraft:
    """One contract, or one offer, with its lines.

    `is_separate` says that it is another contract than one which the author reported
    for the same product and month.
    """

    lines: tuple[LineDraft, ...]
    currency: str
    tax_excluded: bool
    term_months: int
    billing: Billing
    stage: Stage
    deal_month: Month
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
    expiry_month: Month | None = None
    industry: Industry | None = None
    country: str | None = None
    alternative_ids: tuple[int, ...] = ()
    other_alternatives: tuple[OtherAlternative, ...] = ()
    levers: tuple[Lever, ...] = ()
    rounds: int | None = None
    first_quote_amount: Decimal | None = None
    renewal_cap_pct: Decimal | None = None
    auto_renew: Answer | None = None
    notice_days: int | None = None
    price_hold_months: int | None = None
    true_down: Answer | None = None
    swap_rights: Answer | None = None
    termination_for_convenience: Answer | None = None
    most_favoured: Answer | None = None
    audit_clause: Answer | None = None
    satisfaction: int | None = None
    note: str = ""
    is_separate: bool = False


CLAUSES = (
    "auto_renew",
    "true_down",
    "swap_rights",
    "termination_for_convenience",
    "most_favoured",
    "audit_clause",
)


def terms_of(line: LineDraft, term_months: int, unit_quantity: int) -> LineTerms:
    """Return what of `line` decides about its unit prices."""
    once = line.pricing_model in ONCE_MODELS
    bought = line.hardware_amount
    if line.pricing_model is PricingModel.PERPETUAL:
        bought = line.licence_amount
    fees = [getattr(line, name) for name in FEES]
    if not once:
        # A licence or a box that comes with a subscription is a fee beside it.
        fees += [line.licence_amount, line.hardware_amount]
    elif line.pricing_model is PricingModel.PERPETUAL:
        fees.append(line.hardware_amount)
    else:
        fees.append(line.licence_amount)
    return LineTerms(
        pricing_model=line.pricing_model,
        quantity=line.quantity,
        term_months=term_months,
        recurring_amount=line.recurring_amount,
        recurring_covers=line.recurring_covers,
        ramp=line.year_schedule,
        one_time_fees=sum((fee for fee in fees if fee is not None), Decimal(0)),
        bought_once=bought if once else None,
        maintenance_year=maintenance_year(line, bought),
        maintenance_in_price=line.maintenance_in_price is Answer.YES,
        metric=line.metric,
        metric_period=line.metric_period,
        unit_quantity=unit_quantity,
        bundled=line.bundled,
    )


def maintenance_year(line: LineDraft, bought: Decimal | None) -> Decimal | None:
    """Return a year's maintenance: as said, or as its share of what was bought."""
    if line.maintenance_amount is not None:
        return line.maintenance_amount
    if line.maintenance_pct is None or bought is None:
        return None
    return bought * line.maintenance_pct / 100


def tidy(draft: DealDraft) -> DealDraft:
    """Return `draft` without what its pricing models and answers leave no room for."""
    incentive_from = draft.incentive_from
    if draft.incentive is Incentive.NONE:
        incentive_from = None
    return replace(
        draft,
        lines=tuple(tidy_line(line) for line in draft.lines),
        incentive_from=incentive_from,
        levers=tuple(dict.fromkeys(draft.levers)),
        other_alternatives=tuple(dict.fromkeys(draft.other_alternatives)),
        alternative_ids=tuple(sorted(set(draft.alternative_ids))),
        note=clean_block(draft.note).strip(),
    )


def tidy_line(line: LineDraft) -> LineDraft:
    """Return `line` without what its pricing model leaves no room for."""
    absent: dict[str, Any] = dict.fromkeys(_ABSENT[line.pricing_model])
    if line.pricing_model in _NO_RAMP:
        absent["year_schedule"] = ()
    if line.pricing_model is PricingModel.FLAT:
        absent["quantity"] = Decimal(1)
    if line.pricing_model in ONCE_MODELS:
        absent["metric_period"] = Period.ONCE
    if line.metric == FIXED_METRIC:
        absent["quantity"] = Decimal(1)
        absent["metric_period"] = Period.ONCE
    if line.list_source is not ListSource.URL:
        absent["list_url"] = ""
    return replace(
        line,
        metric=clean_line(line.metric),
        add_on_ids=tuple(sorted(set(line.add_on_ids))),
        **absent,
    )


_RECURRING = ("recurring_amount", "recurring_covers")
_MAINTENANCE = ("maintenance_pct", "maintenance_amount", "maintenance_in_price")
_USAGE = ("quantity_used", "overage_rate")
_ABSENT = {
    PricingModel.SEAT: (*_USAGE, *_MAINTENANCE),
    PricingModel.USAGE: _MAINTENANCE,
    PricingModel.FLAT: (*_USAGE, *_MAINTENANCE),
    PricingModel.PERPETUAL: (*_USAGE, *_RECURRING),
    PricingModel.HARDWARE: (*_USAGE, *_RECURRING),
    PricingModel.SERVICE: (*_USAGE, *_MAINTENANCE),
}
_NO_RAMP = frozenset({PricingModel.SERVICE, *ONCE_MODELS})
