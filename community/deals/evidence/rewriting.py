"""From what somebody sent to a clean copy, made by a process that can be lost."""

import fcntl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from community.core.errors import Invalid, TooLarge, Unavailable
from community.deals.evidence import sniffing
from community.deals.evidence.limits import MOST_PAGES, MOST_STORED, WALL_SECONDS
from community.deals.evidence.sniffing import FileType, Unfit

FIELD = "file"

_WORKER = "community.deals.evidence.worker"
_LONGEST_LINE = 100
_AT_ONCE = 2
_PATIENCE = 5.0
"""Seconds that a third one waits for its turn."""
_TOO_COMPLICATED = (
    "The file is too complicated to be drawn. Save fewer pages of it, or take a "
    "screenshot, and try again."
)
_WHY = {
    "encrypted": "The PDF is locked with a password. Please save it without one.",
    "pages": f"The PDF has more than {MOST_PAGES} pages. Keep those that show the price.",
    "pixels": sniffing.TOO_MANY_PIXELS,
    "broken": sniffing.BROKEN,
}


class TooLargeFile(Invalid):
    """As TooLarge, and said at the field."""

    status = TooLarge.status
    title = TooLarge.title


@dataclass(frozen=True)
class CleanCopy:
    """A new file of the same type that holds pixels and nothing else."""

    type: FileType
    pages: int
    data: bytes


def checked_type(data: bytes) -> FileType:
    """Return the type of `data`; Invalid says at the field what is wrong."""
    try:
        return sniffing.file_type(data)
    except Unfit as unfit:
        raise _refusal(str(unfit)) from None


def clean_copy(data: bytes, kind: FileType, turns: Path) -> CleanCopy:
    """Return a copy of `data`, which is of `kind`; Invalid says why there can be none.

    Takes up to 20 seconds, so the caller holds no transaction. Two at a time on one
    machine: `turns` is the folder where they agree. Raises Unavailable when both are
    busy for long.
    """
    with _turn(turns):
        code, head, copy = _run(kind, data)
    words = head.decode("ascii", "replace").split()
    if words[:1] == ["refused"] and words[-1] in _WHY:
        raise _refusal(_WHY[words[-1]])
    if code or words[:1] != ["ok"] or len(copy) > MOST_STORED:
        raise _refusal(_TOO_COMPLICATED)
    return CleanCopy(kind, int(words[1]), copy)


def _refusal(sentence: str) -> Invalid:
    if sentence == sniffing.TOO_LARGE:
        return TooLargeFile(sentence, fields={FIELD: sentence}, code=TooLarge.code)
    return Invalid(sentence, fields={FIELD: sentence}, code="unfit-evidence")


def _run(kind: FileType, data: bytes) -> tuple[int, bytes, bytes]:
    """Return the worker's exit status, its first line and what followed."""
    worker = subprocess.Popen(  # noqa: S603 - our own module, and a word of ours
        # Isolated, without our environment: it must not even know where secrets are.
        [sys.executable, "-I", "-B", "-m", _WORKER, kind],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
    )
    alarm = threading.Timer(WALL_SECONDS, worker.kill)
    alarm.start()
    try:
        with worker:
            _feed(cast(IO[bytes], worker.stdin), data)
            head, copy = _heard(cast(IO[bytes], worker.stdout))
            if len(copy) > MOST_STORED:
                worker.kill()  # it would wait for ever to say the rest
    finally:
        alarm.cancel()
    return worker.returncode, head, copy


def _feed(pipe: IO[bytes], data: bytes) -> None:
    with suppress(BrokenPipeError), pipe:  # it died: its exit status says so
        pipe.write(data)


def _heard(pipe: IO[bytes]) -> tuple[bytes, bytes]:
    head = pipe.readline(_LONGEST_LINE)
    return head, pipe.read(MOST_STORED + 1)


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """Hold one of the turns; the system gives it back even if we die."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    until = time.monotonic() + _PATIENCE
    while True:
        for number in range(_AT_ONCE):
            with (folder / f"turn-{number}.lock").open("w") as place:
                try:
                    fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                yield
                return
        if time.monotonic() > until:
            raise Unavailable(
                "Other files are being looked at right now. Please try again in a "
                "few seconds."
            )
        time.sleep(0.05)
