"""Cards of deals below posts: prices publish them, threads show what is on show (P12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from flask import current_app

from community.core.actors import Actor

EXTENSION = "fairquote.shown_cards"
"""`app.extensions[EXTENSION]` is a ShownCards that app.py hands over."""


@dataclass(frozen=True)
class ShownCard:
    """A deal as everybody sees it: a price on the grid, and what five organisations share."""

    public_id: str
    line_key: str
    """What its line of the deal goes by, whichever release shows it; never shown."""
    product: str
    url: str
    price: str
    per: str
    what: str
    who: str
    handle: str = ""
    """Where its author shows it under their name."""


class ShownCards(Protocol):
    """Something that knows which deals are shown as cards."""

    def own(self, actor: Actor) -> list[ShownCard]:
        """Return the cards on show of deals that `actor` reported."""
        ...

    def shown(self, public_ids: Iterable[str]) -> dict[str, ShownCard]:
        """Return those of these cards that are on show, in as many queries for one."""
        ...


def own_cards(actor: Actor) -> list[ShownCard]:
    return _source().own(actor)


def cards_of(public_ids: Iterable[str | None]) -> dict[str, ShownCard]:
    """Return the cards of posts that have one; asks nothing where none has."""
    wanted = {one for one in public_ids if one is not None}
    return _source().shown(wanted) if wanted else {}


def _source() -> ShownCards:
    source: ShownCards = current_app.extensions[EXTENSION]
    return source
