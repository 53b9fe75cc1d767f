"""Between the form and the draft: what was typed becomes values, and values the form."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from wtforms import Field

from community.accounts.models import User
from community.accounts.traits import Industry, OrgSize, Region
from community.catalog.disclosure import Incentive, IncentiveSource, Relationship
from community.catalog.kinds import Period, PricingModel
from community.catalog.lookup import label as product_label
from community.catalog.models import Plan, Product
from community.core.clock import Month
from community.core.errors import Invalid
from community.core.money import CURRENCIES, parse_amount
from community.deals.drafts import CLAUSES, FEES, DealDraft, LineDraft
from community.deals.forms import DealForm
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
from community.deals.layouts import LAYOUTS
from community.deals.line_form import NO_PLAN, LineForm
from community.deals.normalisation import YearStep
from community.deals.queries import Named

E = TypeVar("E", bound=StrEnum)

_LINE_AMOUNTS = (
    "quantity_used",
    "overage_rate",
    "recurring_amount",
    "licence_amount",
    "hardware_amount",
    *FEES,
    "maintenance_pct",
    "maintenance_amount",
    "list_unit_price",
    "discount_pct",
    "prior_unit_price",
)
_MONTH_DIGITS = 3
_PAID_ONCE = {
    PricingModel.PERPETUAL: "licence_amount",
    PricingModel.HARDWARE: "hardware_amount",
}
_DEAL_PLAIN = (
    "rounds",
    "first_quote_amount",
    "renewal_cap_pct",
    "notice_days",
    "price_hold_months",
    "expiry_month",
)


def draft_of(form: DealForm) -> DealDraft:
    """Return what a valid form says."""
    clauses: dict[str, Any] = {name: _chosen(form[name], Answer) for name in CLAUSES}
    plain: dict[str, Any] = {name: form[name].data for name in _DEAL_PLAIN}
    return DealDraft(
        lines=tuple(line_draft(line) for line in form.line_forms),
        currency=str(form.currency.data),
        tax_excluded=bool(form.tax_excluded.data),
        term_months=form.term_months.data,
        billing=Billing(form.billing.data),
        stage=Stage(form.stage.data),
        deal_month=Month(form.deal_month.data),
        org_size=OrgSize(form.org_size.data),
        region=Region(form.region.data),
        sector=Sector(form.sector.data),
        channel=Channel(form.channel.data),
        relationship=Relationship(form.relationship.data),
        right_to_share=bool(form.right_to_share.data),
        contract_forbids=ContractForbids(form.contract_forbids.data),
        incentive=Incentive(form.incentive.data),
        incentive_from=_chosen(form.incentive_from, IncentiveSource),
        visibility=Visibility(form.visibility.data),
        payment_days=_chosen(form.payment_days, PaymentDays),
        industry=_chosen(form.industry, Industry),
        country=form.country.data or None,
        alternative_ids=tuple(
            field.product.id
            for field in form.alternatives.entries
            if field.product is not None
        ),
        other_alternatives=tuple(
            OtherAlternative(one) for one in form.other_alternatives.data or ()
        ),
        levers=tuple(Lever(one) for one in form.levers.data or ()),
        satisfaction=int(form.satisfaction.data) if form.satisfaction.data else None,
        note=form.note.data or "",
        is_separate=bool(form.is_separate.data),
        **clauses,
        **plain,
    )


def line_draft(line: LineForm) -> LineDraft:
    """Return what a line says; raises ValueError without product or for no choice of ours."""
    product, model = line.bought, line.model
    if product is None or model is None:
        raise ValueError("A form without its products is not valid.")
    ids = {plan.public_id: plan.id for plan in line.plans}
    in_sight = set(LAYOUTS[model].names)
    amounts = {
        name: line[name].data if name in in_sight else None for name in _LINE_AMOUNTS
    }
    ramp = _ramp(line) if "years" in in_sight else ()
    return LineDraft(
        product_id=product.id,
        pricing_model=model,
        metric=str(line.metric.data),
        metric_period=Period(line.metric_period.data),
        quantity=_quantity(line, ramp),
        plan_id=ids.get(line.plan.data or ""),
        add_on_ids=tuple(ids[one] for one in line.add_ons.data or () if one in ids),
        recurring_covers=_chosen(line.recurring_covers, Covers),
        year_schedule=ramp,
        maintenance_in_price=_chosen(line.maintenance_in_price, Answer),
        list_source=_chosen(line.list_source, ListSource),
        list_url=line.list_url.data or "",
        list_month=line.list_month.data,
        bundled=bool(line.bundled.data),
        **amounts,
    )


def _ramp(line: LineForm) -> tuple[YearStep, ...]:
    """Return the years of which something was typed; what is missing counts as 0."""
    typed = [
        (number, entry.form.quantity.data, entry.form.amount.data)
        for number, entry in enumerate(line.years.entries, 1)
    ]
    return tuple(
        YearStep(number, quantity or Decimal(0), amount or Decimal(0))
        for number, quantity, amount in typed
        if quantity is not None or amount is not None
    )


def _quantity(line: LineForm, ramp: tuple[YearStep, ...]) -> Decimal:
    """Return the quantity as typed, or of a ramp the mean; a flat fee has one."""
    if line.quantity.data is not None:
        return Decimal(line.quantity.data)
    if not ramp:
        return Decimal(1)
    total = sum((step.quantity for step in ramp), Decimal(0))
    return (total / len(ramp)).quantize(Decimal("0.01"))


def _chosen(field: Field, kind: type[E]) -> E | None:
    return kind(field.data) if field.data else None


def first_values(
    user: User | None, base_currency: str, product: Product | None
) -> dict[str, Any]:
    """Return what a new form begins with: usual answers, and the member's profile."""
    currency = base_currency if base_currency in CURRENCIES else CURRENCIES[0]
    values: dict[str, Any] = {
        "term_months": 12,
        "currency": currency,
        "billing": Billing.ANNUAL,
        "channel": Channel.DIRECT,
        "sector": Sector.PRIVATE,
        "relationship": Relationship.BUYER,
        "incentive": Incentive.NONE,
        "visibility": Visibility.AGGREGATE,
    }
    if user is not None:
        values |= {
            "org_size": user.org_size,
            "industry": user.industry,
            "region": user.region,
        }
    if product is not None:
        values["lines"] = [{"product": product_label(product)}]
    return values


