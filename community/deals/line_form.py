"""One product in the form of a deal: what is asked for depends on how it is priced."""

from collections.abc import Iterable, Iterator
from typing import Any

from wtforms import BooleanField, Field, FormField, StringField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, Length

from community.catalog.kinds import Period, PlanKind, PricingModel
from community.catalog.models import Plan, Product
from community.core.forms import options
from community.core.selects import SelectField
from community.deals.captions import LINE_CAPTIONS as C
from community.deals.captions import captions_of
from community.deals.fields import (
    AmountField,
    CheckboxesField,
    LineProductField,
    MayBeEmpty,
    MonthField,
    SafeFieldList,
    select,
    text_of,
)
from community.deals.kinds import Answer, Covers, ListSource
from community.deals.labels import FLOW_PERIODS
from community.deals.layouts import LAYOUTS, Layout
from community.deals.line_plausibility import LONGEST_URL
from community.deals.metrics import default_metric, metrics_of
from community.deals.normalisation import FLOW_MODELS

MOST_YEARS = 10
FIRST_YEARS = 3
NO_PLAN = "none"
_CHOOSE = "Choose…"
_UNSAID = "Not said"


class YearForm(PlainForm):
    """One year of a ramp; both empty: there is no such year."""

    quantity = AmountField("Quantity")
    amount = AmountField("Amount")


