"""A look at figures when somebody has left them: those that rest on too few go (P17)."""

from collections.abc import Iterable, Sequence

from community.core import clock
from community.core.chunks import chunks
from community.core.events import ManyContentChanged, publish
from community.core.settings import get_settings
from community.prices.gathering import standing
from community.prices.thresholds import thresholds_of
from community.prices.withholding import withhold


def withhold_where_too_few(
    product_ids: Sequence[int], *, besides: Sequence[int] = ()
) -> None:
    """Take away what would rest on too few, without the deals `besides`."""
    thresholds = thresholds_of(get_settings())
    oldest = clock.add_months(clock.current_month(), -thresholds.age_months)
    withhold(product_ids, standing(product_ids, oldest, besides=besides), thresholds)
    have_indexed(product_ids)


def have_indexed(product_ids: Iterable[int]) -> None:
    """Have search look at products again."""
    for chunk in chunks(list(product_ids)):
        publish(ManyContentChanged("product", tuple(chunk)))
