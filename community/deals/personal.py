"""What the raw store holds of a person: found by keyed names, and gone for good with them."""

import sqlalchemy as sa

from community.core.personal import Fate, Held, Kept, Leaver, Part, Person
from community.core.settings import Settings
from community.deals.evidence.models import DealEvidence
from community.deals.models import (
    Deal,
    DealAlternative,
    DealLine,
    DealLineAddOn,
    DealRevision,
    LineHold,
)
from community.deals.notes.models import DealNote
from community.deals.owners import owner_key
from community.deals.rules.reporting import erase_deals_of


def _own(person: Person) -> sa.Select[int]:
    return sa.select(Deal.id).where(Deal.owner_key == owner_key(person.user_id))


def _lines(person: Person) -> sa.Select[int]:
    return sa.select(DealLine.id).where(DealLine.deal_id.in_(_own(person)))


_ABOUT_OTHERS = frozenset(
    {"reasons", "score", "month", "state", "decision", "decided_role", "rejected_by"}
)
"""How far a price lies from the others’, or that it waited: it would tell theirs."""

HELD = (
    Held(
        Deal,
        Fate.ERASED,
        "Prices that you reported",
        lambda person: Deal.owner_key == owner_key(person.user_id),
    ),
    Held(
        DealLine,
        Fate.ERASED,
        "Lines of these prices",
        lambda person: DealLine.deal_id.in_(_own(person)),
    ),
    Held(
        DealLineAddOn,
        Fate.ERASED,
        "Add-ons of these lines",
        lambda person: DealLineAddOn.line_id.in_(_lines(person)),
    ),
    Held(
        DealAlternative,
        Fate.ERASED,
        "What you weighed against them",
        lambda person: DealAlternative.deal_id.in_(_own(person)),
    ),
    Held(
        DealRevision,
        Fate.ERASED,
        "What you changed of them later",
        lambda person: DealRevision.deal_id.in_(_own(person)),
    ),
    Held(
        DealNote,
        Fate.ERASED,
        "Notes as others may read them",
        lambda person: DealNote.deal_id.in_(_own(person)),
        without=frozenset({"decided_role", "rejected_by"}),
    ),
    Held(
        DealEvidence,
        Fate.ERASED,
        "Evidence",
        lambda person: DealEvidence.deal_id.in_(_own(person)),
        without=frozenset({"file_name"}),
    ),
    Held(
        LineHold,
        Fate.ERASED,
        "Rejections of these prices, and your appeals",
        lambda person: sa.and_(
            LineHold.line_id.in_(_lines(person)), LineHold.ground.is_not(None)
        ),
        without=_ABOUT_OTHERS,
    ),
)


def erase(leaver: Leaver) -> None:
    erase_deals_of([leaver.user_id])


def retention(settings: Settings) -> tuple[Kept, ...]:
    return (
        Kept(
            "Prices that you reported, with their history",
            "until you delete them or your account: then the rows are gone at once",
            "Figures are made of them; who reported them is under a seal.",
        ),
        Kept(
            "Files that prove a price",
            f"until a moderator has decided, and {settings.evidence_days} days more; "
            "encrypted, in clean copies",
            "So that a decision can be looked at again.",
        ),
    )


PART = Part("prices", "Prices that you reported", HELD, retention, erase)
