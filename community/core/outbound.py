"""The one door outward: a POST to an address that was looked up, checked, and is kept to.

Names may lead anywhere, and elsewhere a moment later: what is connected to is the very
address that was checked, and no answer leads us on.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

_SECONDS_TO_CONNECT = 5.0
_SECONDS = 15.0
"""The longest a receiver may take in all, however it drips."""
_MOST_URL = 500
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_PRIVATE_ENDS = frozenset({"localhost", "local", "internal", "lan", "home", "corp"})
_LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost"})

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class RefusedAddress(Exception):
    """An address is not one that we send to; the message says why, for the host."""


class NoAnswer(Exception):
    """Nothing came back; the message says why in a few words."""


@dataclass(frozen=True)
class Answer:
    status: int


def checked_url(url: str, *, to_loopback: bool = False) -> SplitResult:
    """Return the parts of an address that we may send to; raise RefusedAddress.

    `to_loopback` is for tests alone: it lets plain http to this machine pass.
    """
    if len(url) > _MOST_URL or not url.isascii() or not url.isprintable() or " " in url:
        raise RefusedAddress("An address of at most 500 plain characters.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RefusedAddress("This is no address.") from None
    if not parts.hostname or parts.username or parts.password or port == 0:
        raise RefusedAddress(
            "Give https://HOST/PATH, without a name or password in it."
        )
    if to_loopback and parts.hostname in _LOOPBACK_HOSTS and parts.scheme == "http":
        return parts
    if parts.scheme != "https":
        raise RefusedAddress("It has to begin with https://.")
    _require_public_name(parts.hostname)
    return parts


def _require_public_name(host: str) -> None:
    """Refuse what is no public name by its looks; what a name leads to is asked later."""
    try:
        address: Address | None = ipaddress.ip_address(host)
    except ValueError:
        address = None
    last = host.rstrip(".").rpartition(".")
    # 2130706433 and 0x7f.1 are numbers of this machine to some resolvers.
    is_name = bool(last[0]) and last[2][:1].isalpha() and last[2] not in _PRIVATE_ENDS
    if not (is_name if address is None else is_public(address)):
        raise RefusedAddress(
            "It leads to a private address: to this machine, or into its network."
        )


def addresses_of(
    parts: SplitResult, *, to_loopback: bool = False
) -> list[tuple[socket.AddressFamily, str]]:
    """Look a name up; raise RefusedAddress if any of its addresses is not public."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(
            parts.hostname or "",
            port,
            type=socket.SOCK_STREAM,
            proto=socket.IPPROTO_TCP,
        )
    except (OSError, UnicodeError):
        raise NoAnswer("The name of the host is not known.") from None
    kept: list[tuple[socket.AddressFamily, str]] = []
    for family, _, _, _, where in found:
        address = ipaddress.ip_address(str(where[0]).partition("%")[0])
        if not is_public(address) and not (to_loopback and address.is_loopback):
            raise RefusedAddress(
                "It leads to a private address: to this machine, or into its network."
            )
        kept.append((family, str(where[0])))
    return kept


def is_public(address: Address) -> bool:
    """Whether an address is one of the open net, and hides no other one."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if address.teredo is not None:
            return False
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def post(
    url: str, body: bytes, headers: dict[str, str], *, to_loopback: bool = False
) -> Answer:
    """Send `body`; return what was answered, a redirect too: nobody follows it.

    Raises RefusedAddress for where we do not send, NoAnswer when nothing came in time.
    """
    parts = checked_url(url, to_loopback=to_loopback)
    where = addresses_of(parts, to_loopback=to_loopback)
    began = time.monotonic()
    connection = _connected(parts, where)
    # A timeout counts each byte anew: this ends it whatever drips.
    ending = threading.Timer(_SECONDS, lambda: _end(connection))
    ending.daemon = True
    ending.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body=body, headers=headers)
        return Answer(connection.getresponse().status)
    except (OSError, http.client.HTTPException, ValueError) as error:
        if time.monotonic() - began >= _SECONDS:
            raise NoAnswer("It took longer than 15 seconds.") from None
        raise NoAnswer(_why(error)) from None
    finally:
        ending.cancel()
        connection.close()


def _connected(
    parts: SplitResult, where: list[tuple[socket.AddressFamily, str]]
) -> http.client.HTTPConnection:
    """Connect to the first of the checked addresses that takes us."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    error: Exception = OSError("no address")
    for family, address in where:
        plain = socket.socket(family, socket.SOCK_STREAM)
        plain.settimeout(_SECONDS_TO_CONNECT)
        try:
            plain.connect((address, port))
            kept: socket.socket = plain
            if parts.scheme == "https":
                context = ssl.create_default_context()
                kept = context.wrap_socket(plain, server_hostname=parts.hostname)
        except OSError as failed:  # ssl's errors are such, too
            plain.close()
            error = failed
            continue
        connection = http.client.HTTPConnection(parts.hostname or "", port)
        connection.sock = kept
        return connection
    raise NoAnswer(_why(error)) from None


def _end(connection: http.client.HTTPConnection) -> None:
    sock = connection.sock
    if sock is not None:
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it is over already


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "It did not answer in time."
    if isinstance(error, ssl.SSLError):
        return "Its certificate or its TLS is not in order."
    if isinstance(error, ConnectionRefusedError):
        return "Nobody listens there."
    return f"The connection broke ({type(error).__name__})."