def first_amount(product: Product, typed: str) -> dict[str, Any]:
    """Return the values of a first line that was paid `typed` a year; none for no number."""
    try:
        amount = parse_amount(typed)
    except Invalid:
        return {}
    field = _PAID_ONCE.get(product.pricing_model, "recurring_amount")
    return {field: amount, "recurring_covers": Covers.YEAR}


def first_terms(typed: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of a new form that `typed` tells as well; none for nonsense."""
    values: dict[str, Any] = {}
    if typed.get("currency") in CURRENCIES:
        values["currency"] = typed["currency"]
    months = typed.get("term_months", "")
    if months.isascii() and months.isdigit() and len(months) <= _MONTH_DIGITS:
        values["term_months"] = int(months)
    return values


def first_quantity(typed: str) -> dict[str, Any]:
    """Return the values of a first line of which `typed` were bought; none for no number."""
    try:
        return {"quantity": parse_amount(typed)} if typed else {}
    except Invalid:
        return {}


def values_of(draft: DealDraft, named: Named) -> dict[str, Any]:
    """Return the form's values for a deal that is to be revised."""
    same = (*_DEAL_PLAIN, *CLAUSES, *_SAME_NAMES)
    values: dict[str, Any] = {name: getattr(draft, name) for name in same}
    values["country"] = draft.country or ""
    values["satisfaction"] = str(draft.satisfaction or "")
    values["levers"] = [str(one) for one in draft.levers]
    values["other_alternatives"] = [str(one) for one in draft.other_alternatives]
    values["alternatives"] = [
        product_label(named.products[one]) for one in draft.alternative_ids
    ]
    values["lines"] = [_line_values(line, named) for line in draft.lines]
    return values


_SAME_NAMES = (
    "currency",
    "tax_excluded",
    "term_months",
    "billing",
    "stage",
    "deal_month",
    "org_size",
    "region",
    "sector",
    "channel",
    "relationship",
    "right_to_share",
    "contract_forbids",
    "incentive",
    "incentive_from",
    "visibility",
    "payment_days",
    "industry",
    "note",
)


def _line_values(line: LineDraft, named: Named) -> dict[str, Any]:
    product = named.products[line.product_id]
    values: dict[str, Any] = {name: getattr(line, name) for name in _LINE_AMOUNTS}
    values |= {
        "product": product_label(product),
        "pricing_model": ""
        if line.pricing_model is product.pricing_model
        else line.pricing_model,
        "plan": _plan_value(line, named.plans),
        "add_ons": [named.plans[one].public_id for one in line.add_on_ids],
        "quantity": line.quantity,
        "metric": line.metric,
        "metric_period": line.metric_period,
        "recurring_covers": line.recurring_covers or Covers.YEAR,
        "maintenance_in_price": line.maintenance_in_price,
        "list_source": line.list_source,
        "list_url": line.list_url,
        "list_month": line.list_month,
        "bundled": line.bundled,
    }
    if line.year_schedule:
        values["years"] = [
            {"quantity": step.quantity, "amount": step.amount}
            for step in line.year_schedule
        ]
    return values


def _plan_value(line: LineDraft, plans: Mapping[int, Plan]) -> str:
    return NO_PLAN if line.plan_id is None else plans[line.plan_id].public_id
