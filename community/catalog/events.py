"""What happened in the catalogue, told to the slices whose rows point into it."""

from dataclasses import dataclass

from community.core.events import ContentChanged, Event
from community.core.moderationevents import Refiled


@dataclass(frozen=True)
class VendorsMerged(Event):
    """`source_id` became `target_id`: point your rows at the target, now.

    Its products follow as they are; one that the target already had comes in a
    ProductsMerged of its own, published before this one.
    """

    source_id: int
    target_id: int
    actor_id: int | None


@dataclass(frozen=True)
class ProductsMerged(Refiled):
    """`source_id` became `target_id`: point your rows at the target, now.

    `plan_ids` maps each plan of the source to its twin under the target; plans that
    had none moved over and kept their id.
    """

    source_id: int
    target_id: int
    actor_id: int | None
    plan_ids: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class ProductChanged(ContentChanged):
    @staticmethod
    def of(product_id: int) -> "ProductChanged":
        return ProductChanged(kind="product", object_id=product_id)


@dataclass(frozen=True)
class VendorChanged(ContentChanged):
    @staticmethod
    def of(vendor_id: int) -> "VendorChanged":
        return VendorChanged(kind="vendor", object_id=vendor_id)


@dataclass(frozen=True)
class ProductRenamed(ProductChanged):
    """What is found under the name of its product has to be indexed again."""

    kind: str = "product"
    object_id: int = 0


@dataclass(frozen=True)
class VendorRenamed(VendorChanged):
    """What is found under the name of its vendor has to be indexed again."""

    kind: str = "vendor"
    object_id: int = 0


@dataclass(frozen=True)
class SuggestionDecided(Event):
    """A moderator accepted or declined; whoever suggested it may want to know."""

    suggestion_id: int
    suggested_by_id: int | None
    accepted: bool
