"""Every change of a note: taken in without what tells, accepted shortened, rejected."""

import sqlalchemy as sa

from community.accounts.models import User
from community.accounts.queries import find_user, list_domains
from community.catalog.queries import products_by_id
from community.core.actors import SYSTEM, Actor
from community.core.db import db
from community.core.errors import Conflict, Invalid
from community.core.reasons import audit, given
from community.deals import access
from community.deals.kinds import Ground
from community.deals.models import Deal
from community.deals.notes.kinds import NoteState
from community.deals.notes.models import DealNote
from community.deals.notes.queries import list_without_note
from community.deals.notes.redaction import (
    only_takes_out,
    own_names,
    redacted,
    says_something,
)
from community.deals.owners import owner_key
from community.deals.rejections import keep_rejection

_LEFT_WAITING = 20
"""Of so many sample notes one is left to moderators."""
_PUT_IN = "Take words out if you like; none may be put in."
_NOTHING_LEFT = "Nothing is left to read. Reject it instead."


def take_in(deal: Deal, author_id: int) -> None:
    """Keep the note of a new deal for moderators, without what tells (P14)."""
    if not deal.note:
        return
    text = redacted(deal.note, _own_names(author_id), _known_names(deal))
    if says_something(text):
        db.session.add(DealNote(deal=deal, text=text))


def take_in_again(deal: Deal, author_id: int) -> None:
    """Let a note that was changed wait anew; what was accepted is gone, wherever it stood."""
    db.session.execute(sa.delete(DealNote).where(DealNote.deal_id == deal.id))
    take_in(deal, author_id)


def take_in_earlier(*, after: int) -> int | None:
    """Take in notes of deals that have none yet; return the last deal's id, None at the end.

    Whose they are is found by what all deals of a member have in common: no seal is
    opened for it.
    """
    deals = list_without_note(after=after)
    wanted = {deal.owner_key for deal in deals}
    ids = db.session.scalars(sa.select(User.id)) if wanted else ()
    authors = {key: one for one in ids if (key := owner_key(one)) in wanted}
    for deal in deals:
        author_id = authors.get(deal.owner_key)
        if author_id is not None:
            take_in(deal, author_id)
    return deals[-1].id if deals else None


def accept_note(actor: Actor, note: DealNote, text: str, reason: str) -> None:
    """Let a note be shown with the next release, as it is or with more taken out."""
    _require_open(actor, note)
    shorter = redacted(text, known=_known_names(note.deal))
    if not only_takes_out(note.text, text):
        raise Invalid(_PUT_IN, fields={"note": _PUT_IN})
    if not says_something(shorter):
        raise Invalid(_NOTHING_LEFT, fields={"note": _NOTHING_LEFT})
    _decide(actor, note, NoteState.ACCEPTED, reason)
    note.text = shorter


def reject_note(
    actor: Actor, note: DealNote, reason: str, ground: Ground | None
) -> None:
    """Never show a note; its author reads why, and may appeal."""
    _require_open(actor, note)
    _decide(actor, note, NoteState.REJECTED, reason)
    keep_rejection(actor, note.deal, note, ground)


def accept_samples() -> None:
    """Accept what a generated community wrote, but for some that moderators find waiting."""
    db.session.execute(
        sa.update(DealNote)
        .where(DealNote.state == NoteState.WAITING, DealNote.id % _LEFT_WAITING != 0)
        .values(state=NoteState.ACCEPTED, decided_role=SYSTEM.role)
    )


def _require_open(actor: Actor, note: DealNote) -> None:
    access.require_decider(actor, note.deal)
    db.session.refresh(note, with_for_update=True)  # another one may be deciding
    if note.state is not NoteState.WAITING:
        raise Conflict("Somebody has decided on this already.")


def _decide(actor: Actor, note: DealNote, state: NoteState, reason: str) -> None:
    note.decision_reason = given(reason)
    note.state = state
    note.decided_role = actor.role
    audit(actor, f"note.{state}", f"note {note.public_id}", note.decision_reason)


def _own_names(author_id: int) -> list[str]:
    user = find_user(author_id)
    if user is None:
        return []
    domains = list_domains(user.organisation_id)
    return list(own_names(user.handle, [user.email or ""], domains))


def _known_names(deal: Deal) -> list[str]:
    """Return the names that a note about a deal may well say: of products and vendors."""
    ids = {line.product_id for line in deal.lines}
    ids |= {one.product_id for one in deal.alternatives}
    products = products_by_id(ids).values()
    return [
        name
        for one in products
        for name in (one.name, "" if one.vendor is None else one.vendor.name)
    ]
