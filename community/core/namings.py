"""Whom a vendor's words would name: people, their companies, ways to reach them.

A vendor that guesses who wrote a post must not print the guess. Rules of thumb, as in
telltales, but nobody may pass them over: moderators hide what gets through.
"""

import re
from collections.abc import Iterator

from community.core.errors import Invalid
from community.core.ports import Voice
from community.core.telltales import Kind, find

_TELLING = {Kind.EMAIL, Kind.PHONE, Kind.NUMBER, Kind.ACCOUNT, Kind.NAME}
_WORD = r"[A-Z][\w’'&-]{1,40}"
_OPENERS = (
    r"(?:And|As|At|But|By|For|From|He|How|If|In|It|No|Not|On|Or|Our|She|So|That|The|Then|"
    r"There|These|They|This|Those|To|We|What|When|Where|Which|Who|Why|With|You|Your)\b"
)
_PATTERNS = (
    # J. Doe, and not "plan B. It", nor "U.S. Dollars"
    re.compile(
        rf"(?<![\w.])(?!U\. ?[SKN]\.|E\. ?U\.)(?P<told>(?:[A-Z]\. ?){{1,3}}(?!{_OPENERS}){_WORD})"
    ),
    # written by Jane Doe; the author is Contoso
    re.compile(
        r"\b(?:post(?:ed)?|review(?:ed)?|answer(?:ed)?|question|asked|comment|written|"
        rf"wrote) (?:is |was |comes? )?(?:by|from) (?P<told>{_WORD}(?: {_WORD})?)"
    ),
    re.compile(
        r"\b(?:author|reviewer|poster|writer|asker) (?:is|was|must be) "
        rf"(?P<told>{_WORD}(?: {_WORD})?)"
    ),
    # works at Contoso
    re.compile(
        rf"\b(?:works?|worked|working|employed) (?:at|for|by) (?P<told>{_WORD})"
    ),
    # Contoso GmbH
    re.compile(rf"\b(?P<told>{_WORD},? (?:Inc|GmbH|Ltd|LLC|AG|SE|Corp|plc|LLP)\b)"),
)


def require_names_nobody(voice: Voice, text: str, *, field: str, refusal: str) -> None:
    """Raise Invalid for a text that names somebody else than its vendor and who signs."""
    named = next(_named(voice, text), None)
    if named is not None:
        wrong = (
            f"Name no person, no company and no way to reach one: take out “{named[:60]}”. "
            "Everybody reads this, and buyers here stay unnamed."
        )
        raise Invalid(refusal, fields={field: wrong})


def _named(voice: Voice, text: str) -> Iterator[str]:
    for one in find(text):
        if one.kind in _TELLING and not _is_own(voice, one.text):
            yield one.text
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not _is_own(voice, match["told"]):
                yield match["told"]


def _is_own(voice: Voice, told: str) -> bool:
    """Whether it is the vendor's name, the signature's, or an address at its domain."""
    if "@" in told:
        host = told.rsplit("@", 1)[1].lower()
        return host == voice.domain or host.endswith(f".{voice.domain}")
    words = _words(told)
    return words <= _words(voice.signature) or not words.isdisjoint(
        _words(voice.vendor)
    )


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))
