"""Who may flag, decide, and read a statement of reasons.

Nobody decides about what they have a part in: their words and what is said of them, their
organisation’s and its group’s, their vendor’s, what they reported. Each try leaves a row in
the audit, one among several that are decided at once as well, but where the row would tell
readers of the audit who stands under an alias. To who
is refused an alias’s text the refusal does tell something: that a colleague of theirs
wrote it, not which. It stays so: the other way a colleague would judge it.
"""

from enum import StrEnum

import sqlalchemy as sa

from community.accounts.affiliations import are_colleagues
from community.core.actors import Actor
from community.core.aliases import Veiled
from community.core.db import db
from community.core.errors import Conflict, Forbidden
from community.core.moderating import Contested, ModeratedItem
from moderation.affiliation import is_of_vendor
from moderation.items import get_kind
from moderation.kinds import REASONS, Reason
from moderation.models import Flag
from moderation.scopes import scope_of


class Obstacle(StrEnum):
    """What keeps somebody from deciding, as they read it."""

    ROLE = "Only moderators decide about cases."
    WROTE = "Moderators don’t decide about what they wrote themselves."
    MEANT = "Moderators don’t decide about what is said of their own words."
    ORGANISATION = "Moderators don’t decide about their own organisation."
    ALIAS = "You can’t decide about this one. Another moderator will."
    VENDOR = "Moderators don’t decide about their own vendor."
    REPORTED = "You reported this yourself: somebody else decides."
    SCOPE = "This is of a category that others moderate."

    @property
    def is_conflict(self) -> bool:
        """Whether they have a part in it."""
        return self not in {Obstacle.ROLE, Obstacle.SCOPE}


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
    return obstacle_of(actor, item) is None


def require_can_decide(actor: Actor, item: ModeratedItem) -> int:
    """Return the id of who may decide; raise Forbidden with what stands in the way."""
    obstacle = obstacle_of(actor, item)
    if obstacle is not None or actor.user_id is None:
        why = obstacle or Obstacle.ROLE
        raise Forbidden(why, audited=row_for(why, item))
    return actor.user_id


def obstacle_of(actor: Actor, item: ModeratedItem) -> Obstacle | None:
    """Return what keeps `actor` from deciding, None for nothing; the same queries for any."""
    if actor.user_id is None or not actor.is_moderator or not actor.proven:
        return Obstacle.ROLE
    return _part_of(actor, actor.user_id, item) or (
        Obstacle.SCOPE if _is_outside_scope(actor, item) else None
    )


def keeps_from(obstacle: Obstacle | None, reason: Reason) -> bool:
    """Whether who has sent a flag, and what they say, is kept from a moderator.

    All of it from who has a part in the case; what is confidential from whoever may not
    decide.
    """
    if obstacle is None:
        return False
    return obstacle.is_conflict or REASONS[reason].confidential


def _part_of(actor: Actor, user_id: int, item: ModeratedItem) -> Obstacle | None:
    if is_own(actor, item):
        return Obstacle.WROTE
    if _is_about_own(actor, item):
        return Obstacle.MEANT
    if are_colleagues(user_id, item.author_id):
        return Obstacle.ORGANISATION
    if _is_of_veiled_colleague(actor, item):
        return Obstacle.ALIAS
    if is_of_vendor(user_id, item.vendor_id):
        return Obstacle.VENDOR
    return Obstacle.REPORTED if _has_reported(user_id, item) else None


def row_for(obstacle: Obstacle, item: ModeratedItem) -> str:
    """Return what the audit says of a refusal, "" for nothing.

    A row that somebody's own, or a colleague's, would tell who stands under an alias.
    """
    tells = obstacle in {Obstacle.ALIAS, Obstacle.MEANT} or (
        obstacle is Obstacle.WROTE and item.author_id is None
    )
    return obstacle if obstacle.is_conflict and not tells else ""


def _is_about_own(actor: Actor, item: ModeratedItem) -> bool:
    kind = get_kind(item.kind)
    return isinstance(kind, Contested) and kind.is_about_own(actor, item.object_id)


def _is_of_veiled_colleague(actor: Actor, item: ModeratedItem) -> bool:
    kind = get_kind(item.kind)
    return (
        item.author_id is None
        and isinstance(kind, Veiled)
        and kind.is_of_colleague(actor, item.object_id)
    )


def _has_reported(user_id: int, item: ModeratedItem) -> bool:
    """Whether they reported it, in whatever case."""
    reported = sa.exists().where(
        Flag.reporter_id == user_id,
        Flag.kind == item.kind,
        Flag.object_id == item.object_id,
    )
    return bool(db.session.scalar(sa.select(reported)))


def _is_outside_scope(actor: Actor, item: ModeratedItem) -> bool:
    own = scope_of(actor.user_id)
    return bool(own) and get_kind(item.kind).category_of(item.object_id) not in own


def can_read_statement(actor: Actor, item: ModeratedItem) -> bool:
    """Whether `actor` reads why something was restricted: its author, and moderators."""
    return is_own(actor, item) or (actor.is_moderator and actor.proven)
