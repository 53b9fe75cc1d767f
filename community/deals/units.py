"""How the unit that prices are shown for is written."""

from community.catalog.models import Product
from community.core.money import format_number


def unit_text(product: Product | None, metric: str, unit_quantity: int) -> str:
    """Return the display unit of what is counted in `metric`: the product's words for its own.

    A catalogue that was changed since must not change what a saved price was for.
    """
    if product is not None and (product.metric, product.unit_quantity) == (
        metric,
        unit_quantity,
    ):
        return product.unit or metric
    return metric if unit_quantity == 1 else f"{format_number(unit_quantity)} {metric}"
