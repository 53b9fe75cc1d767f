"""What each verdict does to a thing, and how that is undone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from community.core import clock
from community.core.actors import Actor
from community.core.moderating import (
    Lockable,
    Moderated,
    ModeratedItem,
    Rearranged,
    Redacted,
)
from community.core.visibility import State
from moderation.items import MEMBER, VENDOR, get_hidable, get_moderated, vendors
from moderation.kinds import ActionKind, Outcome, Verdict

Kept = Mapping[str, Any]
"""What undoing needs; forgotten when ten minutes have passed."""
ALERT = timedelta(days=90)
REARRANGING = frozenset({Verdict.MOVE, Verdict.MERGE, Verdict.SPLIT})
WITHHELD = frozenset({State.HIDDEN, State.REMOVED})
"""By a moderator's decision."""


@dataclass(frozen=True)
class Deed:
    """One verdict: what is recorded, whether it takes something away, and what it does."""

    kind: ActionKind
    outcome: Outcome
    do: Callable[[Actor, ModeratedItem, Sequence[str], str], Kept]
    undo: Callable[[Actor, ModeratedItem, Kept, str], None]

    @property
    def restricts(self) -> bool:
        """Whether it needs a reason, and four eyes where only a vendor asked."""
        return self.outcome is Outcome.UPHELD


def verdicts_for(item: ModeratedItem) -> list[Verdict]:
    """Return what can be decided about something as it is now."""
    if item.kind == MEMBER:
        return _about_member(item)
    if item.kind == VENDOR:
        ends = [Verdict.END_ALERT] if item.alerted_until else []
        return [Verdict.APPROVE, *ends, Verdict.ALERT]
    can = [Verdict.RESTORE if item.state in WITHHELD else Verdict.APPROVE]
    if item.parts and item.state is not State.REMOVED:
        can.append(Verdict.REDACT)
    if item.is_locked is not None and item.state is State.PUBLIC:
        can.append(Verdict.UNLOCK if item.is_locked else Verdict.LOCK)
    if item.state is State.PUBLIC:
        if item.is_locked is not None:
            can += [Verdict.MOVE, Verdict.MERGE]
        if item.is_answer:
            can.append(Verdict.SPLIT)
    return [*can, Verdict.HIDE, *([] if item.stays_on_record else [Verdict.REMOVE])]


def _about_member(item: ModeratedItem) -> list[Verdict]:
    """Return what is decided here: what is done about somebody is done on their page."""
    if item.state is State.HIDDEN:
        return [Verdict.RESTORE, Verdict.HIDE]
    return [Verdict.APPROVE, *([Verdict.HIDE] if item.is_unreached else [])]


def takes_target(item: ModeratedItem) -> bool:
    """Whether something may be put elsewhere, for which a moderator says where."""
    return not REARRANGING.isdisjoint(verdicts_for(item))


def _approve(actor: Actor, item: ModeratedItem, _: Sequence[str], why: str) -> Kept:
    """Let something show that can be hidden; a vendor or a member can't be."""
    return {} if item.kind in {VENDOR, MEMBER} else _show(actor, item, _, why)


def _show(actor: Actor, item: ModeratedItem, _: Sequence[str], why: str) -> Kept:
    get_hidable(item.kind).show(actor, item.object_id, why)
    return _state_of(item)


def _hide(actor: Actor, item: ModeratedItem, _: Sequence[str], why: str) -> Kept:
    get_hidable(item.kind).hide(actor, item.object_id, why)
    return _state_of(item)


def _remove(actor: Actor, item: ModeratedItem, _: Sequence[str], why: str) -> Kept:
    _kind(item).remove(actor, item.object_id, why)
    return _state_of(item)


def _redact(actor: Actor, item: ModeratedItem, texts: Sequence[str], why: str) -> Kept:
    kind = cast("Redacted", _kind(item))
    kept = kind.redact(actor, item.object_id, texts, why)
    kind.show(actor, item.object_id, why)
    return {**_state_of(item), **kept}


def _lock(actor: Actor, item: ModeratedItem, _: Sequence[str], why: str) -> Kept:
    cast("Lockable", _kind(item)).lock(actor, item.object_id, why)
    return {}


def _unlock(actor: Actor, item: ModeratedItem, _: Sequence[str], why: str) -> Kept:
    cast("Lockable", _kind(item)).unlock(actor, item.object_id, why)
    return {}


def _move(actor: Actor, item: ModeratedItem, texts: Sequence[str], why: str) -> Kept:
    return _rearranged(item).move(actor, item.object_id, texts[0], why)


def _merge(actor: Actor, item: ModeratedItem, texts: Sequence[str], why: str) -> Kept:
    return _rearranged(item).merge(actor, item.object_id, texts[0], why)


