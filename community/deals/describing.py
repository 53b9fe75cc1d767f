"""A deal in words: every field as its author reads it, and what an edit changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from community.core.money import Money, format_money, format_number
from community.core.templating import month_name
from community.core.text import excerpt
from community.deals.captions import DEAL_CAPTIONS, LINE_CAPTIONS, captions_of
from community.deals.countries import country_name
from community.deals.drafts import DealDraft, LineDraft
from community.deals.labels import FLOW_PERIODS, label
from community.deals.normalisation import FLOW_MODELS, YearStep
from community.deals.queries import Named

_MONEY = frozenset(
    {
        "overage_rate",
        "recurring_amount",
        "licence_amount",
        "hardware_amount",
        "setup_amount",
        "onboarding_amount",
        "migration_amount",
        "training_amount",
        "maintenance_amount",
        "list_unit_price",
        "prior_unit_price",
        "first_quote_amount",
    }
)
_MONTHS = frozenset({"deal_month", "expiry_month", "list_month"})
_LONGEST_IN_A_CHANGE = 300
_NOTHING = "–"


@dataclass(frozen=True)
class Fact:
    """One field that says something: where it stands, its caption and its value."""

    section: str
    caption: str
    text: str


def describe(draft: DealDraft, named: Named) -> list[Fact]:
    """Return what `draft` says, line by line and then the contract."""
    facts = []
    for number, line in enumerate(draft.lines, 1):
        section = "" if len(draft.lines) == 1 else f"Product {number}"
        facts += _line_facts(section, line, draft.currency, named)
    for name, caption in DEAL_CAPTIONS.items():
        text = _deal_text(name, draft, named)
        if text:
            facts.append(Fact("", caption, text))
    return facts


def changes(before: Iterable[Fact], after: Iterable[Fact]) -> list[dict[str, str]]:
    """Return what differs, as rows of a revision: label, before, after."""
    old = {(fact.section, fact.caption): fact.text for fact in before}
    new = {(fact.section, fact.caption): fact.text for fact in after}
    rows = []
    for key in dict.fromkeys([*old, *new]):
        was, now = old.get(key, _NOTHING), new.get(key, _NOTHING)
        if was != now:
            rows.append(
                {
                    "label": ": ".join(part for part in key if part),
                    "before": excerpt(was, _LONGEST_IN_A_CHANGE),
                    "after": excerpt(now, _LONGEST_IN_A_CHANGE),
                }
            )
    return rows


def _line_facts(
    section: str, line: LineDraft, currency: str, named: Named
) -> list[Fact]:
    facts = []
    for name, caption in (LINE_CAPTIONS | captions_of(line.pricing_model)).items():
        text = _line_text(name, line, currency, named)
        if text:
            facts.append(Fact(section, caption, text))
    return facts


def _line_text(name: str, line: LineDraft, currency: str, named: Named) -> str:
    value = getattr(line, name)
    if name == "product_id":
        product = named.products.get(value)
        return "" if product is None else product.name
    if name == "plan_id":
        return _plan_names(named, [] if value is None else [value])
    if name == "add_on_ids":
        return _plan_names(named, value)
    if name == "metric_period":
        return _period_text(line)
    if name == "year_schedule":
        return "; ".join(_step_text(step, currency) for step in value)
    return _text(name, value, currency)


def _period_text(line: LineDraft) -> str:
    """Return what time quantities or unit prices are for, where one of them says so."""
    if line.pricing_model in FLOW_MODELS:
        return FLOW_PERIODS[line.metric_period]
    if line.list_unit_price is None and line.prior_unit_price is None:
        return ""
    return label(line.metric_period)


def _deal_text(name: str, draft: DealDraft, named: Named) -> str:
    value = getattr(draft, name)
    if name == "alternative_ids":
        products = [named.products.get(one) for one in value]
        return ", ".join(sorted(one.name for one in products if one is not None))
    if name == "country":
        return country_name(value) if value else ""
    if name == "satisfaction":
        return f"{value} of 5" if value is not None else ""
    return _text(name, value, draft.currency)


def _plan_names(named: Named, ids: Iterable[int]) -> str:
    plans = [named.plans.get(one) for one in ids]
    return ", ".join(sorted(one.name for one in plans if one is not None))


def _step_text(step: YearStep, currency: str) -> str:
    amount = format_money(Money(step.amount, currency))
    return f"year {step.year}: {format_number(step.quantity)} for {amount}"


def _text(name: str, value: Any, currency: str) -> str:  # noqa: PLR0911 - one return a type
    if value is None or value in {(), ""}:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else ""
    if isinstance(value, StrEnum):
        return label(value)
    if isinstance(value, tuple):
        return ", ".join(label(one) for one in value)
    if isinstance(value, Decimal) and name in _MONEY:
        return format_money(Money(value, currency))
    if name in _MONTHS:
        return month_name(value)
    if isinstance(value, Decimal | int):
        return format_number(value)
    return str(value)
