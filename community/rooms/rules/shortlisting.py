"""What is on a room's shortlist."""

import sqlalchemy as sa

from community.catalog.models import Product
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Conflict, Invalid
from community.rooms import queries
from community.rooms.kinds import MOST_PRODUCTS
from community.rooms.models import Room, RoomChoice
from community.rooms.rules.holding import hold, note_step
from community.rooms.words import NOT_SAVED


def add_product(actor: Actor, room: Room, product: Product) -> RoomChoice:
    """Put a product on the shortlist; raise Invalid for one that is there."""
    member = hold(actor, room)
    listed = set(
        db.session.scalars(
            sa.select(RoomChoice.product_id).where(RoomChoice.room_id == room.id)
        )
    )
    if product.id in listed:
        wrong = f"{product.name} is on the shortlist already."
        raise Invalid(NOT_SAVED, fields={"product": wrong})
    if len(listed) >= MOST_PRODUCTS:
        raise Conflict(
            f"A shortlist holds {MOST_PRODUCTS} products. Take one off it first."
        )
    choice = RoomChoice(room_id=room.id, product_id=product.id)
    db.session.add(choice)
    note_step(room, member.user_id, f"put {product.name} on the shortlist")
    return choice


def drop_product(actor: Actor, room: Room, public_id: str) -> None:
    """Take a product off the shortlist, with all that was scored of it."""
    member = hold(actor, room)
    choice = queries.get_choice(room, public_id)
    decision = queries.find_decision(room)
    if decision is not None and decision.choice_id == choice.id:
        raise Conflict("The room decided for it. Decide for something else first.")
    name = db.session.get_one(Product, choice.product_id).name
    changed(sa.delete(RoomChoice).where(RoomChoice.id == choice.id))
    note_step(room, member.user_id, f"took {name} off the shortlist")
