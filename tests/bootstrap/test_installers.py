"""Of a person's pip and uv settings, only the way to the index is taken over."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from community.bootstrap.installers import compile_all
from community.bootstrap.pip import with_own_pip
from community.bootstrap.process import Runner
from community.bootstrap.uv import with_fetched_uv, with_uv

_PYTHON = """\
#!/bin/sh
case "$*" in
  *ensurepip*) exit {ensurepip} ;;
  *"config list"*) cat "{listed}" ;;
  *--target*) {fetch} ;;
esac
"""


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    with (tmp_path / "lock").open("w") as lock:
        yield Runner(lock.fileno(), tmp_path / "log")


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PIP_INDEX_URL", "PIP_CERT", "PIP_FIND_LINKS", "PIP_DEFAULT_TIMEOUT"):
        monkeypatch.delenv(name, raising=False)


def _python(
    folder: Path, listed: str = "", *, ensurepip: int = 0, fetch: str = "exit 1"
) -> Path:
    (folder / "listed").write_text(listed)
    python = folder / "python"
    python.write_text(
        _PYTHON.format(ensurepip=ensurepip, listed=folder / "listed", fetch=fetch)
    )
    python.chmod(0o755)
    return python


def test_pip_settings_keep_the_way_to_the_index(tmp_path: Path, runner: Runner) -> None:
    listed = (
        "For variant 'user', will try loading '/x'\n"
        "global.index-url='https://index.example/simple'\n"
        "global.user='true'\n"
        "global.require-virtualenv='true'\n"
        "install.index-url='https://install.example/simple'\n"
        "install.target='/junk'\n"
        "global.find-links='/one\\n/two'\n"
    )

    found = with_own_pip(_python(tmp_path, listed), runner)

    assert found is not None
    pip = {name: value for name, value in found.env.items() if name.startswith("PIP_")}
    assert pip == {
        "PIP_INDEX_URL": "https://install.example/simple",
        "PIP_FIND_LINKS": "/one\n/two",
        "PIP_CONFIG_FILE": "/dev/null",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
        "PIP_ROOT_USER_ACTION": "ignore",
    }


def test_variables_win_over_files_and_unwanted_ones_go(
    tmp_path: Path, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://variable.example/simple")
    monkeypatch.setenv("PIP_DRY_RUN", "1")
    monkeypatch.setenv("PYTHONPATH", "/junk")
    monkeypatch.setenv("PYTHONWARNINGS", "error")

    found = with_own_pip(
        _python(tmp_path, "global.index-url='https://file.example'\n"), runner
    )

    assert found is not None
    assert found.env["PIP_INDEX_URL"] == "https://variable.example/simple"
    assert not {"PIP_DRY_RUN", "PYTHONPATH", "PYTHONWARNINGS"} & set(found.env)


def test_without_ensurepip_there_is_no_own_pip(tmp_path: Path, runner: Runner) -> None:
    assert with_own_pip(_python(tmp_path, ensurepip=1), runner) is None


def test_uv_is_used_only_when_it_is_on_the_path(
    tmp_path: Path, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    python = _python(tmp_path)

    assert with_uv(python, runner) is None
    (tmp_path / "uv").write_text("#!/bin/sh\n")
    (tmp_path / "uv").chmod(0o755)
    assert with_uv(python, runner) is not None


def test_uv_follows_pips_index_and_none_of_its_own_targets(
    tmp_path: Path, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "uv").write_text("#!/bin/sh\n")
    (tmp_path / "uv").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.example/simple")
    monkeypatch.setenv("UV_SYSTEM_PYTHON", "1")
    monkeypatch.setenv("UV_HTTP_TIMEOUT", "9")

    found = with_uv(_python(tmp_path), runner)

    assert found is not None
    assert found.env["UV_DEFAULT_INDEX"] == "https://index.example/simple"
    assert found.env["UV_HTTP_TIMEOUT"] == "9"
    assert "UV_SYSTEM_PYTHON" not in found.env


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """Return the folder of the Python of a checkout whose lock names a uv."""
    (tmp_path / "requirements.lock").write_text("# [runtime]\n# [installer]\nuv==1\n")
    folder = tmp_path / ".venv" / "bin"
    folder.mkdir(parents=True)
    return folder


def test_a_uv_is_fetched_and_told_of_pips_index(
    environment: Path, runner: Runner
) -> None:
    listed = (
        "global.index-url='https://index.example/simple'\n"
        "global.extra-index-url='https://a.example\\nhttps://b.example'\n"
        "global.find-links='/one\\n/two'\n"
    )

    found = with_fetched_uv(_python(environment, listed, fetch="exit 0"), runner)

    assert found is not None
    assert found.install[0] == str(environment.parent / "uv" / "bin" / "uv")
    assert (environment.parent / "locked-uv.txt").read_text() == "uv==1\n"
    assert {k: v for k, v in found.env.items() if k.startswith("UV_")} == {
        "UV_DEFAULT_INDEX": "https://index.example/simple",
        "UV_INDEX": "https://a.example https://b.example",
        "UV_FIND_LINKS": "/one,/two",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_NATIVE_TLS": "1",
        "UV_SYSTEM_CERTS": "1",
    }


def test_a_uv_that_cannot_be_fetched_is_no_way(
    environment: Path, runner: Runner
) -> None:
    assert with_fetched_uv(_python(environment), runner) is None


def test_without_a_uv_in_the_lock_none_is_fetched(
    environment: Path, runner: Runner
) -> None:
    (environment.parents[1] / "requirements.lock").write_text("# [runtime]\n")

    assert with_fetched_uv(_python(environment, fetch="exit 0"), runner) is None


def test_what_is_imported_is_compiled_and_nothing_else(
    tmp_path: Path, runner: Runner
) -> None:
    folder = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    [site] = folder.glob("lib/python3*/site-packages")
    for name in ("odd/tests/test_odd.py", "odd/words.py", "odd/broken.py"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text("1 is 1\n" if "broken" not in name else "1 =\n")
    (tmp_path / "community").mkdir()
    (tmp_path / "community" / "ours.py").touch()

    made = []
    for packages in (False, True):
        compile_all(folder / "bin" / "python", tmp_path, runner, packages=packages)
        made.append({path.name.split(".")[0] for path in tmp_path.rglob("*.pyc")})

    assert made == [{"ours"}, {"words", "ours"}]
