"""Searching for programs: as the page does, within the same limits, always as a visitor."""

from datetime import UTC

from community.core import clock
from community.core.actors import VISITOR, Actor
from community.core.errors import BadRequest, Unavailable
from community.core.text import clean_line
from search.engines.protocol import EngineBusy
from search.query import QueryTooLong, parse
from search.results import Answer
from search.service import get_search


def search_for(
    actor: Actor, typed: str, *, address: str, kind: str | None, after: str | None
) -> Answer | None:
    """Return what everybody may see of what is sought; None when nothing is.

    `actor` and `address` count for the limits. What was found nowhere is noted for the
    host by the page alone: programs ask for other reasons than people.
    """
    try:
        query = parse(clean_line(typed), today=clock.now().astimezone(UTC).date())
    except QueryTooLong as error:
        raise BadRequest(error.message) from None
    if query.seeks_nothing:
        return None
    search = get_search()
    search.limiter.hit(actor, address)
    try:
        return search.finder.find(VISITOR, query, kind=kind, after=after)
    except EngineBusy:
        raise Unavailable(
            "Many people are searching right now. Please try again.", retry_after=2
        ) from None
