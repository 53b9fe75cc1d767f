"""The town, and people in it who may send as much as they like."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from community.core.db import db
from community.deals import limits as deal_limits
from community.deals.evidence import vault
from community.deals.evidence.models import DealEvidence
from community.threads import limits as thread_limits
from search import service as search_service
from tests.cast import Cast
from tests.remembering import remembered
from tests.security import town as towns
from tests.security.rows import Kept
from tests.security.town import Town
from tests.security.tries import Somebody
from tests.threads.conftest import GENEROUS


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread_limits, "LIMITS", GENEROUS)
    monkeypatch.setattr(deal_limits, "NEW_FOR", deal_limits.NEW_FOR * 0)
    # Nothing here drains the index: how long tests take is no fault of the site.
    monkeypatch.setattr(search_service, "_BEHIND", timedelta(days=1))


@pytest.fixture
def town(app: Flask, cast: Cast, _sealed_files: dict[str, bytes]) -> Town:
    town = remembered(app, "town", towns.build)
    with app.app_context():
        _fill_vault(_sealed_files)
    return town


@pytest.fixture(scope="session")
def _sealed_files() -> dict[str, bytes]:
    return {}


def _fill_vault(sealed: dict[str, bytes]) -> None:
    """Put back the files of a remembered town that an earlier test did away with."""
    for name in _names():
        path = vault.folder() / name
        if name not in sealed:
            sealed[name] = path.read_bytes()
        elif not path.exists():
            path.write_bytes(sealed[name])


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


def _names() -> list[str]:
    named = DealEvidence.file_name
    return list(db.session.scalars(sa.select(named).where(named.is_not(None))))
