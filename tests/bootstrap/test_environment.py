"""Whatever happened before, `ensure` ends with a complete environment or one sentence."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from community.bootstrap import environment
from community.bootstrap.environment import Environment
from community.bootstrap.installers import Installer
from community.bootstrap.process import Runner
from community.bootstrap.stopped import StoppedError
from community.bootstrap.uv import with_uv
from tests.bootstrap.checkout import Checkout

ROOT = Path(__file__).resolve().parents[2]
NOTHING: frozenset[str] = frozenset()
TEST = frozenset({"test"})
START = """
import pathlib, sys
from community.bootstrap.environment import Environment
Environment(pathlib.Path(sys.argv[1])).ensure(frozenset())
"""


def test_the_first_start_installs_and_the_next_does_not(checkout: Checkout) -> None:
    Environment(checkout.root).ensure(NOTHING)
    Environment(checkout.root).ensure(NOTHING)

    assert checkout.installs == 1
    assert (checkout.venv / "bin" / "python").exists()


def test_tests_add_to_it_and_serving_is_content_with_that(checkout: Checkout) -> None:
    Environment(checkout.root).ensure(NOTHING)
    Environment(checkout.root).ensure(TEST)
    Environment(checkout.root).ensure(NOTHING)

    assert checkout.installs == 2


@pytest.mark.parametrize(
    ("file", "kept"), [("pyproject.toml", True), ("requirements.lock", False)]
)
def test_a_changed_project_is_added_to_and_a_changed_lock_made_anew(
    checkout: Checkout, file: str, *, kept: bool
) -> None:
    Environment(checkout.root).ensure(NOTHING)
    (checkout.venv / "left").touch()
    path = checkout.root / file
    path.write_text(path.read_text() + "# changed\n")

    Environment(checkout.root).ensure(NOTHING)

    assert checkout.installs == 2
    assert (checkout.venv / "left").exists() is kept


def test_what_was_installed_before_comes_along(checkout: Checkout) -> None:
    Environment(checkout.root).ensure(TEST)
    (checkout.root / "requirements.lock").write_text(
        "# [runtime]\n# [build]\n# [test]\n#"
    )

    Environment(checkout.root).ensure(NOTHING)
    Environment(checkout.root).ensure(TEST)

    assert checkout.installs == 2


def test_an_interrupted_install_starts_afresh(checkout: Checkout) -> None:
    checkout.uv(then="kill -9 $PPID; sleep 0.2; exit 1")
    killed = subprocess.run(
        [sys.executable, "-c", START, checkout.root], cwd=ROOT, check=False
    )
    (checkout.venv / "half").touch()
    checkout.uv()

    Environment(checkout.root).ensure(NOTHING)

    assert killed.returncode == -9
    assert not (checkout.venv / "half").exists()
    assert checkout.installs == 2


def test_two_starts_at_once_install_once(checkout: Checkout) -> None:
    checkout.uv(seconds=0.5)
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", START, checkout.root],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    told = [start.communicate()[0] for start in starts]

    assert [start.returncode for start in starts] == [0, 0]
    assert checkout.installs == 1
    assert sum("waiting for it" in text for text in told) == 1


def test_a_moved_checkout_is_installed_again(checkout: Checkout) -> None:
    Environment(checkout.root).ensure(NOTHING)
    moved = checkout.root.rename(checkout.root.with_name("elsewhere"))
    there = Checkout(moved, moved.parent / "tools")
    there.uv()

    Environment(moved).ensure(NOTHING)

    assert there.installs == 2


def test_an_environment_of_somebody_elses_is_used_as_it_is(checkout: Checkout) -> None:
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", checkout.venv], check=True
    )
    (checkout.venv / "mine").touch()

    Environment(checkout.root).ensure(NOTHING)

    assert checkout.installs == 1
    assert (checkout.venv / "mine").exists()


def test_a_folder_that_is_no_environment_is_left_alone(checkout: Checkout) -> None:
    checkout.venv.mkdir()
    (checkout.venv / "letters.txt").touch()

    with pytest.raises(StoppedError, match=r"is not a virtual environment\. Move it"):
        Environment(checkout.root).ensure(NOTHING)

    assert (checkout.venv / "letters.txt").exists()


def test_what_cannot_be_written_is_told_in_one_line(checkout: Checkout) -> None:
    checkout.venv.symlink_to(checkout.root / "missing" / "folder")

    with pytest.raises(StoppedError, match=r"Cannot prepare .*\.venv: "):
        Environment(checkout.root).ensure(NOTHING)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("No space left on device", "The disk is full"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "not the one that"),
        ("Temporary failure in name resolution", "cannot be reached"),
        ("invalid peer certificate: UnknownIssuer", "does not trust"),
    ],
)
def test_known_causes_are_named(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, said: str, told: str
) -> None:
    checkout.uv(then=f"echo '{said}' >&2; exit 1")
    monkeypatch.setattr(environment, "WAYS", (with_uv,))

    with pytest.raises(StoppedError, match=told):
        Environment(checkout.root).ensure(NOTHING)


def test_the_next_way_starts_on_clean_ground(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "WAYS", (with_uv, with_uv))
    failed = checkout.root / "failed"
    checkout.uv(
        then=f"[ -e {failed} ] || {{ touch {failed} {checkout.venv}/half; exit 1; }}"
    )

    Environment(checkout.root).ensure(NOTHING)

    assert checkout.installs == 2
    assert not (checkout.venv / "half").exists()


def test_a_fetched_uv_is_gone_when_all_is_in_place(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "WAYS", (with_uv,))
    checkout.uv(then=f"mkdir -p {checkout.venv}/uv/bin")

    Environment(checkout.root).ensure(NOTHING)

    assert checkout.installs == 1
    assert not (checkout.venv / "uv").exists()


def test_pips_share_the_lock_and_what_they_unpack_is_compiled(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_two(python: Path, runner: Runner) -> Installer | None:
        uv = with_uv(python, runner)
        assert uv is not None
        return replace(uv, name="pip", at_once=2, compiles=False)

    monkeypatch.setattr(environment, "WAYS", (with_two,))
    (checkout.root / "community").mkdir()
    (checkout.root / "community" / "ours.py").touch()

    Environment(checkout.root).ensure(NOTHING)

    assert checkout.installs == 2
    assert list((checkout.root / "community").rglob("ours.*.pyc"))


def test_an_unknown_failure_is_shown_with_its_log(
    checkout: Checkout,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(environment, "WAYS", (with_uv,))
    checkout.uv(then="echo something odd >&2; exit 1")

    with pytest.raises(StoppedError, match=r"could not be installed; see also .*log"):
        Environment(checkout.root).ensure(NOTHING)

    assert "something odd" in capsys.readouterr().out


def test_without_any_way_the_missing_package_is_named(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "WAYS", ())

    with pytest.raises(StoppedError, match="apt install python3-venv"):
        Environment(checkout.root).ensure(NOTHING)
