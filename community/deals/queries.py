"""How deals are found, by their authors only; every list in few queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from community.catalog.models import Plan, Product
from community.catalog.queries import products_by_id
from community.core.actors import Actor
from community.core.chunks import chunks
from community.core.clock import Month
from community.core.db import db, find_many
from community.core.errors import NotFound
from community.core.paging import Page, keyset_page
from community.deals.access import decidable_deals, readable_deals
from community.deals.drafts import DealDraft
from community.deals.kinds import SIGNED_STAGES, DealState, HoldState, ReviewState
from community.deals.models import Deal, DealLine, LineHold
from community.deals.owners import owner_key

PAGE_SIZE = 20
_MOST_TWINS = 10
_MOST_RUNNING_OUT = 20


@dataclass(frozen=True)
class Named:
    """The products and plans that a draft or deal names, by id."""

    products: dict[int, Product] = field(default_factory=dict)
    plans: dict[int, Plan] = field(default_factory=dict)


def get_deal_for(actor: Actor, public_id: str) -> Deal:
    """Return a deal of `actor`'s own; raise NotFound for anybody else's."""
    deal = db.session.scalar(
        sa.select(Deal).where(readable_deals(actor), Deal.public_id == public_id)
    )
    if deal is None:
        raise NotFound("There is no such price among yours.", code="no-such-deal")
    return deal


def list_deals_of(actor: Actor, *, after: str | None) -> Page[Deal]:
    """Return a page of `actor`'s deals with lines and products, the newest month first."""
    deals = (
        sa.select(Deal)
        .where(readable_deals(actor))
        .options(selectinload(Deal.lines).joinedload(DealLine.product))
    )
    order = (Deal.deal_month.desc(), Deal.id.desc())
    return keyset_page(deals, order=order, after=after, size=PAGE_SIZE)


def list_running_out(actor: Actor, *, first: Month, last: Month) -> list[Deal]:
    """Return `actor`'s contracts that run out from `first` to `last`, the soonest first."""
    product = selectinload(Deal.lines).joinedload(DealLine.product)
    return list(
        db.session.scalars(
            sa.select(Deal)
            .where(
                readable_deals(actor),
                Deal.state == DealState.SUBMITTED,
                Deal.stage.in_(SIGNED_STAGES),
                Deal.expiry_month.between(first, last),
            )
            .order_by(Deal.expiry_month, Deal.id)
            .limit(_MOST_RUNNING_OUT)
            .options(product.joinedload(Product.vendor))
        )
    )


def own_line_ids(actor: Actor) -> list[int]:
    """Return the lines of what `actor` reported and has not withdrawn."""
    return list(
        db.session.scalars(
            sa.select(DealLine.id)
            .join(Deal, Deal.id == DealLine.deal_id)
            .where(readable_deals(actor), Deal.state == DealState.SUBMITTED)
        )
    )


def lines_of(user_id: int) -> sa.Select[int]:
    """Return the statement of the lines of all that somebody reported, for what stands on it."""
    return (
        sa.select(DealLine.id)
        .join(Deal, Deal.id == DealLine.deal_id)
        .where(Deal.owner_key == owner_key(user_id))
    )


def get_raw_deal(public_id: str) -> Deal:
    """Return anybody's deal, for a rule that asks who may look and writes it down."""
    deal = db.session.scalar(sa.select(Deal).where(Deal.public_id == public_id))
    if deal is None:
        raise NotFound("There is no such price.", code="no-such-deal")
    return deal


def list_open_holds(actor: Actor, *, after: str | None) -> Page[LineHold]:
    """Return a page of what waits for a person, the oldest first, with its products.

    A moderator's own, and those of the own organisation, are left to others; the
    command line sees all.
    """
    holds = (
        sa.select(LineHold)
        .join(LineHold.line)
        .join(DealLine.deal)
        .where(LineHold.state == HoldState.OPEN, decidable_deals(actor))
        .options(contains_eager(LineHold.line).joinedload(DealLine.product))
        .options(contains_eager(LineHold.line).contains_eager(DealLine.deal))
    )
    order = (LineHold.month.asc(), LineHold.id.asc())
    return keyset_page(holds, order=order, after=after, size=PAGE_SIZE)


