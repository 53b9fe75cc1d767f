"""When two names mean the same firm or product: keys, trading names, order in lists.

`vendor_key` takes away what does not tell firms apart, and nothing else:

1. invisible characters, case, accents, width (NFKC, casefold, no combining marks);
2. points and apostrophes; other punctuation parts words; "&" is "and";
3. "the" in front and at the end: "Stationery Office The";
4. legal forms at the end, as often as they stand there: "Corporation, Inc.";
5. what follows "T/A", "trading as", "d/b/a", "formerly known as" and the like: these
   are names of their own, see `vendor_names`;
6. a bracket that spells out the initials before it, the initials of the words before
   it, or a repetition: "SCC (Specialist Computer Centre)", "Vitec LLC (VITEC)".

Any other bracket stays: "Esri (UK)" is not "Esri". So do "group", "holdings", "company",
"services": they often name another firm. At least one word always remains.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from community.catalog.kinds import NAME_LENGTH
from community.core.text import clean_line

_LEGAL_FORMS = frozenset(
    [
        "ab",
        "ag",
        "aps",
        "asa",
        "as",
        "bv",
        "bvba",
        "cic",
        "corp",
        "corporation",
        "cv",
        "eirl",
        "eurl",
        "gbr",
        "gmbh",
        "inc",
        "incorporated",
        "kg",
        "kgaa",
        "kk",
        "lc",
        "limited",
        "llc",
        "llp",
        "lp",
        "ltd",
        "ltda",
        "mbh",
        "nv",
        "oy",
        "oyj",
        "plc",
        "pbc",
        "pte",
        "pty",
        "pvt",
        "sa",
        "sarl",
        "sas",
        "scrl",
        "se",
        "sl",
        "sp",
        "spa",
        "spzoo",
        "srl",
        "ua",
        "ug",
    ]
)
_LONG_FORMS = (
    ("l", "l", "c"),
    ("l", "l", "p"),
    ("p", "l", "c"),
    ("sp", "z", "oo"),
    ("gmbh", "and", "co"),
    ("private", "limited"),
    ("proprietary", "limited"),
    ("co", "limited"),
    ("co", "ltd"),
)
_OTHER_NAME = re.compile(
    r"\s[(\[]?\s*(?:t/a|trading\s+as|d/b/a|dba|doing\s+business\s+as|a/k/a"
    r"|also\s+known\s+as|f/k/a|formerly\s+known\s+as|formerly(?=\s[^()]*\)))\s*:?\s+",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_ACCENT = re.compile("[\u0300-\u036f]")
_JOINED = re.compile("[.'`\u00b4\u2018\u2019\u02bc\u2032]")
_APART = re.compile(r"[^\w@+#]|_")
_SMALL_WORDS = frozenset({"and", "of", "the", "for"})
_SHORTEST_TRADING_NAME = 3
_SHORTEST_INITIALS = 2


@dataclass(frozen=True)
class VendorNames:
    """The keys under which a firm's name is looked up: `others` are trading names."""

    key: str
    others: tuple[str, ...] = ()


def fold(text: str) -> str:
    """Return the words of `text`, comparable: no case, accents or punctuation."""
    wide = unicodedata.normalize("NFKD", clean_line(text)).casefold()
    bare = unicodedata.normalize("NFKC", _ACCENT.sub("", wide)).casefold()
    joined = _JOINED.sub("", bare.replace("&", " and "))
    return " ".join(_APART.sub(" ", joined).split())


def vendor_key(name: str) -> str:
    """Return what all spellings of a firm's name share; "" for a name without letters."""
    return vendor_names(name).key


@lru_cache(maxsize=4096)
def vendor_names(name: str) -> VendorNames:
    """Return the keys of `name`: the legal name first, then the trading names."""
    legal, *trading = _OTHER_NAME.split(clean_line(name))
    key = _core(legal)
    others = [_core(part) for part in trading]
    if not key:
        return VendorNames(_cut(fold(name)))
    usable = [o for o in others if _stands_alone(o) and o != key]
    return VendorNames(_cut(key), tuple(dict.fromkeys(map(_cut, usable))))


def product_key(name: str) -> str:
    """Return what all spellings of a product's name share: case and spaces do not count.

    Punctuation does: "C++", "C#" and "C" are three products, and registers tell
    "Project Manager" from "Project Manager -".
    """
    folded = unicodedata.normalize("NFKC", tidy(name)).casefold()
    return _cut(" ".join(folded.split()))


def tidy(name: str) -> str:
    """Return `name` as it may be shown: one line, no dangling comma, of bounded length."""
    return clean_line(name).strip(" ,;")[:NAME_LENGTH].strip(" ,;")


def sort_key(name: str) -> str:
    """Return where `name` stands in a list."""
    return _cut(fold(name))


def initial(name: str) -> str:
    """Return the letter under which `name` is filed: a to z, "#" for all others."""
    first = sort_key(name)[:1]
    return first if "a" <= first <= "z" else "#"


def _core(name: str) -> str:
    words = _without_forms(fold(_without_bracket(name)).split())
    return " ".join(words)


def _without_bracket(name: str) -> str:
    """Drop a bracket that says the same thing again; keep the longer of the two."""
    match = _BRACKET.search(name)
    if match is None:
        return name
    inner = _without_forms(fold(match[1]).split())
    outer = _without_forms(fold(name[: match.start()] + name[match.end() :]).split())
    if inner and outer:
        if _are_initials(outer, of=inner):
            return match[1]
        if _are_initials(inner, of=outer) or outer[: len(inner)] == inner:
            return name[: match.start()] + " " + name[match.end() :]
    return name


def _are_initials(short: list[str], *, of: list[str]) -> bool:
    letters = "".join(short)
    if len(letters) < _SHORTEST_INITIALS or len(of) < _SHORTEST_INITIALS:
        return False
    every = "".join(word[0] for word in of)
    weighty = "".join(word[0] for word in of if word not in _SMALL_WORDS)
    return letters in {every, weighty}


def _without_forms(words: list[str]) -> list[str]:
    while True:
        shorter = _without_one_form(words)
        if not shorter or shorter == words:
            return words
        words = shorter


def _without_one_form(words: list[str]) -> list[str]:
    if not words:
        return words
    if words[0] == "the":
        return words[1:]
    for form in _LONG_FORMS:
        if len(words) > len(form) and tuple(words[-len(form) :]) == form:
            return words[: -len(form)]
    if words[-1] == "the" or words[-1] in _LEGAL_FORMS:
        return words[:-1]
    return words


def _stands_alone(key: str) -> bool:
    """Tell whether a trading name is one, and not the stump of a cut cell."""
    return len(key) >= _SHORTEST_TRADING_NAME and key not in _LEGAL_FORMS


def _cut(key: str) -> str:
    return key[:NAME_LENGTH].strip()
