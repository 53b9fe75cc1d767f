"""Files that nobody reads without their row: under random names, each with a key of its own.

The key lies under our seal in the row of the file. A file whose row was never committed,
or is gone, is noise from that moment on; jobs delete it later.
"""

import os
import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from community.core import clock
from community.core.errors import NotFound, StorageFull
from community.core.sealing import BrokenSeal, seal, unseal
from community.core.settings import get_settings

_KEY_BITS = 256
_NONCE_BYTES = 12
_SUFFIX = ".sealed"
_YOUNG = timedelta(hours=1)
"""A file without a row that is younger may get its row yet."""


@dataclass(frozen=True)
class Stored:
    """A file in a vault, and what opens it."""

    file_name: str
    sealed_key: str


@dataclass
class Offer:
    """A file in a vault that a transaction may take."""

    stored: Stored
    is_taken: bool = False


@dataclass(frozen=True)
class Vault:
    """One folder of such files; `gone` is the sentence for one that isn't there any more."""

    name: str
    purpose: str
    gone: str

    def folder(self) -> Path:
        return get_settings().data_dir / self.name

    def store(self, data: bytes) -> Stored:
        """Encrypt and keep `data`, safe from a power cut, before its row is committed.

        Raises StorageFull and leaves nothing when the disk has no room.
        """
        name = secrets.token_hex(16) + _SUFFIX
        key = AESGCM.generate_key(_KEY_BITS)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        hidden = nonce + AESGCM(key).encrypt(nonce, data, name.encode())
        try:
            self.folder().mkdir(parents=True, exist_ok=True, mode=0o700)
            _write_through(self.folder() / name, hidden)
        except OSError:
            with suppress(OSError):
                self.delete(name)
            raise StorageFull(
                "The disk of this site is full, so the file can’t be kept."
            ) from None
        return Stored(name, seal(self.purpose, key.hex()))

    @contextmanager
    def offered(self, data: bytes) -> Iterator[Offer]:
        """Keep `data` for the block, and for longer only if it takes it."""
        offer = Offer(self.store(data))
        try:
            yield offer
        finally:
            if not offer.is_taken:
                self.delete(offer.stored.file_name)

    def load(self, stored: Stored) -> bytes:
        """Return what was stored; raise NotFound when it is gone or was changed."""
        try:
            hidden = (self.folder() / stored.file_name).read_bytes()
            key = AESGCM(bytes.fromhex(unseal(self.purpose, stored.sealed_key)))
            nonce, body = hidden[:_NONCE_BYTES], hidden[_NONCE_BYTES:]
            return key.decrypt(nonce, body, stored.file_name.encode())
        except (FileNotFoundError, BrokenSeal, InvalidTag, ValueError):
            raise NotFound(self.gone, code="file-gone") from None

    def delete(self, file_name: str) -> None:
        """Delete a file; one that is gone already is fine."""
        (self.folder() / file_name).unlink(missing_ok=True)

    def sweep(self, known: Collection[str]) -> int:
        """Delete files that no row knows, unless they are young; return how many."""
        oldest = (clock.now() - _YOUNG).timestamp()
        orphans = [
            path
            for path in self.folder().glob(f"*{_SUFFIX}")
            if path.name not in known and path.stat().st_mtime < oldest
        ]
        for path in orphans:
            path.unlink(missing_ok=True)
        return len(orphans)


def _write_through(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    # The name as well: it is an entry of the folder.
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
