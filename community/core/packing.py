"""Compressing what is made for one answer only: fast first, small second."""

import gzip
from collections.abc import Callable

import brotli

_PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: bytes(brotli.compress(body, quality=1)),
    "gzip": lambda body: gzip.compress(body, 3, mtime=0),
}
_PLAIN = "identity"


def packing_for(accepts: str) -> str | None:
    """Return what a client that `accepts` encodings gets; None where it wishes in detail."""
    if "*" in accepts or ";" in accepts:
        return None
    named = {one.strip().lower() for one in accepts.split(",")}
    return next((one for one in _PACKINGS if one in named), _PLAIN)


def pack(body: bytes, packing: str) -> tuple[bytes, list[tuple[str, str]]]:
    """Return `body` packed, with the headers that say so."""
    if packing == _PLAIN:
        return body, [("Content-Length", str(len(body)))]
    packed = _PACKINGS[packing](body)
    return packed, [
        ("Content-Encoding", packing),
        ("Content-Length", str(len(packed))),
    ]
