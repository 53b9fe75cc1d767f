"""A few products whose price nobody shared yet, and the members who would like to know it."""

from collections.abc import Sequence

from community.accounts.models import User
from community.catalog.kinds import PricingModel
from community.catalog.rules import ensure_category, ensure_product, ensure_vendor
from community.catalog.specs import ProductSpec
from community.core.db import insert_ignore, new_public_id
from community.notifications.kinds import Followed, Level, Why
from community.notifications.models import Follow
from community.notifications.rules.demanding import count_demand

_WANTED = (
    ("Kestrel", "Kestrel Simulation", "Design and engineering", 34),
    ("Quillon", "Quillon Vault", "Security", 16),
    ("Mosswood", "Mosswood Sign", "Collaboration", 11),
    ("Tideline", "Tideline Rooms", "Collaboration", 2),
)


def add_demand(buyers: Sequence[User]) -> None:
    """Add the products, have the first buyers follow each, and count them as each week."""
    rows = []
    for vendor, name, category, fans in _WANTED:
        spec = ProductSpec(PricingModel.SEAT, category_id=ensure_category(category).id)
        product = ensure_product(ensure_vendor(vendor), name, spec)
        rows += [
            {
                "public_id": new_public_id(),
                "user_id": buyer.id,
                "followed": Followed.PRODUCT,
                "object_id": product.id,
                "level": Level.IMPORTANT,
                "why": Why.PRODUCT,
            }
            for buyer in buyers[:fans]
        ]
    insert_ignore(Follow, rows)
    count_demand()
