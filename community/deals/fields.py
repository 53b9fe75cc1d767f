"""Fields for amounts, counts, months and lists: they keep what was typed and never crash."""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Any

from wtforms import Field, FieldList, SelectMultipleField
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from community.catalog.fields import ProductField
from community.catalog.lookup import label as product_label
from community.catalog.models import Product
from community.core.clock import Month, parse_month
from community.core.errors import Invalid
from community.core.forms import options
from community.core.money import CURRENCIES, parse_amount
from community.core.selects import SelectField
from community.deals.columns import plain
from community.deals.labels import choices

_MOST_DIGITS = 9
_MOST_INDEX_DIGITS = 3


class Needed:
    """Refuse a field without an answer; a wrong answer keeps its own sentence."""

    field_flags = {"required": True}

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, form: object, field: Field) -> None:  # noqa: ARG002 - WTForms'
        if not field.raw_data or not str(field.raw_data[0]).strip():
            field.errors = []
            raise StopValidation(self.sentence)
        if field.errors:
            raise StopValidation
        if field.data is None or field.data is False or field.data == "":
            raise StopValidation(self.sentence)


class MayBeEmpty:
    """Let a field without an answer be; WTForms' Optional takes a space for none too."""

    field_flags = {"optional": True}

    def __call__(self, form: object, field: Field) -> None:  # noqa: ARG002 - WTForms'
        if not field.raw_data or field.raw_data[0] == "":
            field.errors = []
            raise StopValidation


class _TypedField(Field):
    """Text that is read as something else; what was typed comes back as it was."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.shown(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        self.data = None
        text = str(valuelist[0]).strip()
        if text:
            self.data = self.read(text)

    def read(self, text: str) -> Any:
        """Return what `text` means; raise ValueError with a sentence."""
        raise NotImplementedError

    def shown(self, value: Any) -> str:
        return str(value)


class AmountField(_TypedField):
    """A number as people write it: "$1,234.50", "1.234,50", "20 %"."""

    def __init__(self, label: str = "", validators: Any = None, **kwargs: Any) -> None:
        kwargs["render_kw"] = {
            "inputmode": "decimal",
            "autocomplete": "off",
            **kwargs.get("render_kw", {}),
        }
        super().__init__(label, validators or [MayBeEmpty()], **kwargs)

    def read(self, text: str) -> Decimal:
        try:
            return parse_amount(text.removesuffix("%"))
        except Invalid as error:
            raise ValueError(error.message) from None

    def shown(self, value: Any) -> str:
        return str(plain(value))


class CountField(_TypedField):
    """A whole number of 0 or more."""

    def __init__(self, label: str = "", validators: Any = None, **kwargs: Any) -> None:
        kwargs["render_kw"] = {
            "inputmode": "numeric",
            "autocomplete": "off",
            **kwargs.get("render_kw", {}),
        }
        super().__init__(label, validators or [MayBeEmpty()], **kwargs)

    def read(self, text: str) -> int:
        if not (text.isascii() and text.isdigit()) or len(text) > _MOST_DIGITS:
            raise ValueError("Give a whole number, 12 for instance.")
        return int(text)


class MonthField(_TypedField):
    """A month; browsers that have a picker for months show it."""

    widget = TextInput("month")

    def __init__(self, label: str = "", validators: Any = None, **kwargs: Any) -> None:
        kwargs["render_kw"] = {"placeholder": "YYYY-MM", **kwargs.get("render_kw", {})}
        super().__init__(label, validators or [MayBeEmpty()], **kwargs)

    def read(self, text: str) -> Month:
        try:
            return parse_month(text)
        except Invalid as error:
            raise ValueError(error.message) from None


class CheckboxesField(SelectMultipleField):
    """Any number of choices, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


# FieldList is generic in its stubs only.
class SafeFieldList(FieldList):  # type: ignore[type-arg]
    """A list that reads only plain numbers as its indices."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.type = "FieldList"  # the macros ask for it by this name

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        # The inherited one takes "²" for a digit, and thousands of digits for a number.
        start = f"{prefix}-"
        for key in formdata:
            if key.startswith(start):
                index = key[len(start) :].split("-", 1)[0]
                plain_number = index.isascii() and index.isdigit()
                if plain_number and len(index) <= _MOST_INDEX_DIGITS:
                    yield int(index)

    def remove(self, index: int) -> None:
        """Take the entry at `index` out, and number the others anew."""
        self.entries.pop(index)
        self._compact_indices()  # type: ignore[attr-defined]


class LineProductField(ProductField):
    """A product field that knows its deal's products, and resolves a text once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known: dict[str, Product] = {}
        self._resolved: str | None = None

    def know(self, products: Iterator[Product] | list[Product]) -> None:
        """Take these for what their labels say, even if they are hidden by now."""
        self._known = {product_label(one): one for one in products}

    def pre_validate(self, form: Any) -> None:
        text = (self.data or "").strip()
        if self.product is not None and self._resolved == text:
            return
        self._resolved = text
        if text in self._known:
            self.product = self._known[text]
            return
        super().pre_validate(form)


def select(
    kind: type[StrEnum],
    caption: str,
    *,
    empty: str | None = None,
    need: str = "",
    **kwargs: Any,
) -> SelectField:
    """Return a choice of one; with `need` it must be made, and the sentence says so."""
    offered = choices(kind)
    if empty is not None:
        offered = [("", empty), *offered]
    return SelectField(
        caption,
        [Needed(need)] if need else [MayBeEmpty()],
        choices=options(offered),
        **kwargs,
    )


def tick_boxes(kind: type[StrEnum], caption: str, **kwargs: Any) -> CheckboxesField:
    return CheckboxesField(
        caption, choices=options(choices(kind)), default=(), **kwargs
    )


class CurrencyField(SelectField):
    """A currency of which we have rates; any other is refused in words."""

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms'
        if self.data and self.data not in CURRENCIES:
            raise ValidationError(
                "Choose a currency from the list: we have rates of these alone."
            )


def text_of(field: Field) -> str:
    return str(field.data or "")
