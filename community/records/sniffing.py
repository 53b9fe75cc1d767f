"""How the cells of a file are kept apart: the delimiter and the quote, from a sample."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from community.core.errors import Invalid

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_DECLARED = re.compile(r"sep=(.)[\r\n]+", re.IGNORECASE)
_UNLIKELY = 0.5
_MOST_ROWS = 200


@dataclass(frozen=True)
class Shape:
    """How cells are separated and quoted; `preamble` lines come before the header."""

    delimiter: str
    quote: str = '"'
    preamble: int = 0

    @property
    def label(self) -> str:
        return DELIMITERS.get(self.delimiter, f"“{self.delimiter}”")


def sniff(sample: str) -> Shape:
    """Return the shape of the sample; Invalid when it has a single column."""
    declared = _DECLARED.match(sample)
    if declared:
        return Shape(declared[1], quote_in(sample, declared[1]), preamble=1)
    scored = []
    for delimiter in DELIMITERS:
        quote = quote_in(sample, delimiter)
        score, width = _fit(sample, delimiter, quote)
        scored.append((score, width, Shape(delimiter, quote)))
    score, _, best = max(scored, key=lambda one: one[:2])
    if not score:
        raise Invalid(
            "Only one column was found. The first line must name at least two columns, "
            "separated by a comma, a semicolon, a tab or a bar."
        )
    return best


def quote_in(sample: str, delimiter: str) -> str:
    """Return the quote of a sample: an apostrophe only where nothing else is quoted."""
    if '"' in sample:
        return '"'
    mark = re.escape(delimiter)
    quoted = re.findall(
        rf"(?:^|{mark})'[^'\n]*'(?={mark}|[\r\n]|\Z)", sample, re.MULTILINE
    )
    return "'" if len(quoted) > sample.count("\n") / 2 else '"'


def _fit(sample: str, delimiter: str, quote: str) -> tuple[float, int]:
    """Return how well a delimiter explains the sample, and how many columns it gives."""
    widths = _widths(sample, delimiter, quote)
    if not widths:
        return 0.0, 0
    width, count = Counter(widths).most_common(1)[0]
    if width == 1:
        return 0.0, 1
    share = count / len(widths)
    # A decimal comma splits every row, but not the header.
    return (share if widths[0] == width else share * _UNLIKELY), width


def _widths(sample: str, delimiter: str, quote: str) -> list[int]:
    widths: list[int] = []
    reader = csv.reader(
        io.StringIO(sample, newline=""), delimiter=delimiter, quotechar=quote
    )
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                widths.append(len(cells))
            if len(widths) >= _MOST_ROWS:
                break
    except csv.Error:
        pass  # what was read until here tells enough
    return widths
