"""Files that somebody uploads to be read by jobs, and what is written of them meanwhile."""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeVar

from community.core.errors import TooLarge

T = TypeVar("T")
_CHUNK = 1024 * 1024


@contextmanager
def arriving(path: Path) -> Iterator[None]:
    """Make room for an upload; what the block refuses leaves no file behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def keep_upload(
    stream: BinaryIO, path: Path, *, most: int, command: str
) -> tuple[str, int]:
    """Write a stream to `path`, which the server alone reads; return its SHA-256 and size.

    Raise TooLarge beyond `most` bytes, and name the `command` that takes larger files.
    """
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        path.chmod(0o600)
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise TooLarge(
                    f"A file may have {most // 1_000_000} MB here; the command "
                    f"`{command}` takes larger ones."
                )
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest(), size


def append_after(path: Path, size: int, text: str) -> int:
    """Write behind the first `size` bytes, which are all that counts; return the new size.

    What a killed job wrote without its transaction lies behind them and is cut off.
    """
    content = text.encode("utf-8", "replace")
    path.touch(mode=0o600)
    with path.open("r+b") as file:
        file.truncate(size)
        file.seek(size)
        file.write(content)
    return size + len(content)


def take_pieces(
    pieces: Iterable[T], take: Callable[[T], None], *, seconds: float
) -> bool:
    """Hand over one piece and more; return False when `seconds` were over before the end.

    A job that gets False comes back for the rest, and makes way for others until then.
    """
    until = time.monotonic() + seconds
    for number, piece in enumerate(pieces):
        if number and time.monotonic() > until:
            return False
        take(piece)
    return True
