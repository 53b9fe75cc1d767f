"""Who may see, suggest and change what in the catalogue."""

import sqlalchemy as sa

from community.catalog.models import Product, Vendor
from community.core.actors import Actor
from community.core.errors import Forbidden
from community.core.visibility import visible_states


def can_see_vendor(actor: Actor, vendor: Vendor) -> bool:
    return vendor.merged_into_id is None and vendor.state in visible_states(actor)


def visible_vendors(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the filter that can_see_vendor() is the predicate of."""
    return sa.and_(
        Vendor.merged_into_id.is_(None), Vendor.state.in_(visible_states(actor))
    )


def can_see_product(actor: Actor, product: Product) -> bool:
    return product.merged_into_id is None and product.state in visible_states(actor)


def visible_products(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the filter that can_see_product() is the predicate of."""
    return sa.and_(
        Product.merged_into_id.is_(None), Product.state.in_(visible_states(actor))
    )


def can_curate(actor: Actor) -> bool:
    return actor.is_moderator and actor.proven


def require_curator(actor: Actor) -> None:
    if not can_curate(actor):
        raise Forbidden("Only moderators change the catalogue.")


def can_suggest(actor: Actor) -> bool:
    return not actor.is_visitor and actor.proven


def require_suggester(actor: Actor) -> None:
    if not can_suggest(actor):
        raise Forbidden("Prove your e-mail address first, then suggest.")
