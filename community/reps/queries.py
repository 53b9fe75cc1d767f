"""Finding claims, who speaks for a vendor, and what they may write about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from community.accounts.models import User
from community.catalog.access import visible_products
from community.catalog.models import Plan, Product, Vendor
from community.catalog.paths import is_public_id
from community.core.actors import VISITOR, Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.paging import Page, keyset_page
from community.core.ports import Voice
from community.reps import access
from community.reps.models import (
    LIVE,
    ClaimState,
    RepClaim,
    VendorDomain,
)

CLAIMS_A_PAGE = 30
MOST_PRODUCTS = 500
"""What a select field offers at most."""


@dataclass(frozen=True)
class ClaimRow:
    """A claim as moderators see it: who, for whom, and what was proven."""

    public_id: str
    handle: str
    vendor: str
    vendor_url: str
    domain: str
    real_name: str
    title: str
    state: ClaimState
    reason: str
    created_at: datetime
    proven_at: datetime | None
    decided_at: datetime | None
    decided_by: str | None


def find_voice(user_id: int) -> Voice | None:
    """Return for whom an account speaks by an approved claim."""
    row = db.session.execute(
        sa.select(RepClaim, Vendor.name)
        .join(Vendor, Vendor.id == RepClaim.vendor_id)
        .where(RepClaim.user_id == user_id, RepClaim.state == ClaimState.APPROVED)
    ).one_or_none()
    if row is None:
        return None
    claim, vendor = row
    return Voice(user_id, claim.vendor_id, vendor, claim.signature, claim.domain)


def find_live_claim(user_id: int) -> RepClaim | None:
    """Return the claim that is under way or approved."""
    return db.session.scalar(
        sa.select(RepClaim).where(RepClaim.user_id == user_id, RepClaim.state.in_(LIVE))
    )


def find_latest_claim(actor: Actor) -> tuple[RepClaim, Vendor] | None:
    """Return what became of the actor's latest claim, with its vendor."""
    row = db.session.execute(
        sa.select(RepClaim, Vendor)
        .join(Vendor, Vendor.id == RepClaim.vendor_id)
        .where(RepClaim.user_id == actor.user_id)
        .order_by(RepClaim.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def spokespeople_of(vendor_id: int) -> list[int]:
    """Return the accounts that speak for a vendor by an approved claim."""
    return list(
        db.session.scalars(
            sa.select(RepClaim.user_id)
            .where(
                RepClaim.vendor_id == vendor_id, RepClaim.state == ClaimState.APPROVED
            )
            .order_by(RepClaim.id)
        )
    )


def get_claim_of(voice: Voice) -> RepClaim:
    """Return the approved claim that a voice comes from."""
    return db.session.scalars(
        sa.select(RepClaim).where(
            RepClaim.user_id == voice.user_id, RepClaim.state == ClaimState.APPROVED
        )
    ).one()


def get_claim_for(actor: Actor, public_id: str) -> RepClaim:
    """Return a claim that was proven, for a moderator; raise NotFound otherwise."""
    access.require_decider(actor)
    claim = None
    if is_public_id(public_id):
        claim = db.session.scalar(
            sa.select(RepClaim).where(
                RepClaim.public_id == public_id, RepClaim.proven_at.is_not(None)
            )
        )
    if claim is None:
        raise NotFound("There is no such claim.")
    return claim


def get_claim_row(claim: RepClaim) -> ClaimRow:
    return _claim_row(
        *db.session.execute(_claims().where(RepClaim.id == claim.id)).one()
    )


def list_claims(state: ClaimState, after: str | None) -> Page[ClaimRow]:
    """Return the claims in a state for the desk, the oldest open first."""
    columns = (RepClaim.created_at, RepClaim.id)
    order = [one.asc() if state is ClaimState.OPEN else one.desc() for one in columns]
    page = keyset_page(
        _claims().where(RepClaim.state == state),
        order=order,
        after=after,
        size=CLAIMS_A_PAGE,
    )
    return Page([_claim_row(*row) for row in page.items], page.next_cursor)


def list_products_of(voice: Voice) -> list[Product]:
    """Return the products that a rep may write about."""
    return list(
        db.session.scalars(
            sa.select(Product)
            .where(Product.vendor_id == voice.vendor_id, visible_products(VISITOR))
            .order_by(Product.sort_key, Product.id)
            .limit(MOST_PRODUCTS)
        )
    )


def list_plans_of(voice: Voice) -> list[tuple[Plan, str]]:
    """Return the plans of the vendor's products, each with its product's name."""
    rows = db.session.execute(
        sa.select(Plan, Product.name)
        .join(Product, Product.id == Plan.product_id)
        .where(Product.vendor_id == voice.vendor_id, visible_products(VISITOR))
        .order_by(Product.sort_key, Product.id, Plan.name)
        .limit(MOST_PRODUCTS)
    )
    return [(row[0], row[1]) for row in rows]


def list_vendor_domains(vendor_id: int) -> list[str]:
    return list(
        db.session.scalars(
            sa.select(VendorDomain.domain)
            .where(VendorDomain.vendor_id == vendor_id)
            .order_by(VendorDomain.domain)
        )
    )


def _claims() -> sa.Select[Any]:
    decider = aliased(User)
    columns: list[Any] = [
        RepClaim,
        User.handle,
        Vendor.name,
        Vendor.slug,
        decider.handle,
    ]
    return (
        sa.select(*columns)
        .join(User, User.id == RepClaim.user_id)
        .join(Vendor, Vendor.id == RepClaim.vendor_id)
        .outerjoin(decider, decider.id == RepClaim.decided_by_id)
        .where(RepClaim.proven_at.is_not(None))
    )


def _claim_row(
    claim: RepClaim, handle: str, vendor: str, slug: str, decided_by: str | None
) -> ClaimRow:
    return ClaimRow(
        public_id=claim.public_id,
        handle=handle,
        vendor=vendor,
        vendor_url=f"/prices/{slug}/",
        domain=claim.domain,
        real_name=claim.real_name,
        title=claim.title,
        state=claim.state,
        reason=claim.reason,
        created_at=claim.created_at,
        proven_at=claim.proven_at,
        decided_at=claim.decided_at,
        decided_by=decided_by,
    )
