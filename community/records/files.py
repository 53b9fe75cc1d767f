"""Reading any CSV file row by row, with line numbers, in bounded memory."""

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import cast

from community.core.errors import Invalid
from community.core.text import clean_line
from community.records.decoding import SAMPLE, Decoding, detect, forced
from community.records.sniffing import Shape, quote_in, sniff

LONGEST_LINE = 1_000_000
"""Characters; a longer line is no table."""
MOST_COLUMNS = 500
OWN_PREFIX = "fairquote_"
"""Columns that we add to an error file; they are passed over when it comes back."""

_TELL_EVERY = 500
_REASONS = {
    "unexpected end of data": "A quote is opened and never closed",
    "field larger than field limit": "A quote is opened and never closed",
    "expected after": "There is a quote in the middle of a cell",
}


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, as many as the header has; `line` is where it begins."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that can't be taken apart, as it stands in the file."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True)
class FileOptions:
    """What somebody knows better than we find out; "" and 0 leave it to us."""

    encoding: str = ""
    delimiter: str = ""
    skip_lines: int = 0


@dataclass(frozen=True)
class CsvFile:
    """A file whose shape is known; rows() reads it from the start each time."""

    path: Path
    decoding: Decoding
    shape: Shape
    columns: tuple[str, ...]
    header_line: int
    size: int
    _heads: int = field(repr=False, default=0)

    @property
    def label(self) -> str:
        return f"{self.decoding.label}, {self.shape.label}"

    def rows(
        self, on_bytes: Callable[[int], None] | None = None
    ) -> Iterator[Row | BadRow]:
        """Yield the rows under the header; blank ones are passed over.

        `on_bytes` is told how far into the file we are, now and then.
        """
        with _text(self.path, self.decoding) as text:
            rows = _rows(_Lines(text), self.shape, self._heads)
            for number, found in enumerate(rows):
                if on_bytes is not None and not number % _TELL_EVERY:
                    on_bytes(cast(io.BufferedReader, text.buffer).tell())
                yield _fitted(found, len(self.columns))
        if on_bytes is not None:
            on_bytes(self.size)


def open_csv(path: Path, options: FileOptions | None = None) -> CsvFile:
    """Find out how `path` is written; Invalid says what is wrong with it.

    The first row that is not blank names the columns.
    """
    if not path.is_file():
        raise Invalid("The file is gone.")
    options = options or FileOptions()
    decoding = forced(options.encoding) if options.encoding else detect(path)
    with _text(path, decoding) as text:
        shape = _shape(_sample(text, options.skip_lines), options)
    with _text(path, decoding) as text:
        lines = _Lines(text)
        rows = _rows(lines, shape, shape.preamble)
        header, heads = next(rows, None), lines.number
        if header is None:
            raise Invalid("The file is empty.")
        if isinstance(header, BadRow):
            raise Invalid(
                f"Line {header.line}, which should name the columns, can't be "
                f"read: {header.reason[0].lower()}{header.reason[1:]}."
            )
        if next(rows, None) is None:
            raise Invalid("The file names its columns and has no rows below.")
    return CsvFile(
        path=path,
        decoding=decoding,
        shape=shape,
        columns=_names(header.cells),
        header_line=header.line,
        size=path.stat().st_size,
        _heads=heads,
    )


class _Lines:
    """Lines with their numbers; those of a row that broke can be read again."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._again: deque[str] = deque()
        self._row: list[str] = []
        self.number = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._read()
        self.number += 1
        self._row.append(line)
        return line

    def begin_row(self) -> None:
        self._row.clear()

    def give_back_all_but_first(self) -> str:
        """Have what followed the first line of this row read anew; return that line."""
        first, *rest = self._row
        self._again.extendleft(reversed(rest))
        self.number -= len(rest)
        return first

    def _read(self) -> str:
        try:
            line = self._text.readline(LONGEST_LINE)
        except UnicodeError:
            raise Invalid("The file is not in the encoding that was given.") from None
        if not line:
            raise StopIteration
        if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
            raise Invalid(
                f"Line {self.number + 1} is longer than {LONGEST_LINE:,} characters: "
                "this is no table."
            )
        return line


def _rows(lines: _Lines, shape: Shape, skip: int) -> Iterator[Row | BadRow]:
    for _ in islice(lines, skip):
        pass
    reader = _reader(lines, shape)
    while True:
        lines.begin_row()
        line = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            text = lines.give_back_all_but_first()
            reader = _reader(lines, shape)
            yield BadRow(line, text.rstrip("\r\n"), _reason(str(error)))
            continue
        if any(cell and not cell.isspace() for cell in cells):
            yield Row(line, tuple(cells))


def _reader(lines: _Lines, shape: Shape) -> Iterator[list[str]]:
    # Strict: a stray quote must not swallow the rows that follow it unseen.
    return csv.reader(
        lines, delimiter=shape.delimiter, quotechar=shape.quote, strict=True
    )


def _reason(said: str) -> str:
    return next((ours for theirs, ours in _REASONS.items() if theirs in said), said)


def _fitted(row: Row | BadRow, width: int) -> Row | BadRow:
    """Return the row with exactly `width` cells; more, unless blank, make it bad."""
    if isinstance(row, BadRow) or len(row.cells) == width:
        return row
    if len(row.cells) < width:
        return Row(row.line, row.cells + ("",) * (width - len(row.cells)))
    if any(cell.strip() for cell in row.cells[width:]):
        reason = f"It has {len(row.cells)} cells where the header has {width}"
        return BadRow(row.line, " | ".join(row.cells), reason)
    return Row(row.line, row.cells[:width])


def _text(path: Path, decoding: Decoding) -> io.TextIOWrapper:
    # Line ends as they are: cells may hold some, and the csv module knows all three.
    return path.open(encoding=decoding.encoding, errors="replace", newline="")


def _sample(text: io.TextIOWrapper, skip_lines: int) -> str:
    lines = _Lines(text)
    for _ in islice(lines, skip_lines):
        pass
    taken, size = [], 0
    for line in lines:
        taken.append(line)
        size += len(line)
        if size > SAMPLE:
            break
    return "".join(taken)


def _shape(sample: str, options: FileOptions) -> Shape:
    if options.delimiter:
        quote = quote_in(sample, options.delimiter)
        return Shape(options.delimiter, quote, options.skip_lines)
    if not sample.strip():
        raise Invalid("The file has nothing below the lines that are passed over.")
    found = sniff(sample)
    return Shape(found.delimiter, found.quote, found.preamble + options.skip_lines)


def _names(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name for each column: its own, its number, with (2) when it comes again."""
    if len(cells) > MOST_COLUMNS:
        raise Invalid(f"A file may have {MOST_COLUMNS} columns; this has {len(cells)}.")
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = clean_line(cell)[:80] or f"column {number}"
        again = 2
        base = name
        while name in names:
            name = f"{base} ({again})"
            again += 1
        names.append(name)
    return tuple(names)
