"""What the catalogue holds of a person: what they suggested."""

import sqlalchemy as sa

from community.catalog.models import (
    Category,
    ListPrice,
    Merge,
    Plan,
    Product,
    ProductAlias,
    SlugRedirect,
    Suggestion,
    Vendor,
    VendorAlias,
)
from community.core.db import changed
from community.core.personal import Fate, Held, Leaver, Part, nobodys

HELD = (
    Held(
        Suggestion,
        Fate.NAMELESS,
        "Vendors and products that you suggested",
        lambda person: Suggestion.suggested_by_id == person.user_id,
        why="The names may be in the catalogue; what you wrote beside them goes.",
    ),
    Held(
        Merge,
        Fate.KEPT,
        "Merges that you made",
        lambda person: Merge.merged_by_id == person.user_id,
        why="So that a merge can be taken apart; it is a moderator’s deed.",
        without=frozenset({"source_id", "target_id", "moved"}),
    ),
    *nobodys(
        *(Category, Vendor, VendorAlias, Product, ProductAlias),
        *(Plan, ListPrice, SlugRedirect),
    ),
)


def erase(leaver: Leaver) -> None:
    changed(
        sa.update(Suggestion)
        .where(Suggestion.suggested_by_id == leaver.user_id)
        .values(comment="", suggested_by_id=None)
    )


PART = Part("catalogue", "The catalogue", HELD, erase=erase)
