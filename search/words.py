"""From text to folded words: what both sides of a search, text and query, agree on."""

import re
import unicodedata
from collections.abc import Iterator

LONGEST_WORD = 64
"""Characters kept of a word; longer runs are noise, and the index stays bounded."""

_WORD = re.compile(r"\w+")
_SURROGATES = re.compile(r"[\ud800-\udfff]")

_STOP_WORDS = """
    a about above across actually after again against ago all almost along already
    also although always am among an and another any anybody anyone anything anyway
    are aren around as ask asked asking at away back be became because become been
    before being below between both but by came can cannot could couldn d did didn
    do does doesn doing don done down during each either else enough etc even ever
    every everybody everyone everything few find for from further get gets getting
    give given go goes going gone got had hadn happen happened has hasn have haven
    having he hello help hence her here hers herself hi him himself his how however
    i if in indeed instead into is isn it its itself just kind know known last least
    let like likely ll look looking looks lot m made make makes making many may
    maybe me might mine more most much must my myself near need needed needs neither
    never next no nobody none nor not nothing now of off often oh ok on once one
    ones only onto or other others otherwise ought our ours ourselves out over own
    per perhaps please possible probably put quite rather re really regarding right
    s said same say says see seem seemed seems seen several shall she should shouldn
    since so some somebody someone something sometimes somewhere still such sure t
    take taken tell than thank thanks that the their theirs them themselves then
    there therefore these they thing things think this those though through thus to
    together too toward towards tried try trying under unless until up upon us use
    used uses using usually ve very via want wanted wants was wasn way we well went
    were weren what whatever when whenever where whether which while who whoever
    whole whom whose why will with within without won wonder wondering would wouldn
    yes yet you your yours yourself yourselves
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Words that tell nothing about a text; the long list, as measured."""


def fold(text: str) -> str:
    """Return `text` in the form that is compared: no accents, no case, no oddities."""
    if text.isascii():
        return text.lower()
    whole = unicodedata.normalize("NFKD", _SURROGATES.sub(" ", text))
    bare = "".join(c for c in whole if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare.casefold())


def words_of(text: str) -> Iterator[str]:
    """Yield the folded words of `text`, stop words included, in their order."""
    for match in _WORD.finditer(fold(text)):
        yield match.group()[:LONGEST_WORD]


def telling_words(text: str) -> Iterator[str]:
    """Yield the folded words of `text` that tell one text from another."""
    return (word for word in words_of(text) if word not in STOP_WORDS)
