"""Runs other programs: their output into a log, their progress onto the terminal."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_PROGRESS_EVERY = 20


@dataclass(frozen=True)
class Outcome:
    """How a program ended and what it printed."""

    succeeded: bool
    output: str


@dataclass(frozen=True)
class Runner:
    """Runs programs that hold our lock as well.

    Should we be killed, the next start so waits for what lives on.
    """

    lock: int
    log_file: Path

    def run(self, command: Sequence[str], env: Mapping[str, str]) -> Outcome:
        """Run to the end without a word."""
        finished = subprocess.run(
            command,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            pass_fds=(self.lock,),
            check=False,
        )
        return Outcome(finished.returncode == 0, finished.stdout + finished.stderr)

    def show(self, command: Sequence[str], env: Mapping[str, str]) -> Outcome:
        """Run an installer and say how far it is."""
        lines: list[str] = []
        with (
            self.log_file.open("a") as log,
            subprocess.Popen(
                command,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                pass_fds=(self.lock,),
            ) as child,
        ):
            progress = Progress()
            try:
                for line in child.stdout or ():
                    lines.append(line)
                    log.write(line)
                    progress.read(line)
            except BaseException:  # Ctrl+C, or a log that finds no room
                child.terminate()
                raise
        return Outcome(child.returncode == 0, "".join(lines))


class Progress:
    """Turns pip's many lines into a few."""

    def __init__(self) -> None:
        self._fetched = 0

    def read(self, line: str) -> None:
        if line.startswith("Collecting "):
            self._fetched += 1
            if self._fetched % _PROGRESS_EVERY == 0:
                say(f"  {self._fetched} packages fetched")
        elif self._fetched and line.startswith("Installing collected packages: "):
            say("  unpacking and compiling")


def say(line: str) -> None:
    print(line, flush=True)
