"""Folders of an index on disk: one a generation, and a link to the one that serves."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FOLDER_MODE = 0o750
_LINK = "current"
_MARK = "broken"


class Generations:
    """Keeps the generations below one folder that only the service may enter."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, generation: int) -> Path:
        return self._root / str(generation)

    def serving(self) -> int | None:
        """Return the generation that serves; None when none does."""
        try:
            name = (self._root / _LINK).readlink().name
        except OSError:
            return None
        return int(name) if name.isascii() and name.isdigit() else None

    def make(self, generation: int) -> Path:
        """Return an empty folder for `generation`."""
        self._ensure_root()
        self.drop(generation)
        path = self.path(generation)
        path.mkdir(mode=_FOLDER_MODE)
        return path

    def drop(self, generation: int) -> None:
        """Delete a generation; one that does not exist is fine."""
        shutil.rmtree(self.path(generation), ignore_errors=True)

    def activate(self, generation: int) -> None:
        """Let `generation` serve from now on; keep it and one before it."""
        path = self.path(generation)
        before = self.serving()
        _sync_files(path)
        draft = self._root / f"{_LINK}.{os.getpid()}"
        draft.unlink(missing_ok=True)
        draft.symlink_to(path.name)
        draft.replace(self._root / _LINK)
        _sync(self._root)
        self.forget_report()
        self._keep(generation, before)

    def drop_previous(self) -> None:
        """Delete all generations but the serving one."""
        serving = self.serving()
        if serving is not None:
            self._keep(serving)

    def _keep(self, *generations: int | None) -> None:
        for other in self._root.iterdir():
            if other.name.isdigit() and int(other.name) not in generations:
                shutil.rmtree(other, ignore_errors=True)

    def report_broken(self) -> None:
        """Leave a mark that every process sees."""
        self._ensure_root()
        (self._root / _MARK).touch()

    def is_reported(self) -> bool:
        return (self._root / _MARK).exists()

    def forget_report(self) -> None:
        (self._root / _MARK).unlink(missing_ok=True)

    @contextmanager
    def exclusive(self, name: str) -> Iterator[bool]:
        """Yield whether this process alone holds the lock `name`; never wait.

        The kernel gives the lock back when its holder dies, however it dies.
        """
        self._ensure_root()
        with (self._root / f"{name}.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    def _ensure_root(self) -> None:
        if not self._root.is_dir():
            self._root.mkdir(parents=True, exist_ok=True)
            self._root.chmod(_FOLDER_MODE)


def _sync_files(folder: Path) -> None:
    """Push a whole index to the disk: Whoosh itself never does."""
    for path in folder.iterdir():
        if path.is_file():
            _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
