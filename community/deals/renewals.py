"""Contracts of one's own that run out soon: told where one reads one's prices (pure).

Nothing of it is stored or sent: a letter that came on some day would tell whoever sees
it arrive that something was bought, and when.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from community.catalog.models import Product
from community.catalog.paths import product_path
from community.core.clock import Month
from community.core.templating import date_text, month_name
from community.deals.models import Deal

SOON_MONTHS = 6
"""Months ahead: most notices are of 90 days, and a negotiation takes as long."""


@dataclass(frozen=True)
class Renewal:
    """A contract that runs out; `notice` is "" where none was agreed on or known."""

    deal_id: str
    products: str
    month: str
    notice: str
    prices_url: str


def renewals_of(deals: Iterable[Deal], today: date) -> list[Renewal]:
    """Return what to tell of `deals`, all with a month in which they run out."""
    return [
        Renewal(
            deal_id=one.public_id,
            products=_names([line.product for line in one.lines]),
            month=month_name(month),
            notice=_notice(month, one.notice_days, today),
            prices_url=product_path(one.lines[0].product),
        )
        for one in deals
        if (month := one.expiry_month) is not None
    ]


def _names(products: list[Product]) -> str:
    return ", ".join(dict.fromkeys(one.name for one in products))


def _notice(month: Month | str, days: int | None, today: date) -> str:
    """Return by when notice is due, on the safe side: as if the month's first day were the end."""
    if not days:
        return ""
    first = date(int(month[:4]), int(month[5:7]), 1)
    due = first - timedelta(days=days)
    if due < today:
        return f"The notice of {days} days may be over already: look into the contract."
    return f"With {days} days of notice, give it by {date_text(due)}."
