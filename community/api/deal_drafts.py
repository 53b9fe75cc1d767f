"""From a price as it is sent to what the rules take, and back to what is read again."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from community.api.queries import products_named
from community.api.shapes_deals import Deal, Line, Terms, Year
from community.catalog.access import can_see_product
from community.catalog.models import Plan, Product
from community.core.actors import Actor
from community.core.clock import Month
from community.core.errors import Invalid
from community.deals import queries, recording
from community.deals.checking import NOT_SAVED
from community.deals.columns import plain
from community.deals.drafts import DealDraft, LineDraft
from community.deals.metrics import default_metric
from community.deals.normalisation import YearStep

_FIGURES = (
    "quantity_used",
    "overage_rate",
    "recurring_amount",
    "licence_amount",
    "hardware_amount",
    "setup_amount",
    "onboarding_amount",
    "migration_amount",
    "training_amount",
    "maintenance_pct",
    "maintenance_amount",
    "list_unit_price",
    "discount_pct",
    "prior_unit_price",
)
_LINE_SAME = (
    "recurring_covers",
    "maintenance_in_price",
    "list_source",
    "list_url",
    "list_month",
    "bundled",
)
_DEAL_FIGURES = ("first_quote_amount", "renewal_cap_pct")
_LISTS = ("levers", "other_alternatives")
_MADE = {*_DEAL_FIGURES, *_LISTS, "lines", "alternatives", "version"}
_UNKNOWN = "There is no such product. Look for its id among the products."
_NOT_ITS = "This product has no such plan."


def draft_of(
    actor: Actor, sent: Terms, known: Mapping[str, Product] | None = None
) -> DealDraft:
    """Return what was sent as a draft; raise Invalid for a product or plan not there.

    `known` are products that the price names already, even if they are hidden by now.
    """
    ids = [*(line.product for line in sent.lines), *sent.alternatives]
    products = {
        public_id: one
        for public_id, one in products_named(ids).items()
        if can_see_product(actor, one)
    } | dict(known or {})
    wrong = {
        f"lines-{number}-product": _UNKNOWN
        for number, line in enumerate(sent.lines)
        if line.product not in products
    }
    for number, public_id in enumerate(sent.alternatives):
        if public_id not in products:
            wrong[f"alternatives-{number}"] = _UNKNOWN
    if wrong:
        raise Invalid(NOT_SAVED, fields=wrong)
    plans = _plans(products.values())
    lines = tuple(
        _line(line, products[line.product], plans, f"lines-{number}")
        for number, line in enumerate(sent.lines)
    )
    values: dict[str, Any] = {
        name: getattr(sent, name)
        for name in type(sent).model_fields
        if name not in _MADE
    }
    for name in _DEAL_FIGURES:
        values[name] = _figure(getattr(sent, name))
    for name in _LISTS:
        values[name] = tuple(getattr(sent, name))
    values["deal_month"] = Month(sent.deal_month)
    return DealDraft(
        lines=lines,
        alternative_ids=tuple(products[one].id for one in sent.alternatives),
        **values,
    )


def _plans(products: Iterable[Product]) -> dict[str, Plan]:
    found = queries.plans_of([one.id for one in products])
    return {plan.public_id: plan for plans in found.values() for plan in plans}


def _line(
    line: Line, product: Product, plans: Mapping[str, Plan], place: str
) -> LineDraft:
    for name, wanted in (("plan", [line.plan]), ("add_ons", line.add_ons)):
        if any(one is not None and one not in plans for one in wanted):
            raise Invalid(NOT_SAVED, fields={f"{place}-{name}": _NOT_ITS})
    model = line.pricing_model or product.pricing_model
    ramp = tuple(
        YearStep(one.year, Decimal(one.quantity), Decimal(one.amount))
        for one in line.year_schedule
    )
    values: dict[str, Any] = {name: getattr(line, name) for name in _LINE_SAME}
    values |= {name: _figure(getattr(line, name)) for name in _FIGURES}
    return LineDraft(
        product_id=product.id,
        pricing_model=model,
        metric=line.metric or default_metric(model, product.metric),
        metric_period=line.metric_period or product.metric_period,
        quantity=_figure(line.quantity) or _mean(ramp),
        plan_id=None if line.plan is None else plans[line.plan].id,
        add_on_ids=tuple(plans[one].id for one in line.add_ons),
        year_schedule=ramp,
        **values,
    )


def _mean(ramp: tuple[YearStep, ...]) -> Decimal:
    """Return the quantity where none is said: of a ramp the mean, else one."""
    if not ramp:
        return Decimal(1)
    total = sum((step.quantity for step in ramp), Decimal(0))
    return (total / len(ramp)).quantize(Decimal("0.01"))


def _figure(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def known_in(deal: Any) -> dict[str, Product]:
    """Return the products that a saved deal names, by their public ids."""
    named = queries.named_in(recording.read(deal))
    return {one.public_id: one for one in named.products.values()}


def told(deal: Any) -> Deal:
    """Return a saved deal as its author reads it: two queries besides its own."""
    draft = recording.read(deal)
    named = queries.named_in(draft)
    values: dict[str, Any] = {
        name: getattr(draft, name) for name in Terms.model_fields if name not in _MADE
    }
    for name in _DEAL_FIGURES:
        values[name] = _text(getattr(draft, name))
    for name in _LISTS:
        values[name] = list(getattr(draft, name))
    return Deal(
        id=deal.public_id,
        version=deal.version,
        state=str(deal.state),
        lines=[_told_line(line, named) for line in draft.lines],
        alternatives=[named.products[one].public_id for one in draft.alternative_ids],
        **values,
    )


def _told_line(line: LineDraft, named: queries.Named) -> Line:
    values: dict[str, Any] = {name: getattr(line, name) for name in _LINE_SAME}
    values |= {name: _text(getattr(line, name)) for name in _FIGURES}
    return Line(
        product=named.products[line.product_id].public_id,
        pricing_model=line.pricing_model,
        plan=None if line.plan_id is None else named.plans[line.plan_id].public_id,
        add_ons=[named.plans[one].public_id for one in line.add_on_ids],
        metric=line.metric,
        metric_period=line.metric_period,
        quantity=_text(line.quantity),
        year_schedule=[
            Year(
                year=step.year,
                quantity=_text(step.quantity) or "0",
                amount=_text(step.amount) or "0",
            )
            for step in line.year_schedule
        ],
        **values,
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{plain(value):f}"
