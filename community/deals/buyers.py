"""Which deals some members reported of a product: asked by id, and told to no person."""

from collections import defaultdict
from collections.abc import Collection

import sqlalchemy as sa

from community.core.chunks import chunks
from community.core.db import db
from community.deals.kinds import DealState
from community.deals.models import Deal, DealLine
from community.deals.owners import owner_key


def deals_about(product_id: int, user_ids: Collection[int]) -> dict[int, list[Deal]]:
    """Return what those members reported of it whose reports stand, by member."""
    found: dict[int, list[Deal]] = defaultdict(list)
    about = sa.select(DealLine.deal_id).where(DealLine.product_id == product_id)
    for chunk in chunks(sorted(user_ids)):
        keys = {owner_key(one): one for one in chunk}
        deals = sa.select(Deal).where(
            Deal.id.in_(about),
            Deal.state == DealState.SUBMITTED,
            Deal.owner_key.in_(keys),
        )
        for deal in db.session.scalars(deals):
            found[keys[deal.owner_key]].append(deal)
    return found
