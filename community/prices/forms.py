"""What visitors type on price pages: the quote that they hold against what others paid."""

from decimal import Decimal
from typing import Any

from wtforms import Field
from wtforms.validators import StopValidation

from community.core.forms import AskingForm
from community.deals.fields import AmountField, MayBeEmpty, Needed
from community.prices.quoting import QuoteCard

_LARGEST_QUANTITY = Decimal(10) ** 9
_LEAST = Decimal("0.000001")


class AboveNothing:
    """Refuse what no price and no quantity can be."""

    def __init__(self, what: str, most: Decimal | None = None) -> None:
        self.what = what
        self.most = most

    def __call__(self, form: object, field: Field) -> None:  # noqa: ARG002 - WTForms'
        if field.data is None:
            return
        if field.data < _LEAST:
            raise StopValidation(f"{self.what} is above 0.")
        if self.most is not None and field.data > self.most:
            raise StopValidation(f"{self.what} is a thousand million at most.")


class QuoteForm(AskingForm):
    """A quote; what it is compared with stands in the address."""

    quantity = AmountField(
        "Quantity", [MayBeEmpty(), AboveNothing("A quantity", _LARGEST_QUANTITY)]
    )
    amount = AmountField(
        "Total",
        [Needed("Give the amount that you were quoted."), AboveNothing("A price")],
    )

    def __init__(self, card: QuoteCard, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.quantity.label.text = card.quantity_caption
        self.amount.label.text = card.amount_caption
        self.amount.description = card.hint
