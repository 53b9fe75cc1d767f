"""What can be wrong with one line of a deal: a sentence for each field."""

from dataclasses import fields
from decimal import ROUND_CEILING, Decimal
from urllib.parse import urlsplit

from community.catalog.kinds import PricingModel
from community.core.clock import Month
from community.deals.columns import SCALE
from community.deals.drafts import FEES, DealDraft, LineDraft, terms_of
from community.deals.kinds import FOLLOW_UP_STAGES, Covers, ListSource
from community.deals.metrics import METRIC_LENGTH
from community.deals.normalisation import (
    MONTHS_A_YEAR,
    discount,
    list_price_on_basis,
    normalise,
)

Problems = dict[str, str]

LARGEST_AMOUNT = Decimal(10) ** 12
MOST_UNITS = Decimal(10) ** 7
MOST_FLOW = Decimal(10) ** 12
LONGEST_URL = 500
_LARGEST_SHARE = Decimal(100)
_AGREEMENT = Decimal(1)
"""Percentage points by which two ways of saying the same may differ."""

_UNSIGNED = ("quantity_used", "overage_rate", "maintenance_amount", *FEES)
_POSITIVE = (
    "recurring_amount",
    "licence_amount",
    "hardware_amount",
    "list_unit_price",
    "prior_unit_price",
)


def line_problems(
    line: LineDraft, deal: DealDraft, now: Month, unit_quantity: int
) -> Problems:
    """Return what is wrong with `line`, by field; the first finding of a field stays.

    The deal's term must be plausible; `unit_quantity` of units make one display unit.
    """
    found: Problems = {}
    for check in (_figures, _quantity, _payment, _ramp, _maintenance, _list, _prior):
        for name, sentence in check(line, deal, now).items():
            found.setdefault(name, sentence)
    if not found:
        found |= _discount(line, deal, unit_quantity)
    return found


def figure_problem(value: Decimal) -> str:
    """Return what is wrong with any number that somebody typed, or ""."""
    if not value.is_finite():
        return "Give a number."
    if abs(value) > LARGEST_AMOUNT:
        return "That number is too large."
    if value.scaleb(SCALE) != value.scaleb(SCALE).to_integral_value():
        return f"Give {SCALE} decimal places at most."
    return ""


def _figures(line: LineDraft, _deal: DealDraft, _now: Month) -> Problems:
    found: Problems = {}
    for field in fields(line):
        value = getattr(line, field.name)
        if isinstance(value, Decimal) and (sentence := figure_problem(value)):
            found[field.name] = sentence
        elif field.name in _POSITIVE and value is not None and value <= 0:
            found[field.name] = "Give an amount above 0."
        elif field.name in _UNSIGNED and value is not None and value < 0:
            found[field.name] = "This cannot be negative."
    if not line.metric or len(line.metric) > METRIC_LENGTH:
        found["metric"] = "Say what is counted, users for instance."
    return found


def _quantity(line: LineDraft, _deal: DealDraft, _now: Month) -> Problems:
    most = MOST_FLOW if line.pricing_model is PricingModel.USAGE else MOST_UNITS
    if not line.quantity.is_finite() or line.quantity <= 0:
        return {"quantity": "Give a quantity above 0."}
    if line.quantity > most:
        return {"quantity": f"More than {most:,.0f}? Please check the quantity."}
    return {}


def _payment(line: LineDraft, _deal: DealDraft, _now: Month) -> Problems:
    if line.pricing_model is PricingModel.PERPETUAL:
        return _needs(line, "licence_amount", "Say what the licences cost, once.")
    if line.pricing_model is PricingModel.HARDWARE:
        return _needs(line, "hardware_amount", "Say what the hardware cost, once.")
    if line.year_schedule:
        return {}
    return _needs(line, "recurring_amount", "Say how much is paid.") | _needs(
        line, "recurring_covers", "Say what time the amount pays for."
    )


def _needs(line: LineDraft, name: str, sentence: str) -> Problems:
    return {name: sentence} if getattr(line, name) is None else {}


def _ramp(line: LineDraft, deal: DealDraft, _now: Month) -> Problems:
    steps = line.year_schedule
    if not steps:
        return {}
    years = int(
        (Decimal(deal.term_months) / MONTHS_A_YEAR).to_integral_value(ROUND_CEILING)
    )
    sentence = _wrong_steps(line, years)
    if sentence:
        return {"year_schedule": sentence}
    total = sum((step.amount for step in steps), Decimal(0))
    given = line.recurring_amount
    if given is not None and (line.recurring_covers, given) != (Covers.TERM, total):
        return {
            "recurring_amount": f"The years add up to {total:,f} for the whole term; "
            "leave this empty or give the same."
        }
    return {}


