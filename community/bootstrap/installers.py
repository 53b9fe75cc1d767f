"""What puts packages into the environment, and the variables that it runs with."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from community.bootstrap.process import Runner

# Packages' own tests, which nobody runs, and what only installs.
_NOT_IMPORTED = r"[/\\](tests?|pip|setuptools|pkg_resources)[/\\]"


@dataclass(frozen=True)
class Installer:
    """A command that installs into the environment, and the variables it runs with.

    `at_once` such commands share the packages, which pip works on one by one; one that
    does not compile leaves that to us.
    """

    name: str
    install: tuple[str, ...]
    env: Mapping[str, str]
    at_once: int = 1
    compiles: bool = True


def plain_environment() -> dict[str, str]:
    """Return the environment without what would make our Python load others' packages."""
    unwanted = {"PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__"}
    return {key: value for key, value in os.environ.items() if key not in unwanted}


def quiet_environment() -> dict[str, str]:
    """Return the environment for a helper whose output we read."""
    unwanted = ("PIP_", "UV_", "PYTHONWARNINGS", "VIRTUAL_ENV")
    kept = {k: v for k, v in plain_environment().items() if not k.startswith(unwanted)}
    return kept | {"PYTHONUNBUFFERED": "1"}


def compile_all(python: Path, root: Path, runner: Runner, *, packages: bool) -> None:
    """Compile our own code, and what was installed if so wanted, on all processors.

    Python would do so at the first start, one file after the other, and print what it
    minds in Whoosh; where it may not write, at every start. What does not compile is met
    by whoever imports it.
    """
    folders = [str(root / name) for name in ("community", "moderation", "search")]
    if packages:
        site = "import sysconfig; print(sysconfig.get_path('purelib'))"
        found = runner.run((str(python), "-c", site), quiet_environment())
        folders.append(found.output.strip())
    options = ("-W", "ignore", "-m", "compileall", "-q", "-j", "0", "-x", _NOT_IMPORTED)
    runner.run((str(python), *options, *folders), quiet_environment())


def base_python() -> str:
    """Return the Python below any virtual environment that we may be running in."""
    return str(getattr(sys, "_base_executable", "") or sys.executable)
