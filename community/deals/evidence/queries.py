"""How evidence is found: a member's own by deal, all that waits by moderators."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from community.core import clock
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.paging import Page, keyset_page
from community.deals.access import reviewable_deals
from community.deals.evidence.kinds import EvidenceState
from community.deals.evidence.models import DealEvidence
from community.deals.models import Deal, DealLine
from community.deals.owners import owner_key

PAGE_SIZE = 20
_NOT_THERE = "There is no such file."


def list_of_deal(deal: Deal) -> list[DealEvidence]:
    """Return what its author sees: all but what was taken back, in the order of sending."""
    return list(
        db.session.scalars(
            sa.select(DealEvidence)
            .where(
                DealEvidence.deal_id == deal.id,
                DealEvidence.state != EvidenceState.DELETED,
            )
            .order_by(DealEvidence.id)
        )
    )


def get_of_deal(deal: Deal, public_id: str) -> DealEvidence:
    """Return one file of a deal; raise NotFound for another's and for none."""
    for evidence in list_of_deal(deal):
        if evidence.public_id == public_id:
            return evidence
    raise NotFound(_NOT_THERE, code="no-such-evidence")


def list_waiting(actor: Actor, *, after: str | None) -> Page[DealEvidence]:
    """Return a page of what `actor` may decide on, the longest waiting first."""
    waiting = (
        sa.select(DealEvidence)
        .join(DealEvidence.deal)
        .where(DealEvidence.state == EvidenceState.WAITING, reviewable_deals(actor))
        .options(*_WITH_PRODUCTS)
    )
    order = (DealEvidence.id.asc(),)
    return keyset_page(waiting, order=order, after=after, size=PAGE_SIZE)


_WITH_PRODUCTS = (
    contains_eager(DealEvidence.deal)
    .selectinload(Deal.lines)
    .joinedload(DealLine.product),
)


def get_for_moderator(public_id: str, *, locked: bool = False) -> DealEvidence:
    """Return a file whose content is still there; raise NotFound otherwise.

    `locked` keeps a second moderator waiting until the first has decided.
    """
    wanted = (
        sa.select(DealEvidence)
        .join(DealEvidence.deal)
        .where(DealEvidence.public_id == public_id, DealEvidence.file_name.is_not(None))
        .options(*_WITH_PRODUCTS)
    )
    if locked:
        wanted = wanted.with_for_update(of=DealEvidence)
    evidence = db.session.scalar(wanted)
    if evidence is None:
        raise NotFound(_NOT_THERE, code="no-such-evidence")
    return evidence


def is_mark_of_owner(deal: Deal, content_mark: str) -> bool:
    """Whether the author of `deal` has sent a file with this mark for any deal."""
    sent = (
        sa.select(DealEvidence.id)
        .join(DealEvidence.deal)
        .where(
            DealEvidence.content_mark == content_mark,
            Deal.owner_key == deal.owner_key,
        )
    )
    return db.session.scalar(sa.select(sent.exists())) or False


def stands_behind_another(evidence: DealEvidence) -> bool:
    """Whether the same file was sent for another deal, by whomever."""
    return db.session.scalar(sa.select(_twins(evidence).exists())) or False


def is_accepted_elsewhere(evidence: DealEvidence) -> bool:
    """Whether the same file supports another deal already."""
    accepted = _twins(evidence).where(DealEvidence.state == EvidenceState.ACCEPTED)
    return db.session.scalar(sa.select(accepted.exists())) or False


def _twins(evidence: DealEvidence) -> sa.Select[int]:
    return sa.select(DealEvidence.id).where(
        DealEvidence.content_mark == evidence.content_mark,
        DealEvidence.deal_id != evidence.deal_id,
    )


def list_deals_of_member(user_id: int) -> list[Deal]:
    """Return all deals of a member, withdrawn ones too."""
    mine = sa.select(Deal).where(Deal.owner_key == owner_key(user_id))
    return list(db.session.scalars(mine))


def accepted_kinds(deal_ids: Sequence[int]) -> dict[int, set[str]]:
    """Return for each deal the kinds of its accepted evidence."""
    found = db.session.execute(
        sa.select(DealEvidence.deal_id, DealEvidence.kind).where(
            DealEvidence.deal_id.in_(deal_ids),
            DealEvidence.state == EvidenceState.ACCEPTED,
        )
    )
    kinds: dict[int, set[str]] = {deal_id: set() for deal_id in deal_ids}
    for deal_id, kind in found:
        kinds[deal_id].add(kind)
    return kinds


def list_due() -> list[DealEvidence]:
    """Return what was decided on so long ago that its file has to go."""
    return list(
        db.session.scalars(
            sa.select(DealEvidence).where(DealEvidence.delete_after <= clock.now())
        )
    )


def all_file_names() -> set[str]:
    names = db.session.scalars(
        sa.select(DealEvidence.file_name).where(DealEvidence.file_name.is_not(None))
    )
    return {name for name in names if name is not None}
