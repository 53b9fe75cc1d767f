"""Whether a deal may be saved: its own fields, the catalogue, the rate of its month."""

from dataclasses import dataclass, replace
from decimal import Decimal

from community.catalog.access import can_see_product
from community.catalog.kinds import PlanKind, PricingModel
from community.core import clock
from community.core.actors import Actor
from community.core.errors import Invalid
from community.core.exchange import ExchangeRate, rate_on
from community.core.settings import get_settings
from community.deals import queries, recording
from community.deals.drafts import DealDraft, LineDraft, terms_of, tidy
from community.deals.kinds import ContractForbids
from community.deals.line_plausibility import Problems
from community.deals.metrics import metrics_of
from community.deals.models import Deal
from community.deals.normalisation import total_paid
from community.deals.plausibility import FORBIDDEN, deal_problems
from community.deals.queries import Named
from community.deals.units import unit_text

NOT_SAVED = "Nothing is saved yet. Please look at what is marked."
TWIN_FIELD = "is_separate"
LARGEST_TOTAL = Decimal(10) ** 10
"""In the base currency: the largest contracts known are below it."""

_AMOUNT_OF = {
    PricingModel.PERPETUAL: "licence_amount",
    PricingModel.HARDWARE: "hardware_amount",
}


@dataclass(frozen=True)
class Checked:
    """A draft that may be saved, with what saving it needs."""

    draft: DealDraft
    named: Named
    rate: ExchangeRate
    base_currency: str
    unit_quantities: tuple[int, ...]

    def unit(self, number: int) -> str:
        """Return how the display unit of a line is written: "1,000 API calls"."""
        line = self.draft.lines[number]
        product = self.named.products.get(line.product_id)
        return unit_text(product, line.metric, self.unit_quantities[number])


def checked(actor: Actor, draft: DealDraft, *, deal: Deal | None = None) -> Checked:
    """Return `draft` ready to be saved; raise Invalid with a sentence for each wrong field.

    Revising `deal` keeps its rate while month and currency stay (N5), and the products
    it names already, even if they are hidden by now.
    """
    draft = tidy(draft)
    if draft.contract_forbids is ContractForbids.YES:
        raise Invalid(
            FORBIDDEN,
            fields={"contract_forbids": FORBIDDEN},
            code="forbidden-by-contract",
        )
    known = None if deal is None else recording.read(deal)
    named = queries.named_in(draft)
    units = _unit_quantities(draft, named)
    problems = deal_problems(draft, clock.current_month(), units)
    problems |= _catalogue_problems(actor, draft, named, known)
    _refuse(problems)
    if deal is not None and known is not None and _same_rate(known, draft):
        base_currency = deal.base_currency
        rate = ExchangeRate(deal.rate, deal.rate_date, deal.rate_table)
    else:
        base_currency = get_settings().base_currency
        rate = _rate(draft, base_currency)
    found = Checked(draft, named, rate, base_currency, units)
    _refuse(_total_problems(found))
    return found


def of_saved(deal: Deal) -> Checked:
    """Return a saved deal as it was when it was saved, for showing it to its author."""
    draft = recording.read(deal)
    return Checked(
        draft,
        queries.named_in(draft),
        ExchangeRate(deal.rate, deal.rate_date, deal.rate_table),
        deal.base_currency,
        tuple(line.unit_quantity for line in deal.lines),
    )


def require_no_twin(
    author_id: int, draft: DealDraft, *, besides: int | None = None
) -> None:
    """Raise Invalid for a price reported before, and for a near twin not said to be one."""
    twins = queries.list_twins(author_id, draft, besides=besides)
    for twin in twins:
        if _gist(recording.read(twin)) == _gist(draft):
            raise Invalid(
                "You have reported exactly this price already: it is among yours.",
                fields={"lines": "This is the same price as one of yours."},
                code="same-deal",
            )
    if twins and not draft.is_separate:
        raise Invalid(
            "You reported a price for this product and month before.",
            fields={
                TWIN_FIELD: "Update your earlier price, or tick this if it is another contract."
            },
            code="twin-deal",
        )


def _refuse(problems: Problems) -> None:
    if problems:
        raise Invalid(NOT_SAVED, fields=problems)


def _unit_quantities(draft: DealDraft, named: Named) -> tuple[int, ...]:
    """Return how many units make one display unit of each line."""
    found = []
    for line in draft.lines:
        product = named.products.get(line.product_id)
        same = product is not None and product.metric == line.metric
        found.append(product.unit_quantity if product is not None and same else 1)
    return tuple(found)


def _catalogue_problems(
    actor: Actor, draft: DealDraft, named: Named, known: DealDraft | None
) -> Problems:
    found: Problems = {}
    kept = set() if known is None else _products_in(known)
    for product_id in _products_in(draft) - kept:
        product = named.products.get(product_id)
        if product is None or not can_see_product(actor, product):
            found["lines"] = "One of these products is not in the catalogue any more."
    for number, line in enumerate(draft.lines):
        for name, sentence in _line_problems(line, named).items():
            found[f"lines-{number}-{name}"] = sentence
    return found


def _products_in(draft: DealDraft) -> set[int]:
    return {*draft.alternative_ids, *(line.product_id for line in draft.lines)}


def _line_problems(line: LineDraft, named: Named) -> Problems:
    found: Problems = {}
    product = named.products.get(line.product_id)
    own = "" if product is None else product.metric
    if line.metric not in metrics_of(line.pricing_model, own):
        found["metric"] = "Choose one of the units."
    if line.plan_id is not None and not _is_its(
        line, line.plan_id, PlanKind.PLAN, named
    ):
        found["plan"] = "Choose one of this product’s editions."
    if not all(_is_its(line, one, PlanKind.ADD_ON, named) for one in line.add_on_ids):
        found["add_ons"] = "Choose among this product’s add-ons."
    return found


def _is_its(line: LineDraft, plan_id: int, kind: PlanKind, named: Named) -> bool:
    plan = named.plans.get(plan_id)
    return plan is not None and (plan.product_id, plan.kind) == (line.product_id, kind)


def _total_problems(found: Checked) -> Problems:
    problems: Problems = {}
    pairs = zip(found.draft.lines, found.unit_quantities, strict=True)
    for number, (line, unit_quantity) in enumerate(pairs):
        terms = terms_of(line, found.draft.term_months, unit_quantity)
        if total_paid(terms) * found.rate.rate > LARGEST_TOTAL:
            name = _AMOUNT_OF.get(line.pricing_model, "recurring_amount")
            problems[f"lines-{number}-{name}"] = (
                "That is more than any contract we know of. Please check the amount, "
                "what it pays for, and the currency."
            )
    return problems


def _same_rate(one: DealDraft, other: DealDraft) -> bool:
    return (one.deal_month, one.currency) == (other.deal_month, other.currency)


def _rate(draft: DealDraft, base_currency: str) -> ExchangeRate:
    try:
        return rate_on(draft.deal_month, draft.currency, base_currency)
    except Invalid as error:
        raise Invalid(NOT_SAVED, fields={"currency": error.message}) from error


def _gist(draft: DealDraft) -> tuple[object, ...]:
    """Return what makes two reports the same price: not where a list price was seen."""
    lines = [
        replace(
            line,
            discount_pct=None,
            list_unit_price=None,
            list_source=None,
            list_url="",
            list_month=None,
        )
        for line in draft.lines
    ]
    return (lines, draft.currency, draft.term_months, draft.stage)
