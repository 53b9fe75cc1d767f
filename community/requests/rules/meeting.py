"""A rep proposes times for a call or a demo; the buyer takes one, or none."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from community.core import clock
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Conflict, Invalid
from community.core.screening import watched
from community.core.text import clean_line
from community.core.zones import find_instant
from community.reps.queries import get_claim_of
from community.requests import access, limits
from community.requests.drafts import NOT_SENT
from community.requests.kinds import Meeting, MessageKind, TimeState
from community.requests.models import PLACE_LENGTH, BuyerRequest, ProposedTime
from community.requests.rules.locking import lock_for, lock_own
from community.requests.rules.saying import buyer_did, vendor_did

MOST_OPEN = 5
_SOONEST, _LATEST = timedelta(minutes=30), timedelta(days=90)


@dataclass(frozen=True)
class Proposal:
    """A time as a rep typed it: on the clocks of `zone`."""

    meeting: Meeting
    shown: datetime
    zone: str
    minutes: int
    place: str


def propose(actor: Actor, request: BuyerRequest, proposal: Proposal) -> ProposedTime:
    """Propose a time; raise Conflict beyond some that wait for the buyer."""
    voice = access.require_answerer(actor)
    lock_for(voice, request)
    starts = _checked_start(proposal)
    place = _checked_place(proposal.place)
    if _count_open(request) >= MOST_OPEN:
        raise Conflict(
            f"{MOST_OPEN} times wait for the buyer already. Take one back first."
        )
    limits.count_message(voice.user_id)
    claim = get_claim_of(voice)
    time = ProposedTime(
        request_id=request.id,
        claim_id=claim.id,
        meeting=proposal.meeting,
        starts_at=starts,
        minutes=proposal.minutes,
        place=place,
    )
    db.session.add(time)
    vendor_did(request, claim, MessageKind.PROPOSED)
    return time


def accept(actor: Actor, request: BuyerRequest, time: ProposedTime) -> None:
    """Take a time; what else was proposed is declined by that."""
    access.require_asker(actor)
    lock_own(actor, request)
    if time.starts_at <= clock.now():
        raise Conflict("This time is past.")
    _decide(time, TimeState.ACCEPTED, TimeState.PROPOSED)
    changed(
        sa.update(ProposedTime)
        .where(
            ProposedTime.request_id == request.id,
            ProposedTime.state == TimeState.PROPOSED,
        )
        .values(state=TimeState.DECLINED)
    )
    buyer_did(request, MessageKind.ACCEPTED)


def decline(actor: Actor, request: BuyerRequest, time: ProposedTime) -> None:
    """Say no to a time, one that was accepted included."""
    access.require_asker(actor)
    lock_own(actor, request)
    _decide(time, TimeState.DECLINED, TimeState.PROPOSED, TimeState.ACCEPTED)
    buyer_did(request, MessageKind.DECLINED)


def take_back(actor: Actor, request: BuyerRequest, time: ProposedTime) -> None:
    """Let a rep take back what they or a colleague proposed, and nobody has answered."""
    voice = access.require_answerer(actor)
    lock_for(voice, request)
    _decide(time, TimeState.DECLINED, TimeState.PROPOSED)


def _decide(time: ProposedTime, new: TimeState, *before: TimeState) -> None:
    decided = changed(
        sa.update(ProposedTime)
        .where(ProposedTime.id == time.id, ProposedTime.state.in_(before))
        .values(state=new)
    )
    if not decided:
        raise Conflict("This time was decided already.")
    db.session.expire(time)


def _count_open(request: BuyerRequest) -> int:
    waiting = sa.select(sa.func.count(ProposedTime.id)).where(
        ProposedTime.request_id == request.id,
        ProposedTime.state == TimeState.PROPOSED,
        ProposedTime.starts_at > clock.now(),
    )
    return db.session.scalar(waiting) or 0


def _checked_start(proposal: Proposal) -> datetime:
    try:
        starts = find_instant(proposal.shown, proposal.zone)
    except OverflowError:  # a year that no clock shows
        starts = None
    if starts is None:
        raise _wrong(
            "starts", "No clock there shows that time: clocks go forward then."
        )
    if not _SOONEST <= starts - clock.now() <= _LATEST:
        wrong = f"Choose a time from half an hour on, within {_LATEST.days} days."
        raise _wrong("starts", wrong)
    return starts


def _checked_place(place: str) -> str:
    line = watched({"place": clean_line(place)}, NOT_SENT)["place"]
    if not line or len(line) > PLACE_LENGTH:
        raise _wrong(
            "place", f"Say how you meet, in {PLACE_LENGTH} characters at most."
        )
    return line


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(NOT_SENT, fields={field: sentence})
