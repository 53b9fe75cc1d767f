"""How later slices tell an author what becomes of a deal, without deals knowing them."""

from typing import Protocol

from flask import current_app

from community.deals.models import Deal

EXTENSION = "fairquote.deal_outlooks"
"""`app.extensions[EXTENSION]` is a list of DealOutlooks that app.py fills."""


class DealOutlook(Protocol):
    """Something that knows what becomes of deals; asked for one at a time."""

    def sentences(self, author_id: int, deal: Deal) -> list[str]:
        """Return what its author may know of `deal`; in few queries, whatever its lines."""
        ...


def outlook_of(author_id: int, deal: Deal) -> list[str]:
    outlooks: list[DealOutlook] = current_app.extensions.get(EXTENSION, [])
    return [sentence for one in outlooks for sentence in one.sentences(author_id, deal)]
