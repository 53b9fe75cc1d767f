"""The ways to put packages into the environment: uv, its own pip, the system's pip."""

import ast
import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from community.bootstrap.process import Runner

_PIPS = 2
_OLDEST_PIP = (22, 3)  # the first that knows --python
# What may be said about the way to the package index; everything else in somebody's
# pip settings (user, target, require-virtualenv, no-compile ...) is about other projects.
_PIP_KEPT = (
    "index-url",
    "extra-index-url",
    "find-links",
    "no-index",
    "trusted-host",
    "proxy",
    "cert",
    "client-cert",
    "timeout",
    "default-timeout",
    "retries",
    "cache-dir",
    "keyring-provider",
)
# Packages' own tests, which nobody runs, and what only installs.
_NOT_IMPORTED = r"[/\\](tests?|pip|setuptools|pkg_resources)[/\\]"
_UV_KEPT = (
    "UV_INDEX",
    "UV_DEFAULT_INDEX",
    "UV_INDEX_URL",
    "UV_EXTRA_INDEX_URL",
    "UV_FIND_LINKS",
    "UV_OFFLINE",
    "UV_INSECURE_HOST",
    "UV_NATIVE_TLS",
    "UV_SYSTEM_CERTS",
    "UV_HTTP_TIMEOUT",
    "UV_CACHE_DIR",
    "UV_KEYRING_PROVIDER",
)
_PIP_SETTING = re.compile(r"^(global|install)\.([a-z-]+)=(.+)$", re.MULTILINE)


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


def with_uv(python: Path, _runner: Runner) -> Installer | None:
    """Return uv, when it is on the PATH."""
    uv = shutil.which("uv")
    if not uv:
        return None
    install = (uv, "pip", "install", "--python", str(python), "--compile-bytecode")
    return Installer("uv", install, _uv_environment())


def with_own_pip(python: Path, runner: Runner) -> Installer | None:
    """Return a pip inside the environment; Debian has none without python3-venv."""
    made = runner.run((str(python), "-m", "ensurepip"), quiet_environment())
    if not made.succeeded:
        return None
    pip = (str(python), "-m", "pip")
    return _with_pip("pip", pip, (*pip, "install"), runner)


def with_system_pip(python: Path, runner: Runner) -> Installer | None:
    """Return the pip of the Python below, when it can work on another environment."""
    pip = (base_python(), "-m", "pip")
    if _pip_version(pip, runner) < _OLDEST_PIP:
        return None
    install = (*pip, "--python", str(python), "install")
    return _with_pip("the system's pip", pip, install, runner)


def _with_pip(
    name: str, pip: tuple[str, ...], install: tuple[str, ...], runner: Runner
) -> Installer:
    return Installer(
        name,
        (*install, "--no-compile"),
        _pip_environment(pip, runner),
        at_once=_PIPS,
        compiles=False,
    )


WAYS: tuple[Callable[[Path, Runner], Installer | None], ...] = (
    with_uv,
    with_own_pip,
    with_system_pip,
)


def plain_environment() -> dict[str, str]:
    """Return the environment without what would make our Python load others' packages."""
    unwanted = {"PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__"}
    return {key: value for key, value in os.environ.items() if key not in unwanted}


def quiet_environment() -> dict[str, str]:
    """Return the environment for a helper whose output we read."""
    unwanted = ("PIP_", "UV_", "PYTHONWARNINGS", "VIRTUAL_ENV")
    kept = {k: v for k, v in plain_environment().items() if not k.startswith(unwanted)}
    return kept | {"PYTHONUNBUFFERED": "1"}


def _uv_environment() -> dict[str, str]:
    # Trust what the machine trusts, as pip does on Debian: a company's proxy, say.
    ours = {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"}
    if "PIP_INDEX_URL" in os.environ:
        ours["UV_DEFAULT_INDEX"] = os.environ["PIP_INDEX_URL"]
    kept = {name: os.environ[name] for name in _UV_KEPT if name in os.environ}
    return quiet_environment() | ours | kept


def _pip_environment(pip: tuple[str, ...], runner: Runner) -> dict[str, str]:
    """Return an environment with the index of pip's settings and nothing else of them."""
    settings = _pip_settings(pip, runner)
    for name in _PIP_KEPT:
        value = os.environ.get(_variable(name))
        if value:
            settings[name] = value
    return (
        quiet_environment()
        | {_variable(name): value for name, value in settings.items()}
        | {
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_NO_INPUT": "1",
            "PIP_ROOT_USER_ACTION": "ignore",
        }
    )


def _pip_settings(pip: tuple[str, ...], runner: Runner) -> dict[str, str]:
    """Return what the person's and the machine's pip.conf say about the index."""
    env = quiet_environment()
    if "PIP_CONFIG_FILE" in os.environ:
        env["PIP_CONFIG_FILE"] = os.environ["PIP_CONFIG_FILE"]
    # -vvv, because a "quiet" in the file would silence the list itself.
    listed = runner.run((*pip, "-vvv", "config", "list"), env)
    found = _PIP_SETTING.findall(listed.output)
    settings: dict[str, str] = {}
    for _section, name, value in sorted(found, key=lambda line: line[0]):
        if name in _PIP_KEPT:
            settings[name] = str(ast.literal_eval(value)).strip()
    return settings


def _variable(name: str) -> str:
    return "PIP_" + name.upper().replace("-", "_")


def _pip_version(pip: tuple[str, ...], runner: Runner) -> tuple[int, ...]:
    told = runner.run((*pip, "--version"), quiet_environment())
    found = re.match(r"pip (\d+)\.(\d+)", told.output)
    return tuple(int(part) for part in found.groups()) if found else ()


def compile_all(python: Path, root: Path, runner: Runner) -> None:
    """Compile what was installed and our own code, on all processors.

    Python would do so at the first start, one file after the other, and print what it
    minds in Whoosh. What does not compile is met by whoever imports it.
    """
    site = "import sysconfig; print(sysconfig.get_path('purelib'))"
    found = runner.run((str(python), "-c", site), quiet_environment())
    ours = [root / name for name in ("community", "moderation", "search")]
    options = ("-W", "ignore", "-m", "compileall", "-q", "-j", "0", "-x", _NOT_IMPORTED)
    folders = (found.output.strip(), *map(str, ours))
    runner.run((str(python), *options, *folders), quiet_environment())


def base_python() -> str:
    """Return the Python below any virtual environment that we may be running in."""
    return str(getattr(sys, "_base_executable", "") or sys.executable)
