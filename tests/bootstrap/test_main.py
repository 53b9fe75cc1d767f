"""What the words after `python3 -m community` mean."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from community.bootstrap.main import arguments, extras, main, read, variables
from community.bootstrap.stopped import StoppedError

ROOT = Path(__file__).resolve().parents[2]
VENV = Path("/fq/.venv")
FAIRQUOTE = "/fq/.venv/bin/fairquote"


@pytest.mark.parametrize(
    ("typed", "run"),
    [
        ([], [FAIRQUOTE, "serve", "--first-run-sample"]),
        (
            ["--port", "81", "--data-dir", "d"],
            [FAIRQUOTE, "serve", "--first-run-sample", "--port", "81"],
        ),
        (["--port=81"], [FAIRQUOTE, "serve", "--first-run-sample", "--port", "81"]),
        (
            ["--bind", "::1:80"],
            [FAIRQUOTE, "serve", "--first-run-sample", "--bind", "::1:80"],
        ),
        (["serve", "--port", "81"], [FAIRQUOTE, "serve", "--port", "81"]),
        (["--port", "81", "serve"], [FAIRQUOTE, "serve", "--port", "81"]),
        (
            ["import", "prices", "f.csv", "--map", "gsa"],
            [FAIRQUOTE, "import", "prices", "f.csv", "--map", "gsa"],
        ),
        (["--version"], [FAIRQUOTE, "--version"]),
        (["test"], ["-m", "pytest", "-n", "auto", "--dist", "worksteal"]),
        (
            ["test", "-q", "--port", "81"],
            ["-m", "pytest", "-n", "auto", "--dist", "worksteal", "-q"],
        ),
        (["test", "-n", "0"], ["-m", "pytest", "-n", "0"]),
        (["test", "--pdb"], ["-m", "pytest", "--pdb"]),
        (["test", "tests/bootstrap::x"], ["-m", "pytest", "tests/bootstrap::x"]),
    ],
)
def test_words_become_a_command(typed: list[str], run: list[str]) -> None:
    assert arguments(read(typed), VENV) == run


@pytest.mark.parametrize("port", ["0", "65536", "-1", "8000x", "", "\N{DIGIT ONE}.5"])
def test_a_bad_port_is_refused_in_one_line(
    port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--port", port])

    assert stopped.value.code == 2
    assert "a port is a number from 1 to 65535" in capsys.readouterr().err


def test_a_port_for_a_command_without_one_is_refused() -> None:
    with pytest.raises(StoppedError, match="--port goes with serving"):
        arguments(read(["--port", "81", "migrate"]), VENV)


def test_data_dir_reaches_every_command_as_a_setting() -> None:
    words = read(["--data-dir", "d", "import", "prices", "f.csv"])

    assert variables(words, {"A": "b"}) == {"A": "b", "FAIRQUOTE_DATA_DIR": "d"}


def test_tests_never_see_the_sites_own_settings(tmp_path: Path) -> None:
    words = read(["test", "--port", "81", "--data-dir", str(tmp_path / "d")])
    environ = {
        "HOME": "h",
        "FAIRQUOTE_DATABASE_URL": "postgresql://production",
        "FAIRQUOTE_TEST_DATABASE_URL": "postgresql://test",
    }

    assert variables(words, environ) == {
        "HOME": "h",
        "FAIRQUOTE_TEST_DATABASE_URL": "postgresql://test",
        "FAIRQUOTE_TEST_PORT": "81",
        "PYTEST_DEBUG_TEMPROOT": str(tmp_path / "d"),
    }
    assert (tmp_path / "d").is_dir()


def test_a_data_dir_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoppedError, match=r"--data-dir .*: Not a directory"):
        variables(read(["test", "--data-dir", str(tmp_path / "file" / "d")]), {})


@pytest.mark.parametrize(
    ("typed", "environ", "wanted"),
    [
        ([], {}, set()),
        (["test", "-q"], {}, {"test"}),
        (["install", "e2e", "dev"], {}, {"e2e", "dev"}),
        ([], {"FAIRQUOTE_DATABASE_URL": "postgresql://h/n"}, {"postgres"}),
        ([], {"FAIRQUOTE_DATABASE_URL": "sqlite:////x"}, set()),
        (
            ["test"],
            {"FAIRQUOTE_TEST_DATABASE_URL": "postgres://h/n"},
            {"test", "postgres"},
        ),
    ],
)
def test_a_command_brings_the_extras_it_needs(
    typed: list[str], environ: dict[str, str], wanted: set[str]
) -> None:
    assert extras(read(typed), environ) == wanted


def test_help_needs_the_standard_library_alone() -> None:
    finished = subprocess.run(
        [sys.executable, "-S", "-m", "community", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert finished.returncode == 0
    assert finished.stdout.startswith("Usage: python3 -m community")


def test_the_door_parses_on_pythons_that_it_refuses() -> None:
    tree = ast.parse((ROOT / "community" / "__main__.py").read_text())
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.FunctionDef, ast.Match)

    assert [node for node in ast.walk(tree) if isinstance(node, newer)] == []
    assert (ROOT / "community" / "__init__.py").read_bytes() == b""
