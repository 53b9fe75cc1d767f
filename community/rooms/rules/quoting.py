"""What vendors offered: in the room alone, changed and deleted by whose it is."""

from dataclasses import dataclass
from decimal import Decimal

from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Conflict, Invalid
from community.core.money import CURRENCIES
from community.core.text import clean_line
from community.deals.columns import SCALE
from community.rooms import access, queries
from community.rooms.kinds import MOST_MONTHS, MOST_QUOTES, QUOTE_NOTE_LENGTH
from community.rooms.models import Room, RoomQuote
from community.rooms.rules.holding import hold, note_step, require_version
from community.rooms.words import NOT_SAVED

_MOST = Decimal(10) ** 12


@dataclass(frozen=True)
class Offer:
    """A quote as typed: what it costs a year without tax, or once."""

    amount: Decimal
    currency: str
    quantity: Decimal | None
    term_months: int
    note: str = ""


def add_quote(actor: Actor, room: Room, choice: str, offer: Offer) -> RoomQuote:
    """Put a quote for a product of the shortlist into the room."""
    member = hold(actor, room)
    found = queries.get_choice(room, choice)
    values = _checked(offer)
    if len(queries.list_quotes(room)) >= MOST_QUOTES:
        raise Conflict(f"A room holds {MOST_QUOTES} quotes. Delete an old one first.")
    quote = RoomQuote(
        room_id=room.id,
        choice_id=found.id,
        author_id=member.user_id,
        version=1,
        **values,
    )
    db.session.add(quote)
    db.session.flush()  # who asks next finds it
    note_step(room, member.user_id, "added a quote")
    return quote


def edit_quote(
    actor: Actor, room: Room, public_id: str, offer: Offer, *, version: int
) -> None:
    """Change a quote of one's own that is still at `version`; raise StaleEdit otherwise."""
    quote = _own(actor, room, public_id)
    values = _checked(offer)
    if all(getattr(quote, name) == value for name, value in values.items()):
        return
    require_version(quote.version, version)
    for name, value in values.items():
        setattr(quote, name, value)
    quote.version += 1
    note_step(room, quote.author_id, "changed a quote")


def drop_quote(actor: Actor, room: Room, public_id: str) -> None:
    """Delete a quote of one's own, for good."""
    quote = _own(actor, room, public_id)
    note_step(room, quote.author_id, "deleted a quote")
    db.session.delete(quote)


def _own(actor: Actor, room: Room, public_id: str) -> RoomQuote:
    member = hold(actor, room)
    quote = queries.get_quote(room, public_id)
    access.require_author(member, quote)
    return quote


def _checked(offer: Offer) -> dict[str, object]:
    note = clean_line(offer.note)
    wrongs = {
        "amount": _wrong(offer.amount),
        "quantity": "" if offer.quantity is None else _wrong(offer.quantity),
        "currency": "" if offer.currency in CURRENCIES else "Choose a currency.",
        "term_months": ""
        if 1 <= offer.term_months <= MOST_MONTHS
        else f"From 1 to {MOST_MONTHS} months.",
        "note": ""
        if len(note) <= QUOTE_NOTE_LENGTH
        else f"Keep it to {QUOTE_NOTE_LENGTH} characters.",
    }
    fields = {name: sentence for name, sentence in wrongs.items() if sentence}
    if fields:
        raise Invalid(NOT_SAVED, fields=fields)
    return {
        "amount": offer.amount,
        "currency": offer.currency,
        "quantity": offer.quantity,
        "term_months": offer.term_months,
        "note": note,
    }


def _wrong(figure: Decimal) -> str:
    if not 0 < figure < _MOST:
        return "Give a number above 0 that somebody could pay."
    exponent = figure.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < -SCALE:
        return f"Give {SCALE} decimal places at most."
    return ""
