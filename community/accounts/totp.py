"""One-time codes of an authenticator app (RFC 6238): the one door to pyotp and segno."""

import hmac
import io
from datetime import datetime

import pyotp
import segno

SECONDS = 30
_DIGITS = 6
_SKEW = (0, -1, 1)
"""Steps that a clock may be off: codes of the half minute before and after count."""


def new_secret() -> str:
    """Return 160 random bits in base 32, as authenticator apps take them."""
    return pyotp.random_base32()


def address_of(secret: str, *, handle: str, site_name: str) -> str:
    """Return the otpauth: address that an app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=handle, issuer_name=site_name)


def code_at(secret: str, at: datetime) -> str:
    return pyotp.TOTP(secret).generate_otp(_step_of(at))


def find_step(secret: str, code: str, at: datetime) -> int | None:
    """Return the step that `code` is of, if it is one of those that count at `at`."""
    if len(code) != _DIGITS or not (code.isascii() and code.isdigit()):
        return None
    totp, now = pyotp.TOTP(secret), _step_of(at)
    steps = [now + offset for offset in _SKEW]
    return next(
        (s for s in steps if hmac.compare_digest(totp.generate_otp(s), code)), None
    )


def drawn(address: str) -> bytes:
    """Return a QR code of `address` as an SVG file, dark on white in the dark as well."""
    file = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        file,
        kind="svg",
        scale=5,
        border=4,
        light="#fff",
        svgclass=None,
        lineclass=None,
        nl=False,
    )
    return file.getvalue()


def _step_of(at: datetime) -> int:
    return int(at.timestamp()) // SECONDS
