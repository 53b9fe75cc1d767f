"""Arbor with what is published of it, and a receiver of webhooks."""

import pytest
import sqlalchemy as sa

from community.catalog.rules import ensure_product, ensure_vendor
from community.core.db import db, transaction
from community.dashboard.metrics.tally import EXTENSION as TALLY
from community.dashboard.models import MeasuredFact
from tests.dashboard.receiving import receiver  # noqa: F401 - a fixture
from tests.dashboard.trade import publish_savings
from tests.dashboard.week import at
from tests.prices.factories import f1, publish_series, series_of


@pytest.fixture(autouse=True)
def _nothing_was_read(app) -> None:
    """Forget the pages that tests before this one read: their number is kept in memory."""
    app.extensions[TALLY].write()
    with app.app_context(), transaction():
        db.session.execute(sa.delete(MeasuredFact))


@pytest.fixture
def vendors(app, cast) -> dict[str, int]:
    """Return the ids of Arbor's desk, of which a price is published, and of its mill."""
    with at(-30, 9), app.app_context(), transaction():
        arbor = ensure_vendor("Arbor")
        desk = ensure_product(arbor, "Arbor Desk")
        mill = ensure_product(arbor, "Arbor Mill")
        publish_series(series_of(desk), f1())
        cast.speak_for(arbor.id)
        made = {"arbor": arbor.id, "desk": desk.id, "mill": mill.id}
        publish_savings(made)
        return made
