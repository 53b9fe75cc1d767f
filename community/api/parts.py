"""All operations, in the order in which the description tells them."""

from community.api import (
    own_account,
    own_consents,
    own_deals,
    own_news,
    own_posts,
    own_requests,
    own_reviews,
    own_rooms,
    reads_catalog,
    reads_events,
    reads_log,
    reads_people,
    reads_prices,
    reads_talk,
    rep_requests,
)
from community.api.operations import Operation, Operations

PARTS: tuple[Operations, ...] = (
    reads_catalog.part,
    reads_prices.part,
    reads_talk.part,
    reads_talk.opinions,
    reads_events.part,
    reads_people.part,
    reads_log.part,
    own_account.part,
    own_deals.part,
    own_posts.part,
    own_news.part,
    own_reviews.part,
    own_rooms.part,
    own_requests.part,
    reads_events.own,
    own_consents.part,
    rep_requests.part,
)


def all_operations() -> list[Operation]:
    return [one for part in PARTS for one in part.all]