def list_holds_of(deal: Deal) -> list[LineHold]:
    """Return what was odd about lines of `deal`, decided or not, in their order."""
    holds = (
        sa.select(LineHold)
        .join(LineHold.line)
        .where(DealLine.deal_id == deal.id)
        .options(contains_eager(LineHold.line).joinedload(DealLine.product))
        .order_by(DealLine.position)
    )
    return list(db.session.scalars(holds))


def get_hold(public_id: str) -> LineHold:
    """Return what is or was held under this id; raise NotFound."""
    hold = db.session.scalar(sa.select(LineHold).where(LineHold.public_id == public_id))
    if hold is None:
        raise NotFound("There is nothing held under this id.", code="no-such-hold")
    return hold


def list_twins(
    user_id: int, draft: DealDraft, *, besides: int | None = None
) -> list[Deal]:
    """Return deals of the same author, month, product and plan, without those withdrawn."""
    same_line = [
        sa.and_(
            DealLine.product_id == line.product_id,
            DealLine.plan_id.is_(None)
            if line.plan_id is None
            else DealLine.plan_id == line.plan_id,
        )
        for line in draft.lines
    ]
    twins = (
        sa.select(Deal)
        .where(
            Deal.owner_key == owner_key(user_id),
            Deal.deal_month == draft.deal_month,
            Deal.state == DealState.SUBMITTED,
            sa.exists().where(DealLine.deal_id == Deal.id, sa.or_(*same_line)),
        )
        .order_by(Deal.id)
        .limit(_MOST_TWINS)
    )
    if besides is not None:
        twins = twins.where(Deal.id != besides)
    return list(db.session.scalars(twins))


def has_accepted_deal(user_id: int) -> bool:
    """Whether a line of a deal that this member reported was looked at, whatever it says.

    One that waits for a person serves as well: what is given for some prices and not for
    others tells what the others are.
    """
    accepted = accepted_deals(owner_key(user_id))
    return bool(db.session.scalar(sa.select(accepted.exists())))


def accepted_deals(owner: Any) -> sa.Select[Any]:
    """Return the query for those of an owner, by their key, with a line looked at."""
    return (
        sa.select(Deal.id)
        .join(DealLine, DealLine.deal_id == Deal.id)
        .where(
            Deal.owner_key == owner,
            Deal.state == DealState.SUBMITTED,
            DealLine.review.in_((ReviewState.ACCEPTED, ReviewState.HELD)),
        )
    )


def products_by_deal_of(user_ids: Sequence[int]) -> dict[int, set[int]]:
    """Return the ids of all deals of these members, and of the products in each."""
    found: dict[int, set[int]] = {}
    for chunk in chunks(user_ids):
        lines = (
            sa.select(Deal.id, DealLine.product_id)
            .join(DealLine, DealLine.deal_id == Deal.id)
            .where(Deal.owner_key.in_([owner_key(one) for one in chunk]))
        )
        for deal_id, product_id in db.session.execute(lines):
            found.setdefault(deal_id, set()).add(product_id)
    return found


def named_in(draft: DealDraft) -> Named:
    """Return the products and plans of `draft`, whatever their state."""
    product_ids = [line.product_id for line in draft.lines]
    plan_ids: list[int] = []
    for line in draft.lines:
        plan_ids += line.add_on_ids
        if line.plan_id is not None:
            plan_ids.append(line.plan_id)
    return Named(
        products=products_by_id([*product_ids, *draft.alternative_ids]),
        plans=find_many(Plan, plan_ids),
    )


def plans_of(product_ids: Iterable[int]) -> dict[int, list[Plan]]:
    """Return plans and add-ons by product, in the order of their names."""
    wanted = set(product_ids)
    by_product: dict[int, list[Plan]] = {product_id: [] for product_id in wanted}
    if wanted:
        found = sa.select(Plan).where(Plan.product_id.in_(wanted))
        for plan in db.session.scalars(found.order_by(Plan.name, Plan.id)):
            by_product[plan.product_id].append(plan)
    return by_product


def find_product_by_public_id(public_id: str) -> Product | None:
    return db.session.scalar(
        sa.select(Product)
        .where(Product.public_id == public_id)
        .options(joinedload(Product.vendor))
    )
