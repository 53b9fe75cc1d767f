"""Which posts speak of a price, and what may be told of how others paid (pure).

The same rules as for every other figure: nothing below five organisations, their number
as a band, shares as words from eight organisations on, of what three of them said or more
(PRICES.md, P2 and P9).
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from community.core.money import CURRENCIES

LEAST_ORGANISATIONS = 5
LEAST_FOR_SHARES = 8
LEAST_NAMING = 3
"""So many must say a thing before it is told: few of eight would be exactly one."""
LEAST_CHANGED = 3
"""So many organisations, or none, differ between what is told before and after (P7)."""

_FEW_BELOW, _MOST_ABOVE = 0.25, 0.75
_BANDS = ((100, "100 or more"), (50, "50 to 99"), (20, "20 to 49"), (10, "10 to 19"))
_NUMBER = r"\d(?:[\d.,]{0,13}\d)?"
_CODES = "|".join(sorted(CURRENCIES))
_PRICE = re.compile(
    rf"[$€£¥]\s?{_NUMBER}|{_NUMBER}\s?(?:[€£¥%]|(?:{_CODES})\b)|\b(?:{_CODES})\s?{_NUMBER}"
)


class Paid(StrEnum):
    """How what somebody paid compares with what a post says."""

    SIMILAR = "similar"
    LESS = "less"
    MORE = "more"
    OUTDATED = "outdated"


LABELS: dict[Paid, str] = {
    Paid.SIMILAR: "I paid similar",
    Paid.LESS: "I paid less",
    Paid.MORE: "I paid more",
    Paid.OUTDATED: "It is outdated",
}
_SAID: dict[Paid, str] = {
    Paid.SIMILAR: "paid similar",
    Paid.LESS: "paid less",
    Paid.MORE: "paid more",
    Paid.OUTDATED: "call it outdated",
}


def prices_in(html: str) -> list[str]:
    """Return the prices and percentages that a post's HTML speaks of."""
    return _PRICE.findall(html)


def told(counts: Mapping[Paid, int]) -> str:
    """Return the sentence about what organisations said, "" where nothing may be told."""
    total = sum(counts.values())
    if total < LEAST_ORGANISATIONS:
        return ""
    band = next((words for least, words in _BANDS if total >= least), "5 to 9")
    sentence = f"Buyers at {band} organisations compared this with what they paid"
    if total < LEAST_FOR_SHARES:
        return f"{sentence}."
    shares = [
        f"{_share(counts[one] / total)} {_SAID[one]}"
        for one in Paid
        if counts.get(one, 0) >= LEAST_NAMING
    ]
    if not shares:
        return f"{sentence}."
    return f"{sentence}: {', '.join(shares)}."


def _share(part: float) -> str:
    if part < _FEW_BELOW:
        return "few"
    return "most" if part > _MOST_ABOVE else "some"
