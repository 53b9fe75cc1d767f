"""The town, and people in it who may send as much as they like."""

from collections.abc import Iterator

import pytest
from flask import Flask

from community.core.db import transaction
from community.deals import limits as deal_limits
from community.threads import limits as thread_limits
from tests.cast import Cast
from tests.security import town as towns
from tests.security.rows import Kept
from tests.security.town import Town
from tests.security.tries import Somebody
from tests.threads.conftest import GENEROUS


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread_limits, "LIMITS", GENEROUS)
    monkeypatch.setattr(deal_limits, "NEW_FOR", deal_limits.NEW_FOR * 0)


@pytest.fixture
def town(app: Flask, cast: Cast) -> Town:
    with app.app_context(), transaction():
        return towns.build()


@pytest.fixture
def kept(app: Flask, somebody: Somebody) -> Iterator[Kept]:
    """Return what all tables held before the test, once everybody is there."""
    kept = Kept(app)
    yield kept
    kept.close()


@pytest.fixture
def somebody(app: Flask, cast: Cast, town: Town, role: str) -> Somebody:
    """Return who tries: a test names the `role`."""
    return Somebody(app, cast, role)
