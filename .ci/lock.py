"""Writes requirements.lock: every package pinned with its hashes, a section for each extra.

    python3 .ci/lock.py             # after a change in pyproject.toml; keeps the other pins
    python3 .ci/lock.py --upgrade   # take the newest of everything

Needs uv (on the PATH or as a module). One resolution covers runtime, build and
all extras together, so that any mix of sections fits; then each section lists what it
adds to the runtime. `--universal` makes it hold for Linux and macOS and for each
Python that pyproject.toml allows.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
HEADER = """\
# Made by `python3 .ci/lock.py` from pyproject.toml; do not edit by hand.
# A section lists what its extra adds to [runtime]; [build] is what builds our own wheel.
"""


def main(arguments: list[str]) -> None:
    """Resolve, split into sections, write."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    runtime = project["project"]["dependencies"]
    sections = {
        "build": project["build-system"]["requires"],
        **project["project"]["optional-dependencies"],
    }
    with tempfile.TemporaryDirectory() as folder:
        everything = Path(folder) / "everything.txt"
        if LOCK.exists() and "--upgrade" not in arguments:
            everything.write_text(LOCK.read_text())
        wanted = [*runtime, *(line for extra in sections.values() for line in extra)]
        # uv keeps the pins that it finds in its output file.
        compiled(wanted, "--output-file", str(everything))
        known = compiled(runtime, "--constraints", str(everything))
        parts = [HEADER, "# [runtime]\n", *known]
        for name, extra in sections.items():
            both = compiled([*runtime, *extra], "--constraints", str(everything))
            parts += [f"# [{name}]\n", *(block for block in both if block not in known)]
    LOCK.write_text("".join(parts))
    print(f"{LOCK.name}: {len(known)} packages at run time, {len(sections)} sections")


def compiled(requirements: list[str], *options: str) -> list[str]:
    """Return the resolved requirements, each with its hashes, as one block of text."""
    finished = subprocess.run(
        [
            *uv(), "pip", "compile", "-", *options,
            "--universal", "--generate-hashes", "--quiet",
            "--python-version", "3.11", "--no-header", "--no-annotate",
            "--no-emit-index-url", "--no-emit-find-links",
        ],
        input="\n".join(requirements),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )  # fmt: skip
    return re.findall(r"^\S.*(?:\n[ \t].*)*\n", finished.stdout, re.MULTILINE)


def uv() -> list[str]:
    found = shutil.which("uv")
    return [found] if found else [sys.executable, "-m", "uv"]


if __name__ == "__main__":
    main(sys.argv[1:])
