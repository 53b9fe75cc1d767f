"""The fields in which a form of any slice asks for a product or a vendor.

    class AskForm(Form):
        product = ProductField("Product")          # optional: .product may be None
        product = ProductField("Product", validators=[DataRequired()])

In the template: `{% from "catalog/fields.html" import product_field %}` and
`{{ product_field(form.product) }}`. After validate_on_submit(), `form.product.product`
is the Product or None. Unknown or ambiguous text is an error of the field that offers
what may have been meant, and a button that leads to a suggestion and back, with all
that was typed kept. To fill the field in: `form.product.offer(product)`. VendorField
is the same for vendors: `vendor_field(form.vendor)`, `form.vendor.vendor`.
"""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from flask import request
from wtforms import StringField
from wtforms.validators import StopValidation

from community.catalog import lookup
from community.catalog.kinds import NAME_LENGTH
from community.catalog.models import Product, Vendor
from community.core.web import current_actor

_SHOWN = 60


class _NameField(StringField):
    """Text that names something: the server decides what, JavaScript only suggests."""

    suggestions = ""

    def __init__(self, label: str, *args: Any, **kwargs: Any) -> None:
        given = kwargs.pop("render_kw", None) or {}
        kwargs["render_kw"] = {
            "maxlength": str(2 * NAME_LENGTH),
            "autocomplete": "off",
            "data-suggest": self.suggestions,
            **given,
        }
        super().__init__(label, *args, **kwargs)
        self.candidates: Sequence[Any] = ()
        """What may have been meant, best first."""

    @property
    def pick_name(self) -> str:
        return f"{self.name}-pick"

    @property
    def asked_name(self) -> str:
        return f"{self.name}-asked"

    @property
    def offers(self) -> list[tuple[str, str]]:
        """Return public id and label of what may have been meant."""
        return [(one.public_id, self.label_of(one)) for one in self.candidates]

    @property
    def is_unknown(self) -> bool:
        """Whether something was typed that means nothing of ours, or too much."""
        return bool((self.data or "").strip() and self.errors and self.found is None)

    @property
    def found(self) -> Any:
        raise NotImplementedError

    def label_of(self, one: Any) -> str:
        raise NotImplementedError

    def offer(self, one: Any) -> None:
        """Fill the field in with `one`, unless something was typed."""
        if not self.raw_data:
            self.data = self.label_of(one)

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms' signature
        """Find what the text names; an empty text is for the other validators."""
        text = (self.data or "").strip()
        if text:
            self._resolve(text)
            if self.found is None:
                raise StopValidation(self._complaint(text))

    @abstractmethod
    def _resolve(self, text: str) -> None:
        """Look for what `text` means, and what it may mean."""

    def _picked(self, text: str) -> Any:
        """Return the offer that was ticked, if the text is still the one it was for."""
        if request.form.get(self.asked_name, "").strip() != text:
            return None
        wanted = request.form.get(self.pick_name)
        return next((one for one in self.candidates if one.public_id == wanted), None)

    def _complaint(self, text: str) -> str:
        if self.candidates:
            return "Which of these do you mean?"
        shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
        return f"We don’t know “{shown}” yet. Check the spelling, or suggest it."


class ProductField(_NameField):
    suggestions = "/prices/suggest?q="

    def __init__(self, label: str = "Product", *args: Any, **kwargs: Any) -> None:
        super().__init__(label, *args, **kwargs)
        self.product: Product | None = None

    @property
    def found(self) -> Product | None:
        return self.product

    def label_of(self, one: Product) -> str:
        return lookup.label(one)

    def _resolve(self, text: str) -> None:
        resolution = lookup.resolve_product_text(current_actor(), text)
        self.candidates = resolution.candidates
        self.product = resolution.product or self._picked(text)


class VendorField(_NameField):
    suggestions = "/prices/suggest?kind=vendor"

    def __init__(self, label: str = "Vendor", *args: Any, **kwargs: Any) -> None:
        super().__init__(label, *args, **kwargs)
        self.vendor: Vendor | None = None

    @property
    def found(self) -> Vendor | None:
        return self.vendor

    def label_of(self, one: Vendor) -> str:
        return one.name

    def _resolve(self, text: str) -> None:
        resolution = lookup.resolve_vendor_text(current_actor(), text)
        self.candidates = resolution.candidates
        self.vendor = resolution.vendor or self._picked(text)
