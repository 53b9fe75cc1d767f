"""Arbor Desk to review, in the database."""

from dataclasses import replace

import pytest

from community.catalog.models import Product
from community.core.db import db
from moderation.screening.thresholds import THRESHOLDS
from tests.prices.seeds import arbor_desk
from tests.remembering import remembered


@pytest.fixture
def desk_id(app) -> int:
    return remembered(app, "a desk to review", lambda: arbor_desk(listed=False).id)


@pytest.fixture
def desk(cast, desk_id, context) -> Product:  # the cast first: it commits
    return db.session.get_one(Product, desk_id)


@pytest.fixture(autouse=True)
def _first_reviews_pass(monkeypatch) -> None:
    """Hold no first review: what waits for moderators is shown in tests/moderation."""
    patient = replace(THRESHOLDS, holds_from=1_000.0)
    monkeypatch.setattr("moderation.screening.rules.THRESHOLDS", patient)
