"""Programs run side by side: all their words are kept, and one failure is a failure."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from community.bootstrap.process import Progress, Runner


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    with (tmp_path / "lock").open("w") as lock:
        yield Runner(lock.fileno(), tmp_path / "log")


def _program(code: str) -> tuple[str, ...]:
    return (sys.executable, "-S", "-c", code)


@pytest.mark.parametrize(("status", "succeeded"), [(0, True), (3, False)])
def test_all_must_succeed_and_all_is_logged(
    runner: Runner, status: int, *, succeeded: bool
) -> None:
    outcome = runner.show(
        [
            _program(f"import sys; print('one'); sys.exit({status})"),
            _program("import sys; print('two', file=sys.stderr)"),
        ],
        {},
    )

    assert outcome.succeeded is succeeded
    assert sorted(outcome.output.split()) == ["one", "two"]
    assert sorted(runner.log_file.read_text().split()) == ["one", "two"]


def test_a_log_without_room_is_an_error_of_the_system(runner: Runner) -> None:
    full = Runner(runner.lock, Path("/dev/full"))

    with pytest.raises(OSError, match="No space left"):
        full.show([_program("print('x' * 100_000)")], {})


def test_progress_is_a_few_lines(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress()
    for number in range(45):
        progress.read(f"Collecting package-{number}\n")
    progress.read("Installing collected packages: a, b\n")
    progress.read("Installing collected packages: c, d\n")

    assert capsys.readouterr().out.splitlines() == [
        "  20 packages fetched",
        "  40 packages fetched",
        "  unpacking",
    ]
