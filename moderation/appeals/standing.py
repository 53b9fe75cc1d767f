"""Whether a decision can still be appealed, and if not, why: in a sentence."""

import sqlalchemy as sa

from community.core import clock
from community.core.db import db
from community.core.moderating import ModeratedItem
from moderation.appeals.kinds import AGAINST, HIDES, SETTLES, Side
from moderation.kinds import ActionKind
from moderation.models import Action
from moderation.redress import last_day

_CHANGED = {
    Side.AUTHOR: "This was taken back since: there is nothing left to appeal.",
    Side.FLAGGER: "It does not show any more: there is nothing left to appeal.",
}


def why_not(action: Action, item: ModeratedItem, side: Side) -> str:
    """Return what stands against an appeal, "" when nothing does."""
    until = last_day(action.created_at)
    if action.kind not in AGAINST[side]:
        return "It was not dismissed by this: there is nothing to appeal."
    if action.undone_at is not None:
        return "This decision was undone: there is nothing left to appeal."
    if clock.now() > until:
        return f"It could be appealed for six months, until {until:%-d %B %Y}."
    if _is_settled_anew(action):
        return "It was decided anew since: appeal against that decision."
    return "" if _is_as_decided(action, item, side) else _CHANGED[side]


def _is_as_decided(action: Action, item: ModeratedItem, side: Side) -> bool:
    if side is Side.FLAGGER:
        return item.is_public
    if action.kind is ActionKind.LOCKED:
        return bool(item.is_locked)
    return not item.is_public or action.kind not in HIDES


def _is_settled_anew(action: Action) -> bool:
    later = sa.exists().where(
        Action.case_id == action.case_id,
        Action.id > action.id,
        Action.kind.in_(SETTLES),
        Action.undone_at.is_(None),
    )
    return bool(db.session.scalar(sa.select(later)))
