"""What the page of an import says: how far it is, what was counted, what to do next."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from community.core.money import Money
from community.records.kinds import MICRO, RunState
from community.records.models import ImportRun
from community.records.tally import Tally

_BUSY = frozenset({RunState.CHECKING, RunState.IMPORTING, RunState.SUMMARISING})
_STARTABLE = frozenset({RunState.UPLOADED, RunState.CHECKED, RunState.FAILED})
_COUNTED = frozenset(
    {RunState.IMPORTING, RunState.SUMMARISING, RunState.DONE, RunState.UNDONE}
)

STATE_WORDS = {
    RunState.UPLOADED: ("Uploaded", ""),
    RunState.CHECKING: ("Being checked", "accent"),
    RunState.CHECKED: ("Checked, not imported", "warn"),
    RunState.IMPORTING: ("Being imported", "accent"),
    RunState.SUMMARISING: ("Figures being computed", "accent"),
    RunState.DONE: ("Imported", "good"),
    RunState.FAILED: ("Failed", "bad"),
    RunState.LEFT: ("Stopped in the middle", "warn"),
    RunState.UNDONE: ("Undone", ""),
}


@dataclass(frozen=True)
class Preview:
    """One of the first rows, as the check read it."""

    line: int
    reason: str
    product: str
    seller: str
    price: Money | None
    unit: str
    when: str


@dataclass(frozen=True)
class Progress:
    """What templates/dashboard/import.html reads beside the run itself."""

    words: str
    kind: str
    is_busy: bool
    can_start: bool
    can_undo: bool
    percent: int
    tally: Tally | None
    is_dry: bool
    preview: list[Preview]

    @classmethod
    def of(cls, run: ImportRun) -> "Progress":
        words, kind = STATE_WORDS[run.state]
        counted = run.counts if run.state in _COUNTED else run.checked
        size = max(run.file_bytes, 1)
        return cls(
            words=words,
            kind=kind,
            is_busy=run.state in _BUSY,
            can_start=run.state in _STARTABLE and bool(run.mapping),
            can_undo=run.state is RunState.DONE,
            percent=min(100, run.bytes_done * 100 // size),
            tally=Tally.from_json(counted) if counted else None,
            is_dry=run.state not in _COUNTED,
            preview=[_preview(row) for row in run.preview],
        )


def _preview(row: dict[str, Any]) -> Preview:
    micro = row.get("micro")
    return Preview(
        line=row["line"],
        reason=row.get("reason", ""),
        product=row.get("product", ""),
        seller=row.get("seller", ""),
        price=None
        if micro is None
        else Money(Decimal(micro) / MICRO, row.get("currency", "")),
        unit=row.get("unit", ""),
        when=row.get("when", ""),
    )
