"""The scene of an attack: a market of its own for each test."""

from datetime import timedelta

import pytest
from flask import Flask

from search import service as search_service
from tests.privacy.scene import Scene


@pytest.fixture(autouse=True)
def _nothing_is_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a crawl on a busy machine take as long as it takes: /readyz minds no index."""
    monkeypatch.setattr(search_service, "_BEHIND", timedelta(days=1))


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene(app)
