"""Which lines of the public log somebody wants to read, as the address says it."""

from collections.abc import Container, Mapping

import sqlalchemy as sa

from community.core.errors import BadRequest
from moderation.items import kinds
from moderation.kinds import ActionKind, Reason
from moderation.log.matching import by_handle, in_month
from moderation.models import Action, Case

NAMES = ("action", "what", "reason", "rule", "month", "moderator")
Conditions = list[sa.ColumnElement[bool]]


def chosen(asked: Mapping[str, str]) -> dict[str, str]:
    """Return what is asked for and not empty, for addresses of the same lines."""
    return {name: asked[name] for name in NAMES if asked.get(name)}


def conditions(asked: Mapping[str, str]) -> Conditions:
    """Return what lines have to fulfil; raise BadRequest for what can't be asked."""
    wanted: Conditions = []
    if action := asked.get("action"):
        _known(action, set(ActionKind), "There is no such action.")
        wanted.append(Action.kind == ActionKind(action))
    if what := asked.get("what"):
        _known(what, set(kinds()), "There are no decisions about that.")
        wanted.append(Case.kind == what)
    if reason := asked.get("reason"):
        _known(reason, set(Reason), "There is no such reason.")
        wanted.append(Action.reason == Reason(reason))
    if rule := asked.get("rule"):
        _known("\0" in rule, {False}, "There is no such rule.")
        wanted.append(Action.rule == rule)
    if month := asked.get("month"):
        wanted += in_month(Action.created_at, month)
    if moderator := asked.get("moderator"):
        _known("\0" in moderator, {False}, "There is nobody with this handle.")
        wanted.append(by_handle(Action.moderator_id, moderator))
    return wanted


def _known(value: object, values: Container[object], otherwise: str) -> None:
    if value not in values:
        raise BadRequest(otherwise)
