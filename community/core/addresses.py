"""Which address a request comes from, behind proxies too."""

import ipaddress
from collections.abc import Sequence
from functools import cache

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_UNKNOWN = "0.0.0.0"  # noqa: S104 - a stand-in, not a bind


def client_of(peer: str, forwarded: str, trusted: Sequence[str]) -> str:
    """Return the address of whoever asks; `forwarded` is believed from `trusted` only."""
    peer = peer or _UNKNOWN
    networks = _networks(tuple(trusted))
    if not networks:
        return peer
    hops = [*forwarded.split(","), peer]
    for hop in reversed([hop.strip() for hop in hops if hop.strip()]):
        try:
            address = _unmapped(hop)
        except ValueError:
            return peer
        if not any(address in network for network in networks):
            return str(address)
    return peer


def household(address: str) -> str:
    """Return what one household or server has: the address itself, of IPv6 the /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def is_somebody(address: str) -> bool:
    """Whether an address tells people apart: this machine's own is a proxy nobody named."""
    try:
        parsed = _unmapped(address)
    except ValueError:
        return False
    return not parsed.is_loopback and not parsed.is_unspecified


@cache
def _networks(names: tuple[str, ...]) -> tuple[_Network, ...]:
    return tuple(ipaddress.ip_network(name, strict=False) for name in names)


def _unmapped(text: str) -> _Address:
    # A server that listens on IPv6 sees IPv4 proxies as ::ffff:10.0.0.1.
    address = ipaddress.ip_address(text)
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
