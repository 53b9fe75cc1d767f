"""Who may flag, decide, and read a statement of reasons."""

from community.accounts.queries import organisation_of
from community.core.actors import Actor
from community.core.errors import Conflict, Forbidden
from community.core.moderating import Contested, ModeratedItem
from moderation.items import get_kind
from moderation.scopes import scope_of

_NOT_YOURS = "Only moderators decide about cases."


def require_can_flag(actor: Actor, item: ModeratedItem) -> int:
    """Return the id of who may report it: a proven address, and never one's own."""
    if not actor.proven or actor.user_id is None:
        raise Forbidden("Prove your e-mail address first.")
    if is_own(actor, item):
        raise Forbidden("This is yours: change it, or take it away.")
    if not item.is_public:
        raise Conflict("This was taken away already.")
    return actor.user_id


def is_own(actor: Actor, item: ModeratedItem) -> bool:
    return get_kind(item.kind).is_own(actor, item.object_id)


def can_decide(actor: Actor, item: ModeratedItem) -> bool:
    """Moderators decide about others' words, and never about their organisation's."""
    return _obstacle(actor, item) is None


def require_can_decide(actor: Actor, item: ModeratedItem) -> int:
    """Return the id of who may decide; raise Forbidden with what stands in the way."""
    obstacle = _obstacle(actor, item)
    if obstacle is not None or actor.user_id is None:
        raise Forbidden(obstacle or _NOT_YOURS)
    return actor.user_id


def _obstacle(actor: Actor, item: ModeratedItem) -> str | None:
    if not actor.is_moderator or not actor.proven:
        return _NOT_YOURS
    if is_own(actor, item):
        return "Moderators don’t decide about what they wrote themselves."
    if _is_about_own(actor, item):
        return "Moderators don’t decide about what is said of their own words."
    if _is_of_own_organisation(actor, item):
        return "Moderators don’t decide about their own organisation."
    if _is_outside_scope(actor, item):
        return "This is of a category that others moderate."
    return None


def _is_about_own(actor: Actor, item: ModeratedItem) -> bool:
    kind = get_kind(item.kind)
    return isinstance(kind, Contested) and kind.is_about_own(actor, item.object_id)


def _is_of_own_organisation(actor: Actor, item: ModeratedItem) -> bool:
    if actor.user_id is None or item.author_id is None:
        return False
    own = organisation_of(actor.user_id)
    return own is not None and own == organisation_of(item.author_id)


def _is_outside_scope(actor: Actor, item: ModeratedItem) -> bool:
    own = scope_of(actor.user_id)
    return bool(own) and get_kind(item.kind).category_of(item.object_id) not in own


def can_read_statement(actor: Actor, item: ModeratedItem) -> bool:
    """Whether `actor` reads why something was restricted: its author, and moderators."""
    return is_own(actor, item) or (actor.is_moderator and actor.proven)
