"""A stamp tells a finished environment from an interrupted, moved or outdated one."""

from pathlib import Path

import pytest

from community.bootstrap.stamp import (
    read_stamp,
    wanted_stamp,
    write_stamp,
    write_unfinished,
)

NOTHING: frozenset[str] = frozenset()
TEST = frozenset({"test"})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("a")
    (tmp_path / "requirements.lock").write_text("b")
    return tmp_path


def test_a_stamp_is_read_as_written(root: Path) -> None:
    stamp = wanted_stamp(root, root / "python", TEST)

    write_stamp(root / "stamp", stamp)

    assert read_stamp(root / "stamp") == stamp


def test_a_stamp_for_tests_also_serves(root: Path) -> None:
    plain = wanted_stamp(root, root / "python", NOTHING)
    test = wanted_stamp(root, root / "python", TEST)

    assert test.covers(plain)
    assert not plain.covers(test)


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements.lock"])
def test_a_changed_project_or_lock_asks_for_another_stamp(
    root: Path, name: str
) -> None:
    before = wanted_stamp(root, root / "python", NOTHING)

    (root / name).write_text("changed")

    assert not before.covers(wanted_stamp(root, root / "python", NOTHING))


def test_another_python_asks_for_another_stamp(root: Path) -> None:
    before = wanted_stamp(root, root / "python3.11", NOTHING)

    assert not before.covers(wanted_stamp(root, root / "python3.13", NOTHING))


def test_an_unfinished_install_has_no_stamp(root: Path) -> None:
    file = root / ".venv" / "stamp"

    write_unfinished(file)

    assert file.exists()
    assert read_stamp(file) is None


def test_a_missing_stamp_is_none(root: Path) -> None:
    assert read_stamp(root / "nothing") is None
