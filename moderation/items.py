"""What moderators decide about: the kinds that the composition root handed over."""

from collections.abc import Collection, Mapping
from typing import cast

from flask import current_app

from community.core.actors import Actor
from community.core.errors import NotFound
from community.core.moderating import (
    Alerted,
    Hidable,
    Moderated,
    ModeratedItem,
    Subject,
)
from moderation.models import Case

VENDOR, MEMBER = "vendor", "member"
EXTENSION = "fairquote.moderated"
SUBJECTS = "fairquote.moderation_subjects"
"""`app.extensions[…]` map the names of kinds to what can be flagged, and to all."""


def kinds() -> Mapping[str, Subject]:
    known: Mapping[str, Subject] = current_app.extensions[SUBJECTS]
    return known


def get_kind(kind: str) -> Subject:
    return kinds()[kind]


def all_moderated() -> Collection[Moderated]:
    """Return the kinds of what people write."""
    known: Mapping[str, Moderated] = current_app.extensions[EXTENSION]
    return known.values()


def is_written(kind: str) -> bool:
    """Whether things of a kind are written by people, and not people or vendors."""
    return kind in current_app.extensions[EXTENSION]


def get_moderated(kind: str) -> Moderated:
    """Return a kind of what people write; raise NotFound for any other."""
    known: Mapping[str, Moderated] = current_app.extensions[EXTENSION]
    found = known.get(kind)
    if found is None:
        raise NotFound("There is no such thing.")
    return found


def get_hidable(kind: str) -> Hidable:
    """Return a kind of what is hidden and shown: what people write, and their pages."""
    return cast("Hidable", get_kind(kind))


def get_item_for(actor: Actor, kind: str, public_id: str) -> ModeratedItem:
    """Return what `actor` may read; raise NotFound otherwise."""
    item = get_moderated(kind).find(actor, public_id)
    if item is None:
        raise NotFound("There is no such thing.")
    return item


def get_item_to_open_for(actor: Actor, kind: str, public_id: str) -> ModeratedItem:
    """Return what a moderator may open a case about: vendors too, which nobody flags."""
    if kind != VENDOR:
        return get_item_for(actor, kind, public_id)
    item = vendors().find(actor, public_id)
    if item is None:
        raise NotFound("There is no such vendor.")
    return item


def vendors() -> Alerted:
    return cast("Alerted", get_kind(VENDOR))


def item_of(case: Case) -> ModeratedItem:
    """Return what a case is about, as it is now."""
    return get_kind(case.kind).load(case.object_id)
