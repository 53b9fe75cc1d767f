"""One reading of a file under one mapping: its rows as entries, in batches."""

from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from community.core.clock import Month
from community.core.errors import Invalid
from community.records.files import BadRow, CsvFile, Row, open_csv
from community.records.identity import Identities
from community.records.interpret import (
    Interpreter,
    ListPriceDraft,
    RecordDraft,
    Skipped,
)
from community.records.kinds import Flag, Skip
from community.records.mapping import Kind, Mapping


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row came to; `key` tells a record from all others, "" for the rest."""

    draft: RecordDraft | ListPriceDraft | Skipped
    key: str = ""


class Reading:
    """Reads a file once, from the beginning; Invalid when the mapping does not fit it."""

    def __init__(
        self, path: Path, mapping: Mapping, source_key: str, until: Month
    ) -> None:
        self.file = open_csv(path, mapping.file)
        self.bytes_done = 0
        require_columns(self.file, mapping)
        self._mapping = mapping
        self._interpreter = Interpreter(mapping, self.file.columns, until)
        self._identities = Identities(source_key, self.file.columns)
        self._said: dict[tuple[object, ...], object] = {}
        self._rows = self.file.rows(self._note_bytes)

    def pass_over(self, count: int) -> None:
        """Read `count` rows that were dealt with before, for what they say of later ones."""
        for row in islice(self._rows, count):
            if self._mapping.kind is Kind.LIST_PRICES:
                self._entry(row)
            elif isinstance(row, Row):
                self._identities.of(row)

    def next_batch(self, size: int) -> list[Entry]:
        return [self._entry(row) for row in islice(self._rows, size)]

    def _note_bytes(self, position: int) -> None:
        self.bytes_done = position

    def _entry(self, row: Row | BadRow) -> Entry:
        draft = self._interpreter.read(row)
        if isinstance(row, BadRow):
            return Entry(draft)
        if isinstance(draft, ListPriceDraft):
            return Entry(self._once(draft))
        # Skipped rows are counted too: a mapping that takes more next time finds the
        # same numbers.
        key, number = self._identities.of(row)
        if isinstance(draft, RecordDraft) and number > 1:
            draft = replace(draft, flags=(*draft.flags, Flag.SAME_AGAIN))
        return Entry(draft, key)

    def _once(self, draft: ListPriceDraft) -> ListPriceDraft | Skipped:
        """Return the draft, skipped where the file said another price for the same before."""
        what = (
            draft.vendor.casefold(),
            draft.product.casefold(),
            draft.plan.casefold(),
            draft.day,
            draft.currency,
            draft.per_unit,
            draft.period,
        )
        before = self._said.setdefault(what, draft.amount)
        if before == draft.amount:
            return draft
        return Skipped(draft.line, Skip.SAID_TWICE, f"first {before}", draft.cells)


def require_columns(file: CsvFile, mapping: Mapping) -> None:
    """Raise Invalid when the file lacks a column that the mapping reads."""
    missing = mapping.missing_from(file.columns)
    if missing:
        raise Invalid(
            f"The file has no column “{missing[0][:80]}”. Its columns are: "
            + ", ".join(file.columns[:30])
            + ("." if len(file.columns) <= 30 else ", …")
        )