def _wrong_steps(line: LineDraft, years: int) -> str:
    """Return the first thing that is wrong with a ramp over `years`, or ""."""
    steps = line.year_schedule
    figures = [value for step in steps for value in (step.quantity, step.amount)]
    sentences = [sentence for value in figures if (sentence := figure_problem(value))]
    if sentences:
        return sentences[0]
    findings = (
        (
            [step.year for step in steps] != list(range(1, len(steps) + 1)),
            "Give the years one after the other, beginning with the first.",
        ),
        (
            len(steps) != years,
            f"The term has {years} years; you gave {len(steps)}.",
        ),
        (
            any(step.quantity <= 0 or step.amount < 0 for step in steps),
            "Give each year a quantity above 0, and an amount of 0 or more.",
        ),
        (
            not any(step.amount for step in steps),
            "Say how much is paid in at least one year.",
        ),
        (
            any(step.quantity > MOST_FLOW for step in steps),
            "Please check the quantities.",
        ),
    )
    return next((sentence for wrong, sentence in findings if wrong), "")


def _maintenance(line: LineDraft, _deal: DealDraft, _now: Month) -> Problems:
    found: Problems = {}
    share, amount = line.maintenance_pct, line.maintenance_amount
    if share is not None and not 0 <= share <= _LARGEST_SHARE:
        found["maintenance_pct"] = "Give a percentage between 0 and 100."
    if line.pricing_model is not PricingModel.PERPETUAL:
        return found
    if share is None and amount is None:
        found["maintenance_pct"] = (
            "Give maintenance as a percentage or as an amount; 0 if none."
        )
    if line.maintenance_in_price is None:
        found["maintenance_in_price"] = "Say whether the first year is in the price."
    if share is not None and amount is not None and line.licence_amount:
        said = amount / line.licence_amount * 100
        if abs(said - share) > _AGREEMENT:
            found["maintenance_amount"] = (
                f"This is {said:.1f} % of the licences, not {share:f} %. Give one of the two."
            )
    return found


def _list(line: LineDraft, _deal: DealDraft, now: Month) -> Problems:
    found: Problems = {}
    if line.list_unit_price is not None and line.list_source is None:
        found["list_source"] = "Say where you saw the list price."
    if line.discount_pct is not None and line.list_source is None:
        found["list_source"] = "A discount needs a source for the list price."
    if line.list_source is ListSource.URL and not _is_web_address(line.list_url):
        found["list_url"] = "Give the page’s address, beginning with https://."
    if line.list_month is not None and line.list_month > now:
        found["list_month"] = "This month lies in the future."
    if line.discount_pct is not None and not 0 <= line.discount_pct < _LARGEST_SHARE:
        found["discount_pct"] = "Give a percentage of 0 or more, and below 100."
    return found


def _is_web_address(text: str) -> bool:
    if len(text) > LONGEST_URL or any(one.isspace() for one in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in (parts.hostname or "")


def _prior(line: LineDraft, deal: DealDraft, _now: Month) -> Problems:
    if line.prior_unit_price is not None and deal.stage not in FOLLOW_UP_STAGES:
        return {
            "prior_unit_price": "Only a renewal or an expansion has an earlier price."
        }
    return {}


def _discount(line: LineDraft, deal: DealDraft, unit_quantity: int) -> Problems:
    """Compare a typed discount with what list and paid prices say."""
    off = discount_pct(line, deal.term_months, unit_quantity)
    if line.discount_pct is None or off is None:
        return {}
    if abs(off - line.discount_pct) > _AGREEMENT:
        return {
            "discount_pct": f"List and paid prices say {off:.1f} %, not "
            f"{line.discount_pct:f} %. Leave this empty or check the prices."
        }
    return {}


def discount_pct(
    line: LineDraft, term_months: int, unit_quantity: int
) -> Decimal | None:
    """Return the discount in percent that list and paid prices say, where both are known."""
    if line.list_unit_price is None:
        return None
    terms = terms_of(line, term_months, unit_quantity)
    paid = normalise(terms).price
    if paid is None:
        return None
    return discount(list_price_on_basis(terms, line.list_unit_price), paid) * 100
