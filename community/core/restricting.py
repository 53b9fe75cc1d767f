"""For which reason moderators keep something from the public, asked by rooms that say so."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from flask import current_app

RESTRICTIONS = "fairquote.restrictions"
"""`app.extensions[RESTRICTIONS]` is a KnowsRestrictions."""


@dataclass(frozen=True)
class Restriction:
    """The reason of a decision that stands: its code in the log, and what people call it."""

    code: str
    label: str


class KnowsRestrictions(Protocol):
    """What knows why something does not show."""

    def standing(
        self, kind: str, object_ids: Collection[int]
    ) -> Mapping[int, Restriction]:
        """Return the latest reason for which each of some things is kept back; one query."""
        ...


def restrictions_of(
    kind: str, object_ids: Collection[int]
) -> Mapping[int, Restriction]:
    """Return why things do not show, by id; without a query where none is asked about."""
    known: KnowsRestrictions = current_app.extensions[RESTRICTIONS]
    return known.standing(kind, object_ids) if object_ids else {}
