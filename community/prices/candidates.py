"""What a release could publish of one series, as rows, before it is held against the past."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from community.core.sealing import pseudonym
from community.prices.cells import Members
from community.prices.computing import Computed
from community.prices.kinds import CellKind
from community.prices.models import PriceCell
from community.prices.remembering import TOTAL, Place
from community.prices.retention import Basis
from community.prices.rows import extra_row, part_row, total_row, words_row
from community.prices.shares import Words


@dataclass(frozen=True)
class New:
    """A cell that could be published, and who it rests on."""

    row: PriceCell
    members: Mapping[str, Any]

    @cached_property
    def basis(self) -> Basis:
        return {name: said[0] for name, said in self.members.items()}


def new_cells(computed: Computed) -> dict[Place, list[New]]:
    """Return what `computed` would show, by what moves together."""
    found: dict[Place, list[New]] = {}
    total = computed.published.total
    if total is None:
        return found
    # Whoever is in a part is in the total: one name under key for both.
    keyed = {
        member.fingerprint: under_key(member.fingerprint)
        for member in total.members.values()
    }
    found[TOTAL] = [New(total_row(total), _stored(total.members, keyed))]
    for dimension, parts in computed.published.breakdowns.items():
        if parts is not None:
            found[CellKind.PART, dimension] = [
                New(
                    part_row(cell, dimension, label, place),
                    _stored(cell.members, keyed),
                )
                for place, (label, cell) in enumerate(parts.items())
            ]
    for kind, words in computed.words.items():
        found[kind, None] = [New(words_row(words, kind), _answered(words))]
    for kind, cell in computed.extras.items():
        members = {
            one.fingerprint: under_key(one.fingerprint) for one in cell.members.values()
        }
        found[kind, None] = [New(extra_row(cell, kind), _stored(cell.members, members))]
    return found


def _stored(members: Members, keyed: Mapping[str, str]) -> Mapping[str, list[Any]]:
    return {
        name: [keyed[member.fingerprint], round(member.weight, 6), member.counts]
        for name, member in members.items()
    }


def _answered(words: Words) -> Mapping[str, list[Any]]:
    return {name: [said, 1.0, True] for name, said in words.basis.items()}


def under_key(fingerprint: str) -> str:
    """Return a fingerprint that nobody without the key can try prices against."""
    return pseudonym("price.basis", fingerprint)[:16]
