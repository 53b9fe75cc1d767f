"""The pips that may do the work, and what somebody's settings say of the way to the index."""

import ast
import os
import re
from pathlib import Path

from community.bootstrap.installers import Installer, base_python, quiet_environment
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
_PIP_SETTING = re.compile(r"^(global|install)\.([a-z-]+)=(.+)$", re.MULTILINE)


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
