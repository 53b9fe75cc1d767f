"""A checkout with nothing in it."""

from pathlib import Path

import pytest

from tests.bootstrap.checkout import Checkout


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    root, tools = tmp_path / "clone", tmp_path / "tools"
    root.mkdir()
    tools.mkdir()
    (root / "pyproject.toml").write_text("[project]\nname = 'fairquote'\n")
    (root / "requirements.lock").write_text("# [runtime]\n# [build]\n# [test]\n")
    monkeypatch.setenv("PATH", f"{tools}:/usr/bin:/bin")
    made = Checkout(root, tools)
    made.uv()
    return made
