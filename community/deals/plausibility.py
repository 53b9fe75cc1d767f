"""What can be wrong with a deal: hard bounds, and fields that contradict each other."""

from collections.abc import Sequence
from decimal import Decimal

from community.catalog.disclosure import Incentive
from community.core.clock import Month, add_months
from community.core.money import CURRENCIES
from community.deals.countries import REGION_OF
from community.deals.drafts import DealDraft
from community.deals.kinds import Billing, ContractForbids, OtherAlternative, Visibility
from community.deals.line_plausibility import Problems, figure_problem, line_problems

MOST_LINES = 20
MOST_ALTERNATIVES = 5
LONGEST_TERM = 120
OLDEST_MONTHS = 120
EARLIEST_MONTH = Month("1990-01")
"""An earlier one is a slip of the keyboard, not an old price."""
"""A price older than ten years says nothing about the next one."""
FURTHEST_EXPIRY = 240
LONGEST_NOTE = 2_000
MOST_ROUNDS = 50
MOST_NOTICE_DAYS = 730
BEST_SATISFACTION = 5

FORBIDDEN = (
    "Your contract forbids to disclose its price, so we can’t take it, and nothing of "
    "it is stored. You are welcome to ask and answer questions about the product."
)

NO_EVIDENCE = "We keep no evidence of a contract that may be confidential."


def deal_problems(
    deal: DealDraft, now: Month, unit_quantities: Sequence[int]
) -> Problems:
    """Return what is wrong with `deal`, by field; lines' fields as "lines-0-quantity".

    `unit_quantities` holds, for each line, how many units its product's display unit has.
    """
    found: Problems = {}
    for check in (_sharing, _months, _contract, _organisation, _negotiation, _words):
        found |= check(deal, now)
    if not 1 <= len(deal.lines) <= MOST_LINES:
        found["lines"] = f"A deal has 1 to {MOST_LINES} products."
    if "term_months" in found or "lines" in found:
        return found
    for number, line in enumerate(deal.lines):
        problems = line_problems(line, deal, now, unit_quantities[number])
        found |= {f"lines-{number}-{name}": text for name, text in problems.items()}
    return found


def _sharing(deal: DealDraft, _now: Month) -> Problems:
    found: Problems = {}
    if deal.contract_forbids is ContractForbids.YES:
        found["contract_forbids"] = FORBIDDEN
    if not deal.right_to_share:
        found["right_to_share"] = "We can only take prices that you may share."
    unknown = deal.contract_forbids is ContractForbids.UNKNOWN
    if unknown and deal.visibility is not Visibility.AGGREGATE:
        found["visibility"] = (
            "As long as you don’t know what the contract says, the price can only "
            "count in figures over many organisations."
        )
    if deal.incentive is not Incentive.NONE and deal.incentive_from is None:
        found["incentive_from"] = "Say who gave it."
    return found


def _months(deal: DealDraft, now: Month) -> Problems:
    found: Problems = {}
    if deal.deal_month > now:
        found["deal_month"] = "This month lies in the future."
    elif deal.deal_month < EARLIEST_MONTH:
        found["deal_month"] = "This is before 1990. Please check the year."
    elif deal.deal_month < add_months(now, -OLDEST_MONTHS):
        found["deal_month"] = (
            "That is more than ten years ago, too old to compare with."
        )
    if deal.expiry_month is None or found:
        return found
    if deal.expiry_month < deal.deal_month:
        found["expiry_month"] = "A contract can’t end before it was signed."
    elif deal.expiry_month > add_months(deal.deal_month, FURTHEST_EXPIRY):
        found["expiry_month"] = "That is more than 20 years after the deal."
    return found


def _contract(deal: DealDraft, _now: Month) -> Problems:
    found: Problems = {}
    if deal.currency not in CURRENCIES:
        found["currency"] = "Choose one of the currencies."
    if not deal.tax_excluded:
        found["tax_excluded"] = "Give all amounts without VAT or sales tax."
    if not 1 <= deal.term_months <= LONGEST_TERM:
        found["term_months"] = f"Give the term in months, 1 to {LONGEST_TERM}."
    elif deal.billing is Billing.MULTI_YEAR and deal.term_months <= 12:
        found["billing"] = (
            "Several years in advance need a term of more than 12 months."
        )
    return found


def _organisation(deal: DealDraft, _now: Month) -> Problems:
    if deal.country is None:
        return {}
    if deal.country not in REGION_OF:
        return {"country": "Choose one of the countries."}
    if REGION_OF[deal.country] is not deal.region:
        return {"country": "This country lies in another region than you chose."}
    return {}


def _negotiation(deal: DealDraft, _now: Month) -> Problems:
    found: Problems = {}
    for name, least, most in _RANGES:
        value = getattr(deal, name)
        if value is not None and not least <= value <= most:
            found[name] = f"Give a number between {least} and {most}."
    first = deal.first_quote_amount
    if first is not None:
        sentence = figure_problem(first)
        if sentence or first <= 0:
            found["first_quote_amount"] = sentence or "Give an amount above 0."
    cap = deal.renewal_cap_pct
    if cap is not None and "renewal_cap_pct" not in found and figure_problem(cap):
        found["renewal_cap_pct"] = figure_problem(cap)
    return found | _alternatives(deal)


_RANGES = (
    ("rounds", 0, MOST_ROUNDS),
    ("renewal_cap_pct", Decimal(0), Decimal(100)),
    ("notice_days", 0, MOST_NOTICE_DAYS),
    ("price_hold_months", 0, LONGEST_TERM),
    ("satisfaction", 1, BEST_SATISFACTION),
)


def _alternatives(deal: DealDraft) -> Problems:
    chosen, bought = deal.alternative_ids, {line.product_id for line in deal.lines}
    if len(chosen) > MOST_ALTERNATIVES:
        return {"alternatives": f"Give {MOST_ALTERNATIVES} alternatives at most."}
    if bought & set(chosen):
        return {"alternatives": "What you bought is no alternative to itself."}
    others = deal.other_alternatives
    if OtherAlternative.NONE in others and (chosen or len(others) > 1):
        return {"other_alternatives": "“Nothing else” goes with no other alternative."}
    return {}


def _words(deal: DealDraft, _now: Month) -> Problems:
    if len(deal.note) > LONGEST_NOTE:
        return {"note": f"Keep the note to {LONGEST_NOTE:,} characters."}
    return {}
