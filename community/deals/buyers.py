"""Who bought what, for inviting them to answer: asked by id, and told to no person."""

from collections.abc import Collection

import sqlalchemy as sa

from community.core.chunks import chunks
from community.core.db import db
from community.deals.kinds import DealState
from community.deals.models import Deal, DealLine
from community.deals.owners import owner_key


class DealBuyers:
    """A threads.inviting.KnowsBuyers on the raw store."""

    def buyers_among(self, product_id: int, user_ids: Collection[int]) -> set[int]:
        found: set[int] = set()
        for chunk in chunks(sorted(user_ids)):
            keys = {owner_key(one): one for one in chunk}
            owners = db.session.scalars(
                sa.select(Deal.owner_key)
                .join(DealLine, DealLine.deal_id == Deal.id)
                .where(
                    DealLine.product_id == product_id,
                    Deal.state == DealState.SUBMITTED,
                    Deal.owner_key.in_(keys),
                )
                .distinct()
            )
            found.update(keys[one] for one in owners)
        return found
