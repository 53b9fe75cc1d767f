"""What a note tells that others must not read: taken out by pattern, before a person sees it.

A note is read apart from numbers (P14): no word with a digit stays, no number in words,
no date, address, domain or name. It is better to take out too much: nobody can put
anything back, and a moderator only takes out more.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from community.core.text import clean_block, clean_line

REMOVED = "[removed]"

_REMOVED = re.compile(re.escape(REMOVED))
_ADDRESS = re.compile(r"(?i)\b(?:https?://|www\.)\S+|\S+@\S+|(?<!\S)@\w+")
_DOMAIN = re.compile(r"(?<!\w)[^\W_](?:[\w-]*\w)?(?:\.(?=[^\W\d_]{2})[\w-]*\w)+")
_WORD = re.compile(r"\S+")
_MONEY_SIGN = re.compile(r"[$€£¥₹]+")
_NUMBER = re.compile(
    r"(?i)\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|hundreds?|thousands?|millions?|"
    r"billions?|dozens?|grand)\b"
)
_TIME = re.compile(
    r"(?i:\b(?:january|february|april|june|july|august|september|october|november|"
    r"december|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|christmas|easter|"
    r"thanksgiving)\b)|\b(?:March|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b"
)
_CAPITALISED = re.compile(r"[^\W\d_][\w’'&-]*")
_FINAL = re.compile(r"[.!?:;•*–—\n]\W*\Z|\A\W*\Z")
_ANYBODYS = frozenset(
    [
        "I",
        "I’m",
        "I’d",
        "I’ve",
        "I’ll",
        "I'm",
        "I'd",
        "I've",
        "I'll",
        "AI",
        "API",
        "CEO",
        "CFO",
        "CIO",
        "CISO",
        "CTO",
        "CRM",
        "CRO",
        "DPA",
        "ERP",
        "EU",
        "EULA",
        "FAQ",
        "FTE",
        "GDPR",
        "HR",
        "IT",
        "KPI",
        "ML",
        "MSA",
        "NDA",
        "OEM",
        "OK",
        "PO",
        "POC",
        "PR",
        "QA",
        "RFI",
        "RFP",
        "RFQ",
        "ROI",
        "SaaS",
        "SAML",
        "SCIM",
        "SKU",
        "SLA",
        "SLAs",
        "SOW",
        "SSO",
        "TCO",
        "UI",
        "UK",
        "US",
        "USA",
        "VAT",
        "VP",
        "VPN",
    ]
)
"""Words with a capital that name nobody."""
_ABBREVIATED = re.compile(
    r"(?i)\b(?:e\.g|i\.e|vs|mrs?|ms|mx|dr|prof|herr|frau|st|resp|ca)\.?\W*\Z"
)
"""What ends in a full stop and no sentence."""
_JOINED = re.compile(rf"{re.escape(REMOVED)}(?:[\s,]+{re.escape(REMOVED)})+")
_LEAST_OF_NAME = 3


def redacted(text: str, own: Iterable[str] = (), known: Iterable[str] = ()) -> str:
    """Return `text` with REMOVED in place of all that tells something.

    `own` are names of the author and of the organisation; `known` are those that may
    stay, the product's for instance. What is redacted once stays as it is.
    """
    plain = unicodedata.normalize("NFKC", clean_block(text))
    lines = [clean_line(line) for line in plain.split("\n")]
    found = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    for pattern in (_ADDRESS, _DOMAIN, *_names(own)):
        found = _outside(pattern, found)
    found = _WORD.sub(_without_digits, found)
    for pattern in (_NUMBER, _TIME, _MONEY_SIGN):
        found = _outside(pattern, found)
    found = _without_names(found, {word for name in known for word in name.split()})
    return _JOINED.sub(REMOVED, found)


def says_something(redacted_text: str) -> bool:
    """Whether words are left beside what was removed."""
    return any(letter.isalpha() for letter in _REMOVED.sub("", redacted_text))


def only_takes_out(before: str, after: str) -> bool:
    """Whether `after` is `before` with words taken out, and none put in."""
    left = iter(_words(before))
    return all(word in left for word in _words(after))


def own_names(
    handle: str, addresses: Iterable[str], domains: Iterable[str]
) -> Iterator[str]:
    """Yield what would tell an author: the names, and those within addresses and domains."""
    yield handle
    for domain in domains:
        label = domain.partition(".")[0]
        yield from (domain, label, label.replace("-", " "), label.replace("-", ""))
    for address in addresses:
        yield address
        parts = re.split(r"[._+-]", address.partition("@")[0])
        if len(parts) > 1:  # one word alone is as often "sales" as a name
            yield from parts


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", _REMOVED.sub(" ", text))


def _names(own: Iterable[str]) -> list[re.Pattern[str]]:
    longest_first = sorted({one for one in own if len(one) >= _LEAST_OF_NAME}, key=len)
    return [
        re.compile(rf"(?i)(?<![^\W_]){re.escape(one)}(?![^\W_])")
        for one in reversed(longest_first)
    ]


def _outside(pattern: re.Pattern[str], text: str) -> str:
    """Replace what matches, and leave what was removed before as it is."""
    pieces = text.split(REMOVED)
    return REMOVED.join(pattern.sub(REMOVED, piece) for piece in pieces)


def _without_digits(match: re.Match[str]) -> str:
    """Return a word without what holds digits: "Q-1182," goes, and its comma stays."""
    word = match[0]
    if not any(letter.isnumeric() for letter in word):
        return word
    return REMOVED + word[len(word.rstrip(".,;:!?)")) :]


def _without_names(text: str, known: set[str]) -> str:
    """Take out words with a capital inside a sentence, and those all in capitals."""

    def replaced(match: re.Match[str]) -> str:
        word = match[0]
        if not word[0].isupper() or word in _ANYBODYS or word in known:
            return word
        before = text[: match.start()]
        opens = _FINAL.search(before) and not _ABBREVIATED.search(before)
        shouts = len(word) > 1 and word.isupper()
        return word if opens and not shouts else REMOVED

    return _CAPITALISED.sub(replaced, text)
