"""How later slices tell an author what becomes of a deal, without deals knowing them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from flask import current_app

from community.deals.models import Deal

EXTENSION = "fairquote.deal_outlooks"
"""`app.extensions[EXTENSION]` is a list of DealOutlooks that app.py fills."""


@dataclass(frozen=True)
class Note:
    """What has become of a deal, in a few words; `is_new`: since the newest release."""

    text: str
    is_new: bool


class DealOutlook(Protocol):
    """Something that knows what becomes of deals."""

    def sentences(self, author_id: int, deal: Deal) -> list[str]:
        """Return what its author may know of `deal`; in few queries, whatever its lines."""
        ...

    def notes(self, author_id: int, deals: Sequence[Deal]) -> dict[int, Note]:
        """Return what has become of some of `deals`, all of one author, by their ids.

        As many queries for one as for many.
        """
        ...


def notes_of(author_id: int, deals: Sequence[Deal]) -> dict[int, Note]:
    outlooks: list[DealOutlook] = current_app.extensions.get(EXTENSION, [])
    found: dict[int, Note] = {}
    for one in outlooks:
        found |= one.notes(author_id, deals)
    return found


def outlook_of(author_id: int, deal: Deal) -> list[str]:
    outlooks: list[DealOutlook] = current_app.extensions.get(EXTENSION, [])
    return [sentence for one in outlooks for sentence in one.sentences(author_id, deal)]
