"""Arbor Desk to review, in the database."""

import pytest

from community.catalog.models import Product
from community.core.db import db, transaction
from tests.prices.seeds import arbor_desk


@pytest.fixture
def desk_id(app) -> int:
    with app.app_context(), transaction():
        return arbor_desk(listed=False).id


@pytest.fixture
def desk(cast, desk_id, context) -> Product:  # the cast first: it commits
    return db.session.get_one(Product, desk_id)
