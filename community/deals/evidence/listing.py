"""What pages show of evidence: to its author, and to moderators."""

from collections.abc import Iterable
from dataclasses import dataclass

from community.deals.evidence import queries
from community.deals.evidence.kinds import (
    KIND_LABELS,
    REJECTION_LABELS,
    STATE_LABELS,
    EvidenceState,
)
from community.deals.evidence.limits import MOST_FILES
from community.deals.evidence.models import DealEvidence
from community.deals.evidence.sniffing import FileType
from community.deals.kinds import ContractForbids, DealState
from community.deals.labels import Tier, tier
from community.deals.models import Deal
from community.deals.plausibility import NO_EVIDENCE

_TAG_KINDS = {
    EvidenceState.WAITING: "",
    EvidenceState.ACCEPTED: "good",
    EvidenceState.REJECTED: "warn",
}
_TYPE_LABELS = {FileType.PDF: "PDF", FileType.PNG: "PNG", FileType.JPEG: "JPEG"}


@dataclass(frozen=True)
class OwnRow:
    """One file as its author sees it; its name was not kept."""

    public_id: str
    kind: str
    month: str
    state: str
    tag_kind: str
    why: str
    has_file: bool


@dataclass(frozen=True)
class OwnEvidence:
    """What stands behind a deal, for its author; `closed` says why nothing can be added."""

    tier: Tier
    rows: list[OwnRow]
    closed: str

    @property
    def is_open(self) -> bool:
        return not self.closed


@dataclass(frozen=True)
class WaitingRow:
    """One file as moderators see it in the list: about what, and what it is."""

    public_id: str
    products: str
    kind: str
    file: str


def own_evidence(deal: Deal) -> OwnEvidence:
    found = queries.list_of_deal(deal)
    return OwnEvidence(
        tier(deal.evidence), [_own_row(one) for one in found], _closed(deal, len(found))
    )


def _closed(deal: Deal, count: int) -> str:
    if deal.contract_forbids is not ContractForbids.NO:
        return NO_EVIDENCE
    if deal.state is not DealState.SUBMITTED:
        return "Restore the price first, then add evidence."
    if count >= MOST_FILES:
        return f"There are {MOST_FILES} files, and that is the most."
    return ""


def _own_row(evidence: DealEvidence) -> OwnRow:
    why = REJECTION_LABELS[evidence.rejection] if evidence.rejection else ""
    return OwnRow(
        public_id=evidence.public_id,
        kind=KIND_LABELS[evidence.kind],
        month=evidence.month,
        state=STATE_LABELS[evidence.state],
        tag_kind=_TAG_KINDS[evidence.state],
        why=why,
        has_file=evidence.file_name is not None,
    )


def waiting_rows(waiting: Iterable[DealEvidence]) -> list[WaitingRow]:
    return [waiting_row(one) for one in waiting]


def waiting_row(evidence: DealEvidence) -> WaitingRow:
    names = dict.fromkeys(line.product.name for line in evidence.deal.lines)
    pages = "1 page" if evidence.pages == 1 else f"{evidence.pages} pages"
    kind = _TYPE_LABELS[evidence.file_type]
    return WaitingRow(
        public_id=evidence.public_id,
        products=", ".join(names),
        kind=KIND_LABELS[evidence.kind],
        file=f"{kind}, {pages}" if evidence.file_type is FileType.PDF else kind,
    )
