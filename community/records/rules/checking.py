"""The dry run: reading a whole file as an import would, and storing nothing."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from community.core import clock
from community.core.db import db, transaction
from community.records.errorfile import ErrorFile, Note, note_of_flag, note_of_skipped
from community.records.figures import is_far
from community.records.interpret import RecordDraft, Skipped
from community.records.keys import present_keys
from community.records.kinds import INVOICED_TOTAL, Flag, unit_words
from community.records.mapping import Kind, Mapping
from community.records.reading import Entry, Reading
from community.records.rules.sources import source_key
from community.records.rules.writing import Target, note_rows, write
from community.records.tally import Tally

PREVIEW = 20
_BATCH = 1_000
_NOWHERE = 0


@dataclass(frozen=True)
class Checked:
    """What an import would do; `preview` is what became of the first rows."""

    tally: Tally
    preview: list[dict[str, Any]]
    error_bytes: int


class _FarRows:
    """Remembers amounts by product, to tell at the end which are far from the others."""

    def __init__(self) -> None:
        self._amounts: dict[tuple[str, ...], array[int]] = defaultdict(
            lambda: array("q")
        )
        self._lines: dict[tuple[str, ...], array[int]] = defaultdict(lambda: array("q"))

    def add(self, draft: RecordDraft, *, is_new: bool) -> None:
        if draft.unit == INVOICED_TOTAL:
            return  # totals of any size are nothing to look at
        key = (
            (draft.vendor or "").casefold(),
            draft.product.casefold(),
            draft.currency,
            draft.unit,
        )
        self._amounts[key].append(draft.amount)
        self._lines[key].append(draft.line if is_new else _NOWHERE)

    def lines(self) -> list[int]:
        far: list[int] = []
        for key, amounts in self._amounts.items():
            count, median = len(amounts), sorted(amounts)[len(amounts) // 2]
            far += [
                line
                for line, amount in zip(self._lines[key], amounts, strict=True)
                if line and is_far(amount, count, median)
            ]
        return sorted(far)


def check(
    path: Path, mapping: Mapping, errors: Path, on_bytes: Callable[[int], None]
) -> Checked:
    """Read the file and say what an import would take, skip and flag.

    Begins short transactions of its own: the caller must not be in one.
    """
    key = source_key(mapping.source)
    reading = Reading(path, mapping, key, clock.current_month())
    file = ErrorFile(errors, reading.file.columns, 0)
    tally, preview, far = Tally(), list[dict[str, Any]](), _FarRows()
    file.append(())
    while entries := reading.next_batch(_BATCH):
        if len(preview) < PREVIEW:
            preview += map(_shown, entries[: PREVIEW - len(preview)])
        notes, fresh = _try(mapping, entries, tally)
        file.append(notes)
        for entry in entries:
            if isinstance(entry.draft, RecordDraft):
                far.add(entry.draft, is_new=entry.key in fresh)
        on_bytes(reading.bytes_done)
    lines = far.lines()
    if lines:
        tally.flagged[Flag.FAR] = len(lines)
        file.append(note_of_flag(line, Flag.FAR) for line in lines)
    return Checked(tally, preview, file.size)


def _try(
    mapping: Mapping, entries: Sequence[Entry], tally: Tally
) -> tuple[list[Note], set[str]]:
    if mapping.kind is Kind.LIST_PRICES:
        return _try_list_prices(mapping, entries, tally), set()
    keys = [e.key for e in entries if isinstance(e.draft, RecordDraft)]
    with db.engine.connect().execution_options(fairquote_reads=True) as connection:
        fresh = set(keys) - present_keys(connection, keys)
    tally.taken += len(fresh)
    tally.present += len(keys) - len(fresh)
    return note_rows(entries, fresh, tally), fresh


def _try_list_prices(
    mapping: Mapping, entries: Sequence[Entry], tally: Tally
) -> list[Note]:
    # Whether a list price is new depends on the catalogue's names for things: the
    # shortest honest way to know is to store it, and to take that back.
    with transaction():
        savepoint = db.session.begin_nested()
        try:
            return write(Target(_NOWHERE, _NOWHERE, mapping), entries, tally)
        finally:
            savepoint.rollback()


def _shown(entry: Entry) -> dict[str, Any]:
    """Return a row of the preview, as JSON keeps it."""
    draft = entry.draft
    if isinstance(draft, Skipped):
        note = note_of_skipped(draft)
        return {"line": note.line, "reason": note.reason}
    if isinstance(draft, RecordDraft):
        return {
            "line": draft.line,
            "product": draft.product,
            "seller": draft.supplier,
            "micro": draft.amount,
            "currency": draft.currency,
            "unit": unit_words(draft.unit),
            "when": draft.month,
        }
    unit = f"{draft.per_unit}/{draft.period}".removesuffix("/once")
    return {
        "line": draft.line,
        "product": f"{draft.product}, {draft.plan}",
        "seller": draft.vendor,
        "micro": int(draft.amount * 1_000_000),
        "currency": draft.currency,
        "unit": unit_words(unit.removeprefix("/")),
        "when": draft.day.isoformat(),
    }
