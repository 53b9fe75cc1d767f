"""Runs the console command in a process of its own, which need not import it first.

Importing takes most of the time that a command takes. One process imports it once, and
each run is a fork of that one, with the state that a fresh process has.
"""

import multiprocessing
import os
import sys
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from community.bootstrap.installed import main

_PATIENCE_SECONDS = 120
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["community.app"])


@dataclass(frozen=True)
class Done:
    """What a command printed, and the status that it ended with."""

    returncode: int | None
    stdout: str
    stderr: str


def run(environment: Mapping[str, str], words: tuple[str, ...], stdin: str) -> Done:
    """Return what `fairquote WORDS` does with these variables and this input."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").write_text(stdin)
        process = _context.Process(target=_be, args=(folder, dict(environment), words))
        process.start()
        process.join(_PATIENCE_SECONDS)
        status = process.exitcode
        process.kill()
        process.join()
        process.close()
        out, err = ((folder / kind).read_text() for kind in ("out", "err"))
    return Done(status, out, err)


def _be(folder: Path, environment: dict[str, str], words: tuple[str, ...]) -> None:
    variables = os.environ  # noqa: TID251 - of a process of its own
    variables.clear()
    variables.update(environment)
    sys.argv = ["fairquote", *words]
    sys.stdin = (folder / "in").open()
    for stream, kind in ((sys.stdout, "out"), (sys.stderr, "err")):
        with (folder / kind).open("w") as file:
            os.dup2(file.fileno(), stream.fileno())
    warnings.simplefilter("ignore")
    main()
