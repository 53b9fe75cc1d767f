"""Runs other programs: their output into a log, their progress onto the terminal."""

import subprocess
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread
from typing import TextIO

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

    def show(
        self, commands: Sequence[Sequence[str]], env: Mapping[str, str]
    ) -> Outcome:
        """Run installers side by side and say how far they are; all must succeed."""
        with self.log_file.open("a") as log, ExitStack() as children:
            running = [
                children.enter_context(self._begin(command, env))
                for command in commands
            ]
            shown = _Shown(log)
            readers = [Thread(target=shown.read, args=(child,)) for child in running]
            try:
                for reader in readers:
                    reader.start()
                for reader in readers:
                    reader.join()
            except BaseException:  # Ctrl+C
                for child in running:
                    child.terminate()
                raise
        if shown.trouble is not None:
            raise shown.trouble
        succeeded = all(child.returncode == 0 for child in running)
        return Outcome(succeeded, "".join(shown.lines))

    def _begin(
        self, command: Sequence[str], env: Mapping[str, str]
    ) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            pass_fds=(self.lock,),
        )


class _Shown:
    """What several programs print, line by line: kept, logged, and told in few words."""

    def __init__(self, log: TextIO) -> None:
        self.lines: list[str] = []
        self.trouble: OSError | None = None
        self._log = log
        self._progress = Progress()
        self._one_at_a_time = Lock()

    def read(self, child: subprocess.Popen[str]) -> None:
        """Read to the end; a log that finds no room ends the program."""
        try:
            for line in child.stdout or ():
                with self._one_at_a_time:
                    self.lines.append(line)
                    self._log.write(line)
                    self._progress.read(line)
        except OSError as error:
            self.trouble = error
            child.terminate()


class Progress:
    """Turns pip's many lines into a few."""

    def __init__(self) -> None:
        self._fetched = 0
        self._unpacking = False

    def read(self, line: str) -> None:
        if line.startswith("Collecting "):
            self._fetched += 1
            if self._fetched % _PROGRESS_EVERY == 0:
                say(f"  {self._fetched} packages fetched")
        elif line.startswith("Installing collected packages: "):
            if self._fetched and not self._unpacking:
                say("  unpacking")
            self._unpacking = True


def say(line: str) -> None:
    print(line, flush=True)
