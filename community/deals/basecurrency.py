"""The currency that prices are compared in: set once, for history is never converted again."""

import sqlalchemy as sa

from community.core.db import db
from community.core.settings import SettingsError, get_settings
from community.deals.models import Deal


def require_same_currency() -> None:
    """Raise SettingsError where deals were converted to another base than today's (N5).

    What they come to in it is stored, and what was released of them stands: after a
    change old prices and new ones would be two figures of a product, each half of it.
    """
    base = get_settings().base_currency
    with db.engine.connect().execution_options(fairquote_reads=True) as connection:
        other = connection.scalar(
            sa.select(Deal.base_currency).where(Deal.base_currency != base).limit(1)
        )
    if other is not None:
        raise SettingsError(
            f"FAIRQUOTE_BASE_CURRENCY is {base}, and there are prices in {other} already: "
            f"they are converted once and never again. Set it back to {other}."
        )