def _split(actor: Actor, item: ModeratedItem, texts: Sequence[str], why: str) -> Kept:
    return _rearranged(item).split(actor, item.object_id, texts[0], why)


def _unmove(actor: Actor, item: ModeratedItem, kept: Kept, _: str) -> None:
    _rearranged(item).put_in_place(actor, item.object_id, "move", kept)


def _unmerge(actor: Actor, item: ModeratedItem, kept: Kept, _: str) -> None:
    _rearranged(item).put_in_place(actor, item.object_id, "merge", kept)


def _unsplit(actor: Actor, item: ModeratedItem, kept: Kept, _: str) -> None:
    _rearranged(item).put_in_place(actor, item.object_id, "split", kept)


def _rearranged(item: ModeratedItem) -> Rearranged:
    return cast("Rearranged", _kind(item))


def _relock(actor: Actor, item: ModeratedItem, _: Kept, why: str) -> None:
    _lock(actor, item, (), why)


def _reunlock(actor: Actor, item: ModeratedItem, _: Kept, why: str) -> None:
    _unlock(actor, item, (), why)


def _alert(_: Actor, item: ModeratedItem, __: Sequence[str], why: str) -> Kept:
    vendors().alert(item.object_id, why, clock.now() + ALERT)
    return _alert_of(item)


def _end_alert(_: Actor, item: ModeratedItem, __: Sequence[str], ___: str) -> Kept:
    vendors().end_alert(item.object_id)
    return _alert_of(item)


def _realert(_: Actor, item: ModeratedItem, kept: Kept, __: str) -> None:
    if kept["until"] is None:
        vendors().end_alert(item.object_id)
    else:
        until = datetime.fromisoformat(kept["until"])
        vendors().alert(item.object_id, kept["text"], until)


def _alert_of(item: ModeratedItem) -> Kept:
    until = item.alerted_until
    return {"text": item.text, "until": until.isoformat() if until else None}


def _leave(_: Actor, __: ModeratedItem, ___: Kept, ____: str) -> None:
    """Undo an approval: the case is open again, and what shows goes on showing."""


def _put_back(actor: Actor, item: ModeratedItem, kept: Kept, why: str) -> None:
    """Give something the state that it had; what was held shows until it is decided."""
    was = {State.HIDDEN: _hide, State.REMOVED: _remove}
    was.get(State(kept["state"]), _show)(actor, item, (), why)


def _unredact(actor: Actor, item: ModeratedItem, kept: Kept, why: str) -> None:
    cast("Redacted", _kind(item)).unredact(actor, item.object_id, kept, why)
    _put_back(actor, item, kept, why)


def _kind(item: ModeratedItem) -> Moderated:
    return get_moderated(item.kind)


def _state_of(item: ModeratedItem) -> Kept:
    return {"state": str(item.state)}


DEEDS = {
    Verdict.APPROVE: Deed(
        ActionKind.APPROVED,
        Outcome.DISMISSED,
        do=_approve,
        undo=_leave,
    ),
    Verdict.REDACT: Deed(
        ActionKind.REDACTED, Outcome.UPHELD, do=_redact, undo=_unredact
    ),
    Verdict.HIDE: Deed(ActionKind.HIDDEN, Outcome.UPHELD, do=_hide, undo=_put_back),
    Verdict.REMOVE: Deed(
        ActionKind.REMOVED, Outcome.UPHELD, do=_remove, undo=_put_back
    ),
    Verdict.RESTORE: Deed(
        ActionKind.RESTORED,
        Outcome.DISMISSED,
        do=_show,
        undo=_put_back,
    ),
    Verdict.LOCK: Deed(ActionKind.LOCKED, Outcome.UPHELD, do=_lock, undo=_reunlock),
    Verdict.UNLOCK: Deed(
        ActionKind.UNLOCKED,
        Outcome.DISMISSED,
        do=_unlock,
        undo=_relock,
    ),
    Verdict.MOVE: Deed(ActionKind.MOVED, Outcome.UPHELD, do=_move, undo=_unmove),
    Verdict.MERGE: Deed(ActionKind.MERGED, Outcome.UPHELD, do=_merge, undo=_unmerge),
    Verdict.SPLIT: Deed(ActionKind.SPLIT, Outcome.UPHELD, do=_split, undo=_unsplit),
    Verdict.ALERT: Deed(ActionKind.ALERTED, Outcome.UPHELD, do=_alert, undo=_realert),
    Verdict.END_ALERT: Deed(
        ActionKind.LIFTED,
        Outcome.DISMISSED,
        do=_end_alert,
        undo=_realert,
    ),
}
BY_KIND = {one.kind: one for one in DEEDS.values()}
