"""uv, which does in a third of the time what pip does: the machine's, or one fetched for us."""

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from community.bootstrap.installers import Installer, quiet_environment
from community.bootstrap.lockfile import sections
from community.bootstrap.pip import with_own_pip, with_system_pip
from community.bootstrap.process import Runner

_KEPT = (
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
FETCHED = "uv"
"""The folder of an environment that holds a fetched uv while it works."""
# What pip is told of the way to the index, in uv's words, and what parts several.
_SAID_TO_PIP = (
    ("PIP_INDEX_URL", "UV_DEFAULT_INDEX", " "),
    ("PIP_EXTRA_INDEX_URL", "UV_INDEX", " "),
    ("PIP_FIND_LINKS", "UV_FIND_LINKS", ","),
    ("PIP_TRUSTED_HOST", "UV_INSECURE_HOST", " "),
    ("PIP_CERT", "SSL_CERT_FILE", " "),
    ("PIP_PROXY", "ALL_PROXY", " "),
)


def with_uv(python: Path, _runner: Runner) -> Installer | None:
    """Return uv, when it is on the PATH."""
    uv = shutil.which("uv")
    return _installer(uv, python, os.environ) if uv else None


def with_fetched_uv(python: Path, runner: Runner) -> Installer | None:
    """Return the uv that the lock names, fetched by pip from where all packages come.

    It lies in the environment's folder until the packages are in place. None when
    pip cannot fetch it, or when the lock names none.
    """
    lock = python.parents[2] / "requirements.lock"
    wanted = sections(lock.read_text()).get("installer") if lock.exists() else None
    if not wanted:
        return None
    pip = with_own_pip(python, runner) or with_system_pip(python, runner)
    if pip is None:
        return None
    folder = python.parents[1] / FETCHED
    chosen = python.parents[1] / "locked-uv.txt"
    chosen.write_text("".join(wanted))
    options = ("--quiet", "--no-deps", "--require-hashes", "--target", str(folder))
    fetched = runner.run((*pip.install, *options, "-r", str(chosen)), pip.env)
    if not fetched.succeeded:
        return None
    return _installer(str(folder / "bin" / "uv"), python, pip.env)


def _installer(uv: str, python: Path, told: Mapping[str, str]) -> Installer:
    """Return `uv` as installer, with the way to the index that pip was `told`."""
    install = (uv, "pip", "install", "--python", str(python), "--compile-bytecode")
    # Trust what the machine trusts, as pip does on Debian: a company's proxy, say.
    ours = {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"}
    # The hashes of the lock say which package is meant, whichever index has it.
    ours["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    for of_pip, of_uv, between in _SAID_TO_PIP:
        if told.get(of_pip):
            ours[of_uv] = re.sub(r"\s+", between, told[of_pip].strip())
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return Installer("uv", install, quiet_environment() | ours | kept)
