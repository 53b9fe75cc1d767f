"""Finding offers, and consents by their links."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from community.catalog.models import Product
from community.catalog.paths import is_public_id
from community.core import clock
from community.core.db import db
from community.core.errors import NotFound
from community.dashboard.leadlinks import read_token
from community.dashboard.models import Lead, Offer, OfferAsk
from community.dashboard.offerkinds import MOST_OFFERS, OfferKind, OfferState

_DEAD = "This link is dead: it was not used in time, or what it led to is deleted."


@dataclass(frozen=True)
class Linked:
    """What a link leads to: something that waits for its proof, or a consent."""

    row: Lead | OfferAsk
    offer: Offer

    @property
    def public_id(self) -> str:
        return self.row.public_id

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def words(self) -> str:
        return self.row.words

    @property
    def given_at(self) -> datetime:
        row = self.row
        return row.given_at if isinstance(row, Lead) else row.asked_at

    @property
    def proven_at(self) -> datetime | None:
        return self.row.proven_at if isinstance(self.row, Lead) else None

    @property
    def withdrawn_at(self) -> datetime | None:
        return self.row.withdrawn_at if isinstance(self.row, Lead) else None

    @property
    def is_open(self) -> bool:
        """Whether it brings what was asked for."""
        return self.proven_at is not None and self.withdrawn_at is None


def list_offered() -> list[Offer]:
    """Return what anybody may ask for, the newest first."""
    public = sa.select(Offer).where(Offer.state == OfferState.PUBLIC)
    return list(db.session.scalars(public.order_by(Offer.id.desc())))


def find_report_of(product_public_id: str) -> Offer | None:
    """Return the report that is offered of a product, else of its category: one query."""
    return db.session.scalar(
        sa.select(Offer)
        .join(
            Product,
            sa.or_(
                Offer.product_id == Product.id,
                Offer.category_id == Product.category_id,
            ),
        )
        .where(
            Product.public_id == product_public_id,
            Offer.kind == OfferKind.REPORT,
            Offer.state == OfferState.PUBLIC,
        )
        .order_by(Offer.product_id.is_(None), Offer.id.desc())
        .limit(1)
    )


def list_all() -> list[Offer]:
    """Return all offers for the host, the newest first; there are at most MOST_OFFERS."""
    return list(
        db.session.scalars(
            sa.select(Offer).order_by(Offer.id.desc()).limit(MOST_OFFERS)
        )
    )


def get_offered(public_id: str) -> Offer:
    """Return an offer that anybody may ask for; raise NotFound for any other."""
    offer = get_offer(public_id)
    require_offered(offer)
    return offer


def require_offered(offer: Offer) -> None:
    """Raise NotFound for an offer that nobody may ask for, or no longer."""
    if offer.state is not OfferState.PUBLIC:
        raise NotFound("This is not offered, or no longer.")


def get_offer(public_id: str) -> Offer:
    """Return an offer in whatever state, for the host."""
    found = None
    if is_public_id(public_id):
        found = db.session.scalar(sa.select(Offer).where(Offer.public_id == public_id))
    if found is None:
        raise NotFound("There is no such offer.")
    return found


def get_by_link(token: str) -> Linked:
    """Return what a link leads to; raise NotFound for one that is dead or not ours."""
    public_id = read_token(token)
    row: Lead | OfferAsk | None = None
    if public_id is not None:
        row = find_lead(public_id) or _find_ask(public_id)
    if row is None or row.offer_id is None:
        raise NotFound(_DEAD)
    return Linked(row, db.session.get_one(Offer, row.offer_id))


def get_open_link(token: str) -> Linked:
    """Return what a link brings; raise NotFound unless the address is proven and stands."""
    found = get_by_link(token)
    if not found.is_open:
        raise NotFound("This link brings nothing: confirm your address first.")
    return found


def find_lead(public_id: str) -> Lead | None:
    return db.session.scalar(sa.select(Lead).where(Lead.public_id == public_id))


def _find_ask(public_id: str) -> OfferAsk | None:
    return db.session.scalar(
        sa.select(OfferAsk).where(
            OfferAsk.public_id == public_id, OfferAsk.expires_at > clock.now()
        )
    )
