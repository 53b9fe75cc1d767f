"""Keeps .venv equal to pyproject.toml and the lock, whatever interrupted the last attempt."""

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from community.bootstrap.installers import (
    Installer,
    base_python,
    compile_all,
    quiet_environment,
)
from community.bootstrap.lockfile import requirements, sections, shares
from community.bootstrap.pip import with_own_pip, with_system_pip
from community.bootstrap.process import Outcome, Runner, say
from community.bootstrap.stamp import (
    Stamp,
    read_stamp,
    wanted_stamp,
    write_stamp,
    write_unfinished,
)
from community.bootstrap.stopped import StoppedError, explained
from community.bootstrap.uv import FETCHED, with_fetched_uv, with_uv

WAYS: tuple[Callable[[Path, Runner], Installer | None], ...] = (
    with_uv,
    with_fetched_uv,
    with_own_pip,
    with_system_pip,
)
_APT = "On Debian or Ubuntu run: apt install python3-venv"


class Environment:
    """The virtual environment of one checkout."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.python = self.folder / "bin" / "python"
        self._stamp_file = self.folder / "fairquote.stamp"

    def ensure(self, extras: frozenset[str]) -> None:
        """Install what is missing; does next to nothing when all is in place."""
        if self._is_ready(extras):
            return
        with self._alone() as lock:
            if self._is_ready(extras):
                return
            try:
                self._renew(extras, Runner(lock, self.folder / "install.log"))
            except OSError as error:
                raise StoppedError(
                    f"Cannot prepare {self.folder}: {error.strerror or error}. The "
                    "checkout must lie in a folder that you may write to, with some "
                    "300 MB free."
                ) from error

    def _is_ready(self, extras: frozenset[str]) -> bool:
        stamp = read_stamp(self._stamp_file)
        return stamp is not None and stamp.covers(self._wanted(extras))

    def _wanted(self, extras: frozenset[str]) -> Stamp:
        return wanted_stamp(self.root, self.python, extras)

    def _renew(self, extras: frozenset[str], runner: Runner) -> None:
        started = time.monotonic()
        lock = (self.root / "requirements.lock").read_text()
        before = read_stamp(self._stamp_file)
        if before is not None:
            extras |= before.extras & sections(lock).keys()
        if before is not None and before.base == self._wanted(extras).base:
            say("Bringing .venv up to date.")
        elif self._is_ours_to_clear():
            say("Making .venv anew: unfinished, moved, or of another Python or lock.")
            shutil.rmtree(self.folder)
        write_unfinished(self._stamp_file)
        self._fill(requirements(lock, extras), runner)
        write_stamp(self._stamp_file, self._wanted(extras))
        say(f"Installed in {time.monotonic() - started:.0f} s.")

    def _is_ours_to_clear(self) -> bool:
        """Whether .venv holds a failed install; refuses what is no environment at all."""
        if not self.folder.exists() or not any(self.folder.iterdir()):
            return False
        if self._stamp_file.exists():
            return True
        if not (self.folder / "pyvenv.cfg").exists() or not self.python.exists():
            raise StoppedError(
                f"{self.folder} is not a virtual environment. Move it away."
            )
        say("Installing into the .venv that is there.")
        return False

    def _fill(self, wanted: list[str], runner: Runner) -> None:
        """Try each way to install until one works."""
        failure: Outcome | None = None
        for way in WAYS:
            if failure:  # what a failed attempt left behind must not be trusted
                shutil.rmtree(self.folder)
                write_unfinished(self._stamp_file)
            if not self.python.exists():
                self._create(runner)
            installer = way(self.python, runner)
            if installer is None:
                continue
            say(f"Installing {len(wanted)} packages into .venv with {installer.name}.")
            outcome = self._attempt(installer, wanted, runner)
            if outcome.succeeded:
                shutil.rmtree(self.folder / FETCHED, ignore_errors=True)
                return
            failure = outcome
            if installer.name != "uv" and explained(outcome.output):
                break  # one pip will not fare better than the other
            say(f"That did not work with {installer.name}.")
        if failure is None:
            raise StoppedError(
                f"{base_python()} has neither ensurepip nor pip 22.3 or newer. {_APT}"
            )
        known = explained(failure.output)
        if not known:
            say(failure.output[-2000:])
        raise StoppedError(
            known or f"The packages could not be installed; see also {runner.log_file}."
        )

    def _create(self, runner: Runner) -> None:
        command = (base_python(), "-m", "venv", "--without-pip", str(self.folder))
        made = runner.run(command, quiet_environment())
        if not made.succeeded:
            reason = (made.output.strip().splitlines() or ["no reason given"])[-1]
            raise StoppedError(
                explained(made.output) or f"Cannot make {self.folder}: {reason}. {_APT}"
            )

    def _attempt(
        self, installer: Installer, wanted: list[str], runner: Runner
    ) -> Outcome:
        pinned = []
        for number, blocks in enumerate(shares(wanted, installer.at_once)):
            chosen = self.folder / f"locked-{number}.txt"
            chosen.write_text("".join(blocks))
            arguments = ("--no-deps", "--require-hashes", "-r", str(chosen))
            pinned.append((*installer.install, *arguments))
        outcome = runner.show(pinned, installer.env)
        if not outcome.succeeded:
            return outcome
        own = ("--no-deps", "--no-build-isolation", "-e", str(self.root))
        with self._compiling(installer, runner):
            outcome = runner.show([(*installer.install, *own)], installer.env)
        if not outcome.succeeded:
            return outcome
        # Ask for our own distribution: the machine's Python may have flask, not us.
        code = "import importlib.metadata as m; m.version('fairquote')"
        return runner.run((str(self.python), "-c", code), quiet_environment())

    @contextmanager
    def _compiling(self, installer: Installer, runner: Runner) -> Iterator[None]:
        """Have our code compiled meanwhile, and the packages unless the installer did."""
        if not installer.compiles:
            say("  compiling")
        compiler = Thread(
            target=compile_all,
            args=(self.python, self.root, runner),
            kwargs={"packages": not installer.compiles},
        )
        compiler.start()
        try:
            yield
        finally:
            compiler.join()

    @contextmanager
    def _alone(self) -> Iterator[int]:
        """Let one start at a time install; a lock on the folder leaves no file behind."""
        handle = os.open(self.root, os.O_RDONLY)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Another start is installing; waiting for it.")
                fcntl.flock(handle, fcntl.LOCK_EX)
            yield handle
        finally:
            os.close(handle)
