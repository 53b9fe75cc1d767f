"""What a text should rather not say: addresses, numbers, names, what is confidential.

Rules of thumb that warn an author before anybody else reads it. Prices, dates and counts
of seats are what people come for: they are left alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    EMAIL = "e-mail address"
    PHONE = "phone number"
    NUMBER = "contract or quote number"
    ACCOUNT = "bank account"
    NAME = "name of a person"
    CONFIDENTIAL = "word “confidential”"
    OWN = "name that is yours"


MARKERS: dict[Kind, str] = {
    Kind.EMAIL: "[e-mail removed]",
    Kind.PHONE: "[phone removed]",
    Kind.NUMBER: "[number removed]",
    Kind.ACCOUNT: "[account removed]",
    Kind.NAME: "[name removed]",
    Kind.CONFIDENTIAL: "[word removed]",
    Kind.OWN: "[own name removed]",
}


@dataclass(frozen=True)
class Find:
    """Some characters of a text that tell something."""

    kind: Kind
    text: str
    start: int
    line: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def key(self) -> str:
        """What all finds of the same have in common."""
        return f"{self.kind.name}:{self.text}"


_MARKER = re.compile("|".join(map(re.escape, MARKERS.values())))
_AHEAD = 12
"""Characters behind a number that tell whether it is money or a count."""

# No pattern gives back what it took in ways that grow: linear on any text.
_EMAIL = re.compile(
    r"(?<![\w.+%-])(?:mailto:)?[\w.+%-]++@[\w-]++(?:\.[\w-]++)+", re.ASCII
)
_PHONES = (
    re.compile(r"(?<![\w+/])(?:\+|00)[1-9](?:[ ./()-]{0,2}\d){7,13}(?!\d)", re.ASCII),
    re.compile(r"(?<!\w)\(\d{3}\)[ -]?\d{3}[ .-]\d{4}(?!\w)", re.ASCII),
    re.compile(
        r"(?<![\w.,-])[2-9]\d\d([ .-])[2-9]\d\d\1\d{4}(?!\w|[,.]\d|-)", re.ASCII
    ),
    re.compile(
        r"(?<![\w.,-])0\d{2,4}[ /-]\d{3,4}[ -]?\d{3,5}(?!\w|[,.]\d|-)", re.ASCII
    ),
    re.compile(
        r"(?i:\b(?:phone|tel|telephone|mobile|cell|fax|call (?:me|us)))(?:\.|:| at| on|"
        r" no\.?| number| is| ){0,3}(?P<told>\d(?:[ /-]?\d){6,13})(?!\w|[,.]\d|-)",
        re.ASCII,
    ),
)
_PAPER = (
    r"(?i:contract|quote|quotation|offer|proposal|order|invoice|agreement|customer|"
    r"account|purchase order|po)"
)
_AS_NUMBER = r"(?i:(?:number|no\.?|nr\.?|id|ref\.?|reference)[ :#]{0,3}|# ?)"
_TAIL = r"(?:[-/][A-Z0-9]{1,10}){0,3}(?!\w|[.,]\d|%)"
_NUMBERS = (
    re.compile(
        rf"\b{_PAPER} {{0,2}}{_AS_NUMBER}(?P<told>(?:[A-Z]{{1,6}}[-/ ]?)?\d{{3,}}{_TAIL})",
        re.ASCII,
    ),
    re.compile(
        rf"\b{_PAPER}:? {{1,2}}(?P<told>(?:[A-Z]{{1,6}}-?\d{{4,}}|\d{{8,}}){_TAIL})",
        re.ASCII,
    ),
    re.compile(
        r"(?<![\w-])(?:Q|QU|QUO|QT|INV|PO|SO|CN|CTR|CON|AGR)-\d{3,}" + _TAIL,
        re.ASCII,
    ),
)
_PERIOD = re.compile(
    r"(?:FY|CY|H|Q|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)-?(?:19|20)\d\d"
)
_IBAN = re.compile(
    r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)"
)
_NAME = re.compile(
    r"\b(?:Mr|Mrs|Ms|Mx|Dr|Herr|Frau)(?:\.|/M[rs]s?\.?)? {1,2}"
    r"(?P<told>[^\W\d_][\w’'-]*(?: [^\W\d_][\w’'-]*){0,2})"
)
_CONFIDENTIAL = re.compile(r"(?<!\w)confidential(?!\w)", re.IGNORECASE)
_MONEY_OR_COUNT = re.compile(
    r" {0,2}(?:[$€£¥%]|(?:USD|EUR|GBP|CHF|JPY|CAD|AUD|SEK|NOK|DKK|PLN|INR)\b|"
    r"(?i:seats?|users?|licen[cs]es?|people|employees|devices|cores|hours?|a year|per)\b)"
)
_DATE = re.compile(r"(?:19|20)\d\d[ ./-]?[01]\d[ ./-]?[0-3]\d")
_GROUPED = re.compile(r"\+?\d{1,3}(?:[ .,]\d{3})+")


def find(text: str, own: Sequence[str] = ()) -> list[Find]:
    """Return what `text` tells, in its order, nothing twice.

    `own` are names of the author, which an anonymous text should not hold.
    """
    taken: list[tuple[int, int, Kind]] = []
    closed = [match.span() for match in _MARKER.finditer(text)]
    for kind, start, end in _candidates(text, own):
        if not any(start < there and here < end for here, there in closed):
            closed.append((start, end))
            taken.append((start, end, kind))
    return [
        Find(kind, text[start:end], start, text.count("\n", 0, start) + 1)
        for start, end, kind in sorted(taken)
    ]


def redacted(text: str, own: Sequence[str] = (), only: str | None = None) -> str:
    """Return `text` with a marker in place of all finds, or of those with the key `only`."""
    while True:
        finds = [one for one in find(text, own) if only in {None, one.key}]
        if not finds:
            return text
        for one in reversed(finds):
            text = text[: one.start] + MARKERS[one.kind] + text[one.end :]


def _candidates(text: str, own: Sequence[str]) -> Iterator[tuple[Kind, int, int]]:
    names = [
        re.compile(rf"(?<![\w@.-])@?{re.escape(name)}(?![\w-])", re.IGNORECASE)
        for name in own
    ]
    for kind, patterns, holds in ((Kind.OWN, names, _always), *_PATTERNS):
        for pattern in patterns:
            group = "told" if "told" in pattern.groupindex else 0
            for match in pattern.finditer(text):
                start, end = match.span(group)
                if kind is Kind.NAME:
                    end = _end_of_name(match)
                if start < end and holds(match[group], text[end : end + _AHEAD]):
                    yield kind, start, end


def _always(_told: str, _after: str) -> bool:
    return True


def _is_number(told: str, after: str) -> bool:
    is_time = _PERIOD.fullmatch(told.upper()) or _DATE.fullmatch(told)
    return not is_time and not _MONEY_OR_COUNT.match(after)


def _is_phone(told: str, after: str) -> bool:
    return not _is_figure(told) and not _MONEY_OR_COUNT.match(after)


def _is_figure(digits: str) -> bool:
    """Whether it is a date, a number in groups of three, or a row of round figures."""
    parts = re.findall(r"\d+", digits)
    return bool(
        _DATE.fullmatch(digits)
        or _GROUPED.fullmatch(digits)
        or all(part.endswith("0") for part in parts)
    )


def _is_iban(candidate: str, _after: str) -> bool:
    """Whether the check digits are right (ISO 7064, modulo 97)."""
    whole = candidate.replace(" ", "")
    turned = whole[4:] + whole[:4]
    return int("".join(str(int(one, 36)) for one in turned)) % 97 == 1


def _end_of_name(match: re.Match[str]) -> int:
    """Return where the words with a capital end: what follows them is no name."""
    end = match.start("told")
    for word in re.finditer(r"\S+", match["told"]):
        if not word[0][0].isupper():
            break
        end = match.start("told") + word.end()
    return end


_PATTERNS = (
    (Kind.EMAIL, [_EMAIL], _always),
    (Kind.ACCOUNT, [_IBAN], _is_iban),
    (Kind.NUMBER, _NUMBERS, _is_number),
    (Kind.PHONE, _PHONES, _is_phone),
    (Kind.NAME, [_NAME], _always),
    (Kind.CONFIDENTIAL, [_CONFIDENTIAL], _always),
)
"""What is looked for, in order of how sure we are: of two that overlap the first counts."""
