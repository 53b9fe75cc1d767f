"""Files that somebody uploads to be read by jobs: written piece by piece, and never too long."""

import hashlib
from pathlib import Path
from typing import BinaryIO

from community.core.errors import TooLarge

_CHUNK = 1024 * 1024


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
