"""Flagging: one flag for each person, thing, version and reason; enough of them hold it."""

from dataclasses import dataclass

import sqlalchemy as sa

from community.accounts.queries import find_user
from community.core import clock
from community.core.actors import Actor
from community.core.db import changed, db, insert_ignore, new_public_id
from community.core.errors import Conflict
from community.core.events import publish
from community.core.jobs import enqueue
from community.core.moderating import ModeratedItem
from community.core.moderationevents import Reported, ReportsJudged
from community.core.ratelimit import Limit, hit_if_done
from community.core.spokespeople import voice_of
from moderation import access, actions, cooling, scoring
from moderation.affiliation import is_of_vendor
from moderation.items import get_kind, get_moderated
from moderation.kinds import REASONS, ActionKind, CaseState, Outcome, Reason
from moderation.models import TITLE_LENGTH, Case, Flag
from moderation.notices.rules import receive
from moderation.notices.senders import Sender

_A_DAY = Limit(20, 86_400)
SCREEN_JOB = "moderation.screen"
"""Compares the thing of a new case with others; screening does it."""


@dataclass(frozen=True)
class FlagDraft:
    """Why, and what the form of that reason asked."""

    reason: Reason
    said: tuple[tuple[str, str], ...]
    sender: Sender | None = None
    """Who signs a legal notice: kept under a seal, apart from what is said."""


def flag(actor: Actor, item: ModeratedItem, draft: FlagDraft) -> Case:
    """Report something; raise Conflict for what one has reported for that already."""
    user_id = access.require_can_flag(actor, item)
    counts = cooling.cooled(user_id, item, draft.reason)
    case = open_case(item)
    who = _flagger(actor, item)
    told = db.session.scalar(
        sa.select(sa.exists().where(Flag.case_id == case.id, _by(user_id)))
    )
    # A person counts once toward hiding, for however many reasons.
    weight = scoring.weight(who) if counts and not told else 0.0
    row = {
        "case_id": case.id,
        "kind": item.kind,
        "object_id": item.object_id,
        "item_version": item.version,
        "reporter_id": user_id,
        "reason": draft.reason,
        "said": [list(pair) for pair in draft.said],
        "weight": weight,
        "of_the_vendor": who.of_the_vendor,
        "outcome": Outcome.OPEN,
        "created_at": clock.now(),
    }
    if not insert_ignore(Flag, [row]):
        raise Conflict("You have reported this for that reason already.")
    hit_if_done("moderation.flag", str(user_id), _A_DAY)
    if not case.flag_count:
        enqueue(SCREEN_JOB, what=item.kind, object_id=item.object_id)
    if draft.reason is Reason.ILLEGAL:
        receive(_latest_of(user_id), user_id, item, draft.sender)
    _count(case, draft.reason, weight, of_the_vendor=who.of_the_vendor)
    publish(Reported(item.kind, item.object_id))
    if scoring.hides(case.score, is_verified=item.is_verified):
        _hold(case, item, draft.reason)
    return case


def _latest_of(user_id: int) -> Flag:
    return db.session.scalars(
        sa.select(Flag).where(_by(user_id)).order_by(Flag.id.desc()).limit(1)
    ).one()


def _by(user_id: int) -> sa.ColumnElement[bool]:
    return Flag.reporter_id == user_id


def open_case(item: ModeratedItem) -> Case:
    """Return the one open case about something, begun now if there was none."""
    moment, public_id = clock.now(), new_public_id()
    row = {
        "public_id": public_id,
        "kind": item.kind,
        "object_id": item.object_id,
        "item_id": item.public_id or public_id,
        "title": item.title[:TITLE_LENGTH],
        "author_id": item.author_id,
        "vendor": item.vendor,
        "product": item.product,
        "subject": item.subject,
        "category_id": get_kind(item.kind).category_of(item.object_id),
        "snapshot": item.text,
        "snapshot_version": item.version,
        "state": CaseState.OPEN,
        "opened_at": moment,
        "due_at": scoring.due(moment, 0),
    }
    insert_ignore(Case, [row])
    return db.session.scalars(_open(item).with_for_update()).one()


def find_open_case(item: ModeratedItem) -> Case | None:
    return db.session.scalars(_open(item).with_for_update()).one_or_none()


def _open(item: ModeratedItem) -> sa.Select[Case]:
    return sa.select(Case).where(
        Case.kind == item.kind,
        Case.object_id == item.object_id,
        Case.state == CaseState.OPEN,
    )


def _flagger(actor: Actor, item: ModeratedItem) -> scoring.Flagger:
    user = find_user(actor.user_id or 0)
    counts: dict[Outcome, int] = dict(
        db.session.execute(
            sa.select(Flag.outcome, sa.func.count())
            .where(_by(actor.user_id or 0))
            .group_by(Flag.outcome)
        ).all()
    )
    return scoring.Flagger(
        verified=user is not None and user.organisation_id is not None,
        trusted=actor.trusted or actor.is_moderator,
        upheld=counts.get(Outcome.UPHELD, 0),
        dismissed=counts.get(Outcome.DISMISSED, 0),
        of_the_vendor=_is_of_a_vendor(actor, item),
    )


def _is_of_a_vendor(actor: Actor, item: ModeratedItem) -> bool:
    """Whether it is about the vendor that they are of, or about a rival of theirs.

    Whoever speaks for another vendor is a rival; who merely works there may be a buyer.
    """
    if item.vendor_id is None:
        return False
    return voice_of(actor) is not None or is_of_vendor(actor.user_id, item.vendor_id)


def _count(case: Case, reason: Reason, weight: float, *, of_the_vendor: bool) -> None:
    """Let a case know of one more flag; its lease and version stay."""
    scoring.count_in(case, reason, weight, REASONS[reason].harm)
    case.by_vendor_only = of_the_vendor and (case.by_vendor_only or not case.flag_count)
    case.flag_count += 1
    case.version += 1


def _hold(case: Case, item: ModeratedItem, reason: Reason) -> None:
    get_moderated(item.kind).hold(item.object_id)
    actions.record(
        None,
        case,
        item,
        actions.Grounds(
            ActionKind.HELD,
            reason,
            "Several members reported it; a moderator decides whether it comes back.",
            REASONS[reason].rule,
        ),
    )


def close_flags(case: Case, outcome: Outcome) -> None:
    """Say what became of the flags of a case."""
    changed(sa.update(Flag).where(Flag.case_id == case.id).values(outcome=outcome))
    publish(ReportsJudged(case.kind, case.object_id))
