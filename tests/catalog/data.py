"""Where the real data sets are, which are not part of the repository."""

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data"


def path_of(name: str) -> Path:
    """Return the file of a data set; skip the test where there is none."""
    folder = Path(os.environ.get("FAIRQUOTE_TEST_DATA", _BESIDE))  # noqa: TID251 - the tests' own
    file = folder / name
    if not file.exists():
        pytest.skip(f"needs {name} of the shared data")
    return file
