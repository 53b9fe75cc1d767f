"""What can be flagged: the kinds that the composition root handed over."""

from collections.abc import Sequence

from flask import current_app

from community.core.actors import Actor
from community.core.errors import NotFound
from community.core.ports import Moderated, ModeratedItem
from moderation.models import Case

EXTENSION = "fairquote.moderated"


def kinds() -> dict[str, Moderated]:
    known: Sequence[Moderated] = current_app.extensions[EXTENSION]
    return {one.kind: one for one in known}


def get_kind(kind: str) -> Moderated:
    found = kinds().get(kind)
    if found is None:
        raise NotFound("There is no such thing.")
    return found


def get_item_for(actor: Actor, kind: str, public_id: str) -> ModeratedItem:
    """Return what `actor` may read; raise NotFound otherwise."""
    item = get_kind(kind).find(actor, public_id)
    if item is None:
        raise NotFound("There is no such thing.")
    return item


def item_of(case: Case) -> ModeratedItem:
    """Return what a case is about, as it is now."""
    return get_kind(case.kind).load(case.object_id)
