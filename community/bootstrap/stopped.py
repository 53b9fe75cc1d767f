"""How the bootstrap gives up: with one sentence for the person at the terminal."""

_AGAIN = "Then run the same command again."
_FULL = "The disk is full. Make some room."
_ALTERED = (
    "A downloaded package is not the one that requirements.lock names. "
    "Check the package index: a mirror or proxy may be altering files."
)
_UNTRUSTED = (
    "The package index shows a certificate that this machine does not trust. "
    "Set PIP_CERT to your organisation's certificate."
)
_UNREACHABLE = (
    "The package index cannot be reached. "
    "Check the network (or PIP_INDEX_URL and the proxy settings)."
)
_LACKING = (
    "The package index lacks a package that requirements.lock names. "
    "Check PIP_INDEX_URL; the default is the Python Package Index."
)
# The first phrase that an installer's output contains tells the cause. A network that is
# down makes pip say "No matching distribution" as well, so that one comes last.
_CAUSES = {
    "no space left on device": _FULL,
    "disk quota exceeded": _FULL,
    "do not match the hashes": _ALTERED,
    "hash mismatch": _ALTERED,
    "certificate_verify_failed": _UNTRUSTED,
    "invalid peer certificate": _UNTRUSTED,
    "failed to establish a new connection": _UNREACHABLE,
    "name resolution": _UNREACHABLE,
    "name or service not known": _UNREACHABLE,
    "nodename nor servname": _UNREACHABLE,
    "network is unreachable": _UNREACHABLE,
    "connection refused": _UNREACHABLE,
    "timed out": _UNREACHABLE,
    "dns error": _UNREACHABLE,
    "proxyerror": _UNREACHABLE,
    "could not connect": _UNREACHABLE,
    "no matching distribution found": _LACKING,
    "has no wheels with a matching": _LACKING,
}


class StoppedError(Exception):
    """The bootstrap cannot go on; the message says what to do."""


def explained(output: str) -> str | None:
    """Return what to do about an installer's failure, or None if we do not know it."""
    lower = output.lower()
    for phrase, sentence in _CAUSES.items():
        if phrase in lower:
            return f"{sentence} {_AGAIN}"
    return None
