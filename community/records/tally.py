"""Counting what became of the rows of a file."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from community.records.kinds import FLAG_LABELS, SKIP_LABELS, Flag, Skip


@dataclass
class Tally:
    """`present` rows were stored before; flagged rows are among the taken ones."""

    rows: int = 0
    taken: int = 0
    present: int = 0
    corrected: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    flagged: Counter[str] = field(default_factory=Counter)

    @property
    def skipped_count(self) -> int:
        return self.skipped.total()

    @property
    def flagged_count(self) -> int:
        return self.flagged.total()

    def skipped_because(self) -> list[tuple[str, int]]:
        """Return reasons in words with their counts, the most frequent first."""
        return [(SKIP_LABELS[Skip(r)], n) for r, n in self.skipped.most_common()]

    def flagged_because(self) -> list[tuple[str, int]]:
        return [(FLAG_LABELS[Flag(r)], n) for r, n in self.flagged.most_common()]

    def as_json(self) -> dict[str, Any]:
        return {
            **vars(self),
            "skipped": dict(self.skipped),
            "flagged": dict(self.flagged),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Tally":
        return cls(
            rows=int(data.get("rows", 0)),
            taken=int(data.get("taken", 0)),
            present=int(data.get("present", 0)),
            corrected=int(data.get("corrected", 0)),
            skipped=Counter(data.get("skipped", {})),
            flagged=Counter(data.get("flagged", {})),
        )
