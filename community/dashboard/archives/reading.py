"""A file of questions as pieces of lines, and what cannot be one at all."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from community.core.errors import Invalid
from community.threads.archive import (
    ArchivedThread,
    BadRecordError,
    parse_line,
    read_lines,
)

QUESTIONS_A_PIECE = 20
_SKIPPED_A_QUESTION = 50
"""Lines that are only counted cost that much less than one question."""
BYTES_A_PIECE = 500_000
_LOOKED_AT = 50
_HEAD = 4
_OTHERS = {
    b"PK\x03\x04": "It is a ZIP file: unpack it first.",
    b"\x1f\x8b": "It is a gzip file: unpack it first.",
    b"7z\xbc\xaf": "It is a 7z file: unpack it first.",
    b"BZh": "It is a bzip2 file: unpack it first.",
    b"\xff\xfe": "It is in UTF-16: save it as UTF-8.",
    b"\xfe\xff": "It is in UTF-16: save it as UTF-8.",
    b"[": "It is one JSON list: write each of its objects on a line of its own.",
    b"<": "It is XML or HTML: write each question as a JSON object on a line of its own.",
}


@dataclass
class Piece:
    """Some lines as they were read; `end` and `lines` are where the file goes on."""

    threads: list[ArchivedThread] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    """Lines that hold no question, with the reason."""
    left_out: list[tuple[int, str]] = field(default_factory=list)
    """Answers that could not be taken, by the line of their question."""
    end: int = 0
    lines: int = 0

    def read(self, number: int, line: bytes) -> None:
        self.lines = number
        try:
            thread = parse_line(number, line)
        except BadRecordError as error:
            self.skipped.append((number, str(error)))
            return
        self.threads.append(thread)
        self.left_out += [(number, problem) for problem in thread.problems]


def read_pieces(file: BinaryIO, *, at: int, lines: int) -> Iterator[Piece]:
    """Yield what follows behind byte `at`, which is behind so many lines; the last is empty.

    Each piece is small enough to be stored while others wait to write.
    """
    file.seek(at)
    begin, end = at, at

    def move(size: int) -> None:
        nonlocal end
        end += size

    piece = Piece(end=at, lines=lines)
    for number, line in read_lines(file, move, after=lines):
        piece.read(number, line)
        piece.end = end
        count = len(piece.threads) + len(piece.skipped) // _SKIPPED_A_QUESTION
        if count >= QUESTIONS_A_PIECE or end - begin >= BYTES_A_PIECE:
            yield piece
            begin, piece = end, Piece(end=end, lines=number)
    piece.end = end
    yield piece


def require_archive(path: Path) -> None:
    """Raise Invalid, with what to do, for a file that holds no question at its beginning."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if not head:
            raise Invalid("The file is empty.")
        for mark, sentence in _OTHERS.items():
            if head.startswith(mark):
                raise Invalid(sentence)
        file.seek(0)
        reasons = []
        for number, line in islice(read_lines(file, _untold), _LOOKED_AT):
            try:
                parse_line(number, line)
            except BadRecordError as error:
                reasons.append(f"line {number}: {error}")
            else:
                return
    if not reasons:
        raise Invalid("The file is empty.")
    raise Invalid(
        f"None of its first {len(reasons)} lines is a question; {reasons[0]}. "
        "It takes JSON in UTF-8, one object a line."
    )


def _untold(_size: int) -> None:
    """Tell nobody how far the file was read."""
