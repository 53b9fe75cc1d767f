"""Runs an installer: its output into a log, its progress onto the terminal."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from community.bootstrap.installers import Installer

_PROGRESS_EVERY = 20


@dataclass(frozen=True)
class Outcome:
    """How an installer ended and what it printed."""

    succeeded: bool
    output: str


def say(line: str) -> None:
    print(line, flush=True)


def run(
    installer: Installer, arguments: tuple[str, ...], *, log_file: Path, lock: int
) -> Outcome:
    """Run the installer to its end; the child holds `lock` as well.

    Should we be killed, the next start so waits for an installer that lives on.
    """
    lines: list[str] = []
    fetched = 0
    with (
        log_file.open("a") as log,
        subprocess.Popen(
            [*installer.install, *arguments],
            env=dict(installer.env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            pass_fds=(lock,),
        ) as child,
    ):
        for line in child.stdout or ():
            lines.append(line)
            log.write(line)
            if line.startswith("Collecting "):
                fetched += 1
                if fetched % _PROGRESS_EVERY == 0:
                    say(f"  {fetched} packages fetched")
            elif fetched and line.startswith("Installing collected packages: "):
                say("  unpacking and compiling")
    return Outcome(child.returncode == 0, "".join(lines))
