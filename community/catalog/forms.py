"""Forms of the catalogue's own pages: suggesting, deciding, and setting right."""

from typing import Any

from wtforms import HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from community.catalog.kinds import MODEL_LABELS, NAME_LENGTH, Period, PricingModel
from community.catalog.models import Category, Product, Suggestion, Vendor
from community.catalog.queries import list_categories
from community.catalog.specs import ProductSpec
from community.catalog.suggestions import COMMENT_LENGTH, Missing
from community.core.forms import Form, options
from community.core.selects import SelectField

PERIOD_LABELS = {
    Period.YEAR: "per year",
    Period.MONTH: "per month",
    Period.ONCE: "once",
}
_LINE = {"maxlength": str(NAME_LENGTH), "autocomplete": "off"}
_REASON = {"maxlength": str(COMMENT_LENGTH)}


def _model_field() -> Any:
    return SelectField(
        "How it is sold",
        choices=options((m.value, label) for m, label in MODEL_LABELS.items()),
        default=PricingModel.SEAT.value,
    )


class _CategoryForm(Form):
    """A form with a choice of category, read from the database."""

    category = SelectField("Category", validate_choice=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories = {str(one.id): one for one in list_categories()}
        named = [(key, one.name) for key, one in self.categories.items()]
        self.category.choices = options([("", "None yet"), *named])

    @property
    def chosen_category(self) -> Category | None:
        return self.categories.get(self.category.data or "")


class _WishForm(_CategoryForm):
    """What should be in the catalogue: a vendor, or a product with or without one."""

    vendor = StringField(
        "Vendor",
        [Length(max=NAME_LENGTH)],
        render_kw=_LINE | {"data-suggest": "/prices/suggest?kind=vendor&q="},
        description="Leave it empty for what many vendors sell alike, such as an hour "
        "of a project manager.",
    )
    product = StringField(
        "Product",
        [Length(max=NAME_LENGTH)],
        render_kw=_LINE,
        description="Leave it empty if only the vendor is missing.",
    )
    pricing_model = _model_field()

    @property
    def missing(self) -> Missing:
        category = self.chosen_category
        return Missing(
            vendor_name=self.vendor.data or "",
            product_name=self.product.data or "",
            spec=ProductSpec(
                pricing_model=PricingModel(self.pricing_model.data),
                category_id=category.id if category else None,
            ),
        )


class SuggestForm(_WishForm):
    comment = TextAreaField(
        "Anything the moderators should know",
        [Length(max=COMMENT_LENGTH)],
        render_kw=_REASON | {"rows": "3"},
        description="The product’s page on the web, for instance. Moderators only.",
    )
    back = HiddenField()


class AcceptForm(_WishForm):
    """What the moderator makes of a suggestion; starts as it was typed."""

    def fill(self, suggestion: Suggestion) -> None:
        self.vendor.data = suggestion.vendor_name
        self.product.data = suggestion.product_name
        self.category.data = str(suggestion.category_id or "")
        model = suggestion.pricing_model or PricingModel.SEAT
        self.pricing_model.data = model.value


class ReasonForm(Form):
    reason = StringField(
        "Reason",
        [InputRequired("Say why."), Length(max=COMMENT_LENGTH)],
        render_kw=_REASON,
    )


class NameForm(Form):
    name = StringField(
        "Name",
        [InputRequired("Type a name."), Length(max=NAME_LENGTH)],
        render_kw=_LINE,
    )


class AliasForm(Form):
    alias = StringField(
        "Another name",
        [InputRequired("Type a name."), Length(max=NAME_LENGTH)],
        render_kw=_LINE,
    )


class FactsForm(_CategoryForm):
    """How a product is filed and sold."""

    pricing_model = _model_field()
    metric = StringField(
        "Priced per", [Length(max=40)], description="user, device, hour, API call …"
    )
    metric_period = SelectField(
        "For",
        choices=options((p.value, label) for p, label in PERIOD_LABELS.items()),
    )
    unit = StringField(
        "Shown as", [Length(max=60)], description="user, or 1,000 API calls"
    )
    unit_quantity = IntegerField(
        "Of these in one",
        [Optional(), NumberRange(min=1, max=1_000_000_000)],
        description="1, or 1000 if shown by the thousand",
    )

    def fill(self, product: Product) -> None:
        self.category.data = str(product.category_id or "")
        self.pricing_model.data = product.pricing_model.value
        self.metric.data = product.metric
        self.metric_period.data = product.metric_period.value
        self.unit.data = product.unit
        self.unit_quantity.data = product.unit_quantity


class MergeForm(Form):
    """Confirms a merge that has been previewed."""

    into = HiddenField(validators=[InputRequired("Choose what to merge into.")])
    reason = StringField(
        "Reason",
        [InputRequired("Say why."), Length(max=COMMENT_LENGTH)],
        render_kw=_REASON,
    )


def name_of(one: Vendor | Product) -> NameForm:
    """Return a form that offers the present name."""
    form = NameForm(formdata=None)
    form.name.data = one.name
    return form
