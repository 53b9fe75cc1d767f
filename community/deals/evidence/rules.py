"""Every change of evidence: sending it, taking it back, reading it, deciding on it."""

import hashlib
from datetime import timedelta

from community.core import clock, events, jobs
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Conflict, Invalid
from community.core.events import Audited
from community.core.reasons import NoReason
from community.core.sealing import pseudonym
from community.core.settings import get_settings
from community.core.text import clean_line
from community.deals.access import require_reviewer, require_submitter
from community.deals.evidence import queries, vault
from community.deals.evidence.kinds import (
    REJECTION_LABELS,
    EvidenceKind,
    EvidenceState,
    Rejection,
)
from community.deals.evidence.limits import MOST_FILES
from community.deals.evidence.models import DealEvidence
from community.deals.evidence.rewriting import FIELD, CleanCopy
from community.deals.evidence.tiers import refresh_tier
from community.deals.evidence.vault import Stored
from community.deals.kinds import ContractForbids
from community.deals.models import Deal
from community.deals.plausibility import NO_EVIDENCE
from community.deals.rules.reporting import require_own, require_revisable

DELETE_JOB = "deals.evidence.delete"

_MARK = "deals.evidence.content"
_LONGEST_REASON = 300
_NO_REASON = "Say why you look at it: the audit keeps it."


def mark_of(data: bytes) -> str:
    """Return what tells the same file again, and nothing about it without our key."""
    return pseudonym(_MARK, hashlib.sha256(data).hexdigest())


def require_welcome(actor: Actor, deal: Deal, mark: str) -> None:
    """Raise unless `actor` may add a file with this mark to the deal now.

    A file that somebody else sent is welcome: to say so would tell a vendor who has
    the same quote that its customer was here. Moderators see it, and accept one only.
    """
    require_own(actor, deal)
    require_submitter(actor)
    require_revisable(deal)
    if deal.contract_forbids is not ContractForbids.NO:
        raise _refusal(NO_EVIDENCE)
    if len(queries.list_of_deal(deal)) >= MOST_FILES:
        raise _refusal(f"There are {MOST_FILES} files already, and that is the most.")
    if queries.is_mark_of_owner(deal, mark):
        raise _refusal("You have sent this very file before.")


def _refusal(sentence: str) -> Invalid:
    return Invalid(sentence, fields={FIELD: sentence}, code="unwelcome-evidence")


def add_evidence(
    actor: Actor,
    deal: Deal,
    kind: EvidenceKind,
    copy: CleanCopy,
    stored: Stored,
    mark: str,
) -> DealEvidence:
    """Let a cleaned copy, in the vault already, wait for a moderator."""
    require_welcome(actor, deal, mark)
    evidence = DealEvidence(
        deal=deal,
        kind=kind,
        month=clock.current_month(),
        content_mark=mark,
        file_type=copy.type,
        pages=copy.pages,
        file_name=stored.file_name,
        sealed_key=stored.sealed_key,
    )
    db.session.add(evidence)
    return evidence


def take_back(actor: Actor, deal: Deal, evidence: DealEvidence) -> None:
    """Delete a file of one's own; what was decided stays known by its mark alone."""
    require_own(actor, deal)
    _drop_file(evidence)
    if evidence.state is EvidenceState.WAITING:
        db.session.delete(evidence)
        return
    evidence.state = EvidenceState.DELETED
    refresh_tier(deal)


def read_evidence(actor: Actor, evidence: DealEvidence, reason: str) -> bytes:
    """Return the cleaned copy to a moderator who says why; the audit keeps both."""
    require_reviewer(actor, evidence.deal)
    why = clean_line(reason)
    if not why:
        raise NoReason(_NO_REASON, fields={"reason": _NO_REASON})
    if len(why) > _LONGEST_REASON:
        sentence = f"Keep the reason to {_LONGEST_REASON} characters."
        raise Invalid(sentence, fields={"reason": sentence})
    data = vault.load(_stored(evidence))
    _audit(actor, evidence, "evidence.read", why)
    return data


def accept_evidence(actor: Actor, evidence: DealEvidence) -> None:
    """Let it raise the tier of its deal."""
    _require_undecided(actor, evidence)
    if queries.is_accepted_elsewhere(evidence):
        raise Conflict(
            "The same file has been accepted for another deal: it can’t support two."
        )
    _decide(actor, evidence, EvidenceState.ACCEPTED, "It supports the deal.")


def reject_evidence(actor: Actor, evidence: DealEvidence, why: Rejection) -> None:
    """Let it support nothing; its author sees why."""
    _require_undecided(actor, evidence)
    evidence.rejection = why
    _decide(actor, evidence, EvidenceState.REJECTED, REJECTION_LABELS[why])


def _require_undecided(actor: Actor, evidence: DealEvidence) -> None:
    require_reviewer(actor, evidence.deal)
    if evidence.state is not EvidenceState.WAITING:
        raise Conflict("Another moderator has decided on this one already.")


def _decide(
    actor: Actor, evidence: DealEvidence, state: EvidenceState, reason: str
) -> None:
    evidence.state = state
    evidence.delete_after = clock.now() + timedelta(days=get_settings().evidence_days)
    refresh_tier(evidence.deal)
    _audit(actor, evidence, f"evidence.{state}", reason)


def look_again(deal: Deal) -> None:
    """Let what was accepted for other figures be judged anew, or go.

    A contract that may be confidential now has no evidence at all (P19).
    """
    for evidence in queries.list_of_deal(deal):
        if deal.contract_forbids is not ContractForbids.NO:
            _forget(evidence)
        elif evidence.state is EvidenceState.ACCEPTED:
            if evidence.file_name is None:
                _forget(evidence)
            else:
                evidence.state = EvidenceState.WAITING
                evidence.delete_after = None
    refresh_tier(deal)


def delete_files_of(deal: Deal) -> None:
    """Delete the files of a deal at once; what waited for a decision goes as a whole."""
    for evidence in queries.list_of_deal(deal):
        if evidence.state is EvidenceState.WAITING:
            _forget(evidence)
        else:
            _drop_file(evidence)


def delete_due() -> int:
    """Delete files whose time after the decision is over; return how many (P16)."""
    due = queries.list_due()
    for evidence in due:
        _drop_file(evidence)
    return len(due)


def _forget(evidence: DealEvidence) -> None:
    _drop_file(evidence)
    db.session.delete(evidence)


def _drop_file(evidence: DealEvidence) -> None:
    """Have the file deleted; unreadable it is as soon as this is committed."""
    if evidence.file_name is not None:
        jobs.enqueue(DELETE_JOB, file_name=evidence.file_name)
    evidence.file_name = None
    evidence.sealed_key = None
    evidence.delete_after = None


def _stored(evidence: DealEvidence) -> Stored:
    return Stored(evidence.file_name or "", evidence.sealed_key or "")


def _audit(actor: Actor, evidence: DealEvidence, action: str, reason: str) -> None:
    events.publish(
        Audited(
            actor_id=actor.user_id,
            role=str(actor.role),
            action=action,
            subject=f"evidence {evidence.public_id}",
            reason=reason,
        )
    )
