"""Who is behind something: told by a key, or under a seal, never by the database alone.

What has been sealed must stay readable: the ways of deriving keys below never change.
"""

import base64
import hashlib
import hmac
import secrets

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Base, db
from community.core.settings import SettingsError, get_settings

_CHECKED = "fairquote.seal_key_checked"
_NONCE_BYTES = 12
_KEY_BYTES = 32
_WRONG_KEY = (
    "FAIRQUOTE_SEAL_KEY (or the file seal_key in the data directory) is not the key that "
    "this database was sealed with. Bring the old one back: without it nobody finds "
    "their own deals again."
)


class BrokenSeal(Exception):
    """A sealed text was changed, or comes from another purpose or key."""


class SealMark(Base):
    """Which key the database was sealed with, told by a digest: one row."""

    __tablename__ = "seal_mark"

    id: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64))


class Sealer:
    """What one key can do, without an application around it."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    @property
    def digest(self) -> str:
        """What tells this key from another one."""
        return self.pseudonym("seal.mark", "")

    def pseudonym(self, purpose: str, value: str) -> str:
        # A key for each purpose: no purpose and value run together into those of another.
        return _mac(_mac(self._key, purpose), value).hex()

    def seal(self, purpose: str, text: str) -> str:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        hidden = self._cipher(purpose).encrypt(nonce, text.encode(), None)
        return base64.urlsafe_b64encode(nonce + hidden).decode()

    def unseal(self, purpose: str, token: str) -> str:
        try:
            raw = base64.urlsafe_b64decode(token.encode())
            nonce, hidden = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]
            return self._cipher(purpose).decrypt(nonce, hidden, None).decode()
        except (InvalidTag, ValueError):
            raise BrokenSeal("This is not under our seal, or it was changed.") from None

    def _cipher(self, purpose: str) -> AESGCM:
        info = f"seal:{purpose}".encode()
        derive = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=info)
        return AESGCM(derive.derive(self._key))


def pseudonym(purpose: str, value: str) -> str:
    """Return the name of `value` for `purpose`: 64 hex digits (HMAC-SHA256).

    The same value always has the same one; without the key nobody finds the value by
    trying, and pseudonyms of two purposes cannot be matched.
    """
    return _sealer().pseudonym(purpose, value)


def seal(purpose: str, text: str) -> str:
    """Return `text` encrypted (AES-256-GCM), as URL-safe text; different each time."""
    return _sealer().seal(purpose, text)


def unseal(purpose: str, token: str) -> str:
    """Return what seal() made `token` of for the same purpose; raise BrokenSeal."""
    return _sealer().unseal(purpose, token)


def require_right_key() -> None:
    """Raise SettingsError unless our key is the one that the database was sealed with.

    Asked once for each process, before anything is sealed or looked up: with another
    key everything would be lost silently.
    """
    mine = Sealer(get_settings().seal_key).digest
    with db.engine.connect().execution_options(fairquote_reads=True) as connection:
        known = connection.scalar(sa.select(SealMark.digest))
    if known is None or not hmac.compare_digest(known, mine):
        raise SettingsError(_WRONG_KEY)
    current_app.extensions[_CHECKED] = True


def mark() -> None:
    """Write down which key a new database is sealed with."""
    db.session.add(SealMark(id=1, digest=Sealer(get_settings().seal_key).digest))


def _sealer() -> Sealer:
    if not current_app.extensions.get(_CHECKED):
        require_right_key()
    return Sealer(get_settings().seal_key)


def _mac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), hashlib.sha256)
