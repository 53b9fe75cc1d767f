"""What a product’s pages tell a member of themselves: that they shared a price, what is new."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from community.catalog.models import Product, Vendor
from community.core.actors import Actor
from community.core.sharing import Known, Question, Row, Values
from community.deals.owners import owner_key
from community.deals.queries import accepted_deals
from community.prices.access import DEPTH
from community.threads.sharing import news_shown

_MOST_READERS = 4_096


class SharedProduct:
    """A page about a vendor's product; Flask knows those of the market, and old addresses."""

    def __init__(self, *parameters: str) -> None:
        self.parameters = frozenset(parameters)
        self._owner = lru_cache(_MOST_READERS)(owner_key)

    def add_to(self, question: Question) -> Question:
        sold = sa.and_(
            Product.vendor_id == Vendor.id, Product.slug == sa.bindparam("product")
        )
        accepted = accepted_deals(sa.bindparam("buyer"))
        return (
            question.outerjoin(Vendor, Vendor.slug == sa.bindparam("vendor"))
            .outerjoin(Product, sold)
            .add_columns(
                Product.id.label("product_id"), accepted.exists().label("sees_depth")
            )
        )

    def values(self, user_id: int, args: Mapping[str, Any]) -> Values | None:
        return {
            "vendor": args["vendor"],
            "product": args["slug"],
            "buyer": self._owner(user_id),
        }

    def known(self, row: Row) -> Known | None:
        return None if row.product_id is None else {DEPTH: bool(row.sees_depth)}

    def known_of_shown(self, actor: Actor, shown: Mapping[str, Any]) -> Known:
        return news_shown(actor, shown)

    def note(self, actor: Actor, row: Row, shown: Mapping[str, Any]) -> None:
        """Nothing is kept of who looks at which price."""
