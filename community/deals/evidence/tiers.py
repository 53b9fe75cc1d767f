"""What stands behind a deal, derived: nobody types it."""

from collections.abc import Sequence

from community.deals.evidence import queries
from community.deals.evidence.kinds import EvidenceKind
from community.deals.kinds import Evidence
from community.deals.models import Deal


def tier_of(kinds: set[str], *, is_verified: bool) -> Evidence:
    """Return the tier of a deal by its accepted evidence and its author's organisation."""
    if EvidenceKind.DOCUMENT in kinds:
        return Evidence.DOCUMENT
    if EvidenceKind.SCREENSHOT in kinds:
        return Evidence.SCREENSHOT
    return Evidence.WORK_EMAIL if is_verified else Evidence.NONE


def begin_tier(deal: Deal) -> None:
    """Give a deal just reported, which has no evidence yet, its tier."""
    deal.evidence = tier_of(set(), is_verified=deal.org_key is not None)


def refresh_tier(deal: Deal) -> None:
    refresh_tiers([deal])


def refresh_tiers(deals: Sequence[Deal]) -> None:
    """Make the tiers of `deals` say what stands behind them now."""
    kinds = queries.accepted_kinds([deal.id for deal in deals])
    for deal in deals:
        deal.evidence = tier_of(kinds[deal.id], is_verified=deal.org_key is not None)
