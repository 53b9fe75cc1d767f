"""The file that says, row by row, what was skipped or flagged and why.

Its columns are those of the source behind three of ours: once corrected, it can be
imported as it is.
"""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from community.core.uploads import append_after
from community.records.files import OWN_PREFIX
from community.records.interpret import Skipped
from community.records.kinds import FLAG_LABELS, SKIP_LABELS, Flag

_NUMBER = re.compile(r"[-+]?[\d.,]+", re.ASCII)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Note:
    """One row of the file."""

    line: int
    outcome: str
    reason: str
    cells: tuple[str, ...] = ()


def note_of_skipped(row: Skipped) -> Note:
    reason = SKIP_LABELS[row.reason]
    if row.detail:
        reason = f"{reason}: “{row.detail[:80]}”"
    return Note(row.line, "skipped", reason, row.cells)


def note_of_flag(
    line: int, flag: Flag, cells: tuple[str, ...] = (), detail: str = ""
) -> Note:
    reason = FLAG_LABELS[flag] + (f": {detail}" if detail else "")
    return Note(line, "flagged", reason, cells)


class ErrorFile:
    """Appends notes behind `size` bytes, which are all that counts of what is there."""

    def __init__(self, path: Path, columns: tuple[str, ...], size: int) -> None:
        self._path = path
        self._columns = columns
        self.size = size

    def append(self, notes: Iterable[Note]) -> None:
        """Write the notes; the caller keeps the new size in its transaction."""
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        if not self.size:
            head = [f"{OWN_PREFIX}{name}" for name in ("line", "outcome", "reason")]
            writer.writerow([*head, *self._columns])
        for note in notes:
            cells = [_harmless(cell) for cell in note.cells]
            writer.writerow([note.line, note.outcome, note.reason, *cells])
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self.size = append_after(self._path, self.size, out.getvalue())


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
