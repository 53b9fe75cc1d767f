"""The scene of an attack: a market of its own for each test."""

import pytest
from flask import Flask

from tests.privacy.scene import Scene


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene(app)