class LineForm(PlainForm):
    """One product; which of its fields are in sight depends on its pricing model."""

    product = LineProductField(
        C["product_id"], validators=[DataRequired("Say what was bought.")]
    )
    pricing_model = select(PricingModel, C["pricing_model"], empty="As usual for it")
    plan = SelectField(C["plan_id"], [MayBeEmpty()], choices=[])
    add_ons = CheckboxesField(C["add_on_ids"], choices=[], default=())
    quantity = AmountField(C["quantity"])
    metric = SelectField(C["metric"], [MayBeEmpty()], choices=[])
    metric_period = select(Period, C["metric_period"])
    recurring_amount = AmountField(C["recurring_amount"])
    recurring_covers = select(Covers, C["recurring_covers"], default=Covers.YEAR)
    years = SafeFieldList(
        FormField(YearForm),
        C["year_schedule"],
        min_entries=FIRST_YEARS,
        max_entries=MOST_YEARS,
    )
    licence_amount = AmountField(C["licence_amount"])
    hardware_amount = AmountField(C["hardware_amount"])
    setup_amount = AmountField(C["setup_amount"])
    onboarding_amount = AmountField(C["onboarding_amount"])
    migration_amount = AmountField(C["migration_amount"])
    training_amount = AmountField(C["training_amount"])
    maintenance_pct = AmountField(C["maintenance_pct"])
    maintenance_amount = AmountField(C["maintenance_amount"])
    maintenance_in_price = select(Answer, C["maintenance_in_price"], empty=_CHOOSE)
    quantity_used = AmountField(C["quantity_used"])
    overage_rate = AmountField(C["overage_rate"])
    list_unit_price = AmountField(C["list_unit_price"])
    list_source = select(ListSource, C["list_source"], empty=_UNSAID)
    list_url = StringField(
        C["list_url"],
        [Length(max=LONGEST_URL, message=f"Use at most {LONGEST_URL} characters.")],
        render_kw={"inputmode": "url", "placeholder": "https://"},
    )
    list_month = MonthField(C["list_month"])
    discount_pct = AmountField(
        C["discount_pct"], description="Only if you don’t know the list price itself."
    )
    prior_unit_price = AmountField(
        C["prior_unit_price"], description="At a renewal or an expansion."
    )
    bundled = BooleanField(C["bundled"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plans: list[Plan] = []

    @property
    def bought(self) -> Product | None:
        return self.product.product

    @property
    def model(self) -> PricingModel | None:
        """Return how the product is priced here; None while there is no product."""
        if self.bought is None:
            return None
        chosen = text_of(self.pricing_model)
        if chosen in set(PricingModel):
            return PricingModel(chosen)
        return self.bought.pricing_model

    @property
    def layout(self) -> Layout | None:
        return None if self.model is None else LAYOUTS[self.model]

    def offer(self, plans: Iterable[Plan]) -> None:
        """Fill in what the product offers: its plans, units and usual period."""
        product, model = self.bought, self.model
        self.plans = list(plans)
        if product is None or model is None:
            return
        editions = [one for one in self.plans if one.kind is PlanKind.PLAN]
        add_ons = [one for one in self.plans if one.kind is PlanKind.ADD_ON]
        self.plan.choices = options(
            [
                ("", _CHOOSE),
                *((one.public_id, one.name) for one in editions),
                (NO_PLAN, "Another one, or I’m not sure"),
            ]
        )
        self.add_ons.choices = options((one.public_id, one.name) for one in add_ons)
        metrics = metrics_of(model, product.metric)
        self.metric.choices = options((one, one) for one in metrics)
        if text_of(self.metric) not in metrics:
            self.metric.data = default_metric(model, product.metric)
        if not text_of(self.metric_period):
            self.metric_period.data = str(product.metric_period)
        self._word(model)

    def _word(self, model: PricingModel) -> None:
        """Mark what this model needs, and call things by their name in it."""
        for name in LAYOUTS[model].needed:
            self[name].flags.required = True
        for name in ("recurring_amount", "recurring_covers"):
            self[name].flags.required = True
        if self.has_editions:
            self.plan.flags.required = True
        if model in FLOW_MODELS:
            self.metric_period.choices = options(FLOW_PERIODS.items())
        for name, caption in captions_of(model).items():
            self[name].label.text = caption

    @property
    def has_editions(self) -> bool:
        return any(one.kind is PlanKind.PLAN for one in self.plans)

    @property
    def year_forms(self) -> list[YearForm]:
        """Return the years of the ramp, each field named after its year."""
        for number, entry in enumerate(self.years.entries, 1):
            entry.form.quantity.label.text = f"Year {number}: quantity"
            entry.form.amount.label.text = f"Year {number}: amount"
        return [entry.form for entry in self.years.entries]

    @property
    def unseen(self) -> list[tuple[str, str]]:
        """Return what was typed into fields that are not in sight now, to keep it."""
        in_sight = {"product", *(self.layout.names if self.layout else ())}
        return [
            (field.name, str(value))
            for name, field in self._fields.items()
            if name not in in_sight
            for field in _leaves(field)
            for value in field.raw_data or ()
            if value
        ]

    def is_complete(self) -> bool:
        """Check what the pricing model needs; say so at each missing field."""
        if self.layout is None:
            return False
        needed = set(self.layout.needed)
        if self.has_editions:
            needed.add("plan")
        if "years" in self.layout.names and is_filled(self.years):
            needed.discard("quantity")
        missing = [
            self[name]
            for name in needed
            if self[name].data in (None, "") and not self[name].errors
        ]
        for field in missing:
            field.errors = ["This is needed."]
        return not missing

    def is_open(self, names: Iterable[str]) -> bool:
        """Whether a fold with these fields must be open: something is said or wrong."""
        return any(self[name].errors or is_filled(self[name]) for name in names)


def _leaves(field: Field) -> Iterator[Field]:
    if isinstance(field, SafeFieldList):
        for entry in field.entries:
            yield from entry.form if isinstance(entry, FormField) else (entry,)
    else:
        yield field


def is_filled(field: Field) -> bool:
    """Whether somebody said something in `field` that it doesn't say by itself."""
    if isinstance(field, SafeFieldList):
        return any(leaf.data not in (None, "") for leaf in _leaves(field))
    if field.name.endswith(("metric", "metric_period")):
        return False
    return field.data not in (None, "", [], ()) and field.data is not False
