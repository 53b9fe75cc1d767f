"""Finding events for whoever reads, runs or attends them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from community.catalog.access import visible_vendors
from community.catalog.models import Product, Vendor
from community.catalog.paths import is_public_id
from community.core import clock
from community.core.actors import VISITOR, Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.paging import Page, keyset_page
from community.demos import access
from community.demos.access import Organiser
from community.demos.kinds import Stage
from community.demos.models import Demo, DemoRegistration
from community.reps.models import RepClaim
from community.requests.kinds import Reveals

LIST_SIZE = 30
GUESTS_A_PAGE = 100
ON_A_PAGE = 3
"""How many stand on the page of a product or vendor."""
_NONE = "There is no such event."


@dataclass(frozen=True)
class Row:
    """An event with the names of what it is about."""

    demo: Demo
    vendor: Vendor | None
    product: Product | None
    claim: RepClaim | None


def get_row_for(actor: Actor, public_id: str) -> Row:
    """Return an event that `actor` may see; raise NotFound otherwise."""
    return _get(public_id, sa.and_(access.seen_demos(actor), _of_known(actor)))


def get_run_row(organiser: Organiser, public_id: str) -> Row:
    """Return an event of the organiser's own, in whatever state; raise NotFound otherwise."""
    return _get(public_id, access.run_demos(organiser))


def get_own_row(actor: Actor, public_id: str) -> tuple[Row, DemoRegistration]:
    """Return an event that `actor` registered for, in whatever state; or raise NotFound."""
    found = None
    if is_public_id(public_id):
        found = db.session.execute(
            _rows(DemoRegistration)
            .join(DemoRegistration, DemoRegistration.demo_id == Demo.id)
            .where(Demo.public_id == public_id, access.own_registrations(actor))
        ).one_or_none()
    if found is None:
        raise NotFound("You are not registered for such an event.")
    return Row(*found[:-1]), found[-1]


def _get(public_id: str, which: sa.ColumnElement[bool]) -> Row:
    found = None
    if is_public_id(public_id):
        found = db.session.execute(
            _rows().where(Demo.public_id == public_id, which)
        ).one_or_none()
    if found is None:
        raise NotFound(_NONE)
    return Row(*found)


def find_row(demo_id: int) -> Row | None:
    """Return an event whoever may see it, for jobs and moderators."""
    found = db.session.execute(_rows().where(Demo.id == demo_id)).one_or_none()
    return None if found is None else Row(*found)


def find_registration(actor: Actor, demo: Demo) -> DemoRegistration | None:
    return db.session.scalar(
        sa.select(DemoRegistration).where(
            DemoRegistration.demo_id == demo.id, access.own_registrations(actor)
        )
    )


def list_ahead(after: str | None) -> Page[Row]:
    """Return what is announced for everybody, the soonest first; cancelled ones included."""
    return _page(
        (_listed(), Demo.ends_at > clock.now()),
        (Demo.starts_at.asc(), Demo.id.asc()),
        after,
    )


def list_past(after: str | None) -> Page[Row]:
    """Return what is over, the latest first."""
    return _page(
        (_listed(), Demo.ends_at <= clock.now()),
        (Demo.starts_at.desc(), Demo.id.desc()),
        after,
    )


def list_run(organiser: Organiser, after: str | None) -> Page[Row]:
    """Return what the organiser announced, the latest first."""
    return _page(
        (access.run_demos(organiser),),
        (Demo.starts_at.desc(), Demo.id.desc()),
        after,
    )


def list_own(actor: Actor, after: str | None) -> Page[tuple[Row, DemoRegistration]]:
    """Return what `actor` registered for, the latest registration first."""
    page = keyset_page(
        _rows(DemoRegistration)
        .join(DemoRegistration, DemoRegistration.demo_id == Demo.id)
        .where(access.own_registrations(actor)),
        order=(DemoRegistration.id.desc(),),
        after=after,
        size=LIST_SIZE,
    )
    items = [(Row(*one[:-1]), one[-1]) for one in page.items]
    return Page(items, page.next_cursor)


def list_ahead_of_product(public_id: str) -> list[Row]:
    """Return the next events about a product, for its page: one query."""
    return _next(Product.public_id == public_id)


def list_ahead_of_vendor(vendor_id: int) -> list[Row]:
    """Return the next events about a vendor or its products, for its page: one query."""
    return _next(Demo.vendor_id == vendor_id)


def _next(which: sa.ColumnElement[bool]) -> list[Row]:
    found = db.session.execute(
        _rows()
        .where(
            which,
            _listed(),
            Demo.stage == Stage.ANNOUNCED,
            Demo.ends_at > clock.now(),
        )
        .order_by(Demo.starts_at, Demo.id)
        .limit(ON_A_PAGE)
    )
    return [Row(*one) for one in found]


def list_standing(ids: Sequence[int]) -> list[Row]:
    """Return those of `ids` that stand for everybody: announced or over, not cancelled."""
    found = db.session.execute(_rows().where(Demo.id.in_(ids), _standing()))
    return [Row(*one) for one in found]


def standing(*columns: Any) -> sa.Select[Any]:
    """Return a statement for columns of what list_standing() returns, in no order yet."""
    return (
        sa.select(*columns)
        .select_from(Demo)
        .outerjoin(Vendor, Vendor.id == Demo.vendor_id)
        .where(_standing())
    )


def list_guests(demo: Demo, after: str | None) -> Page[DemoRegistration]:
    """Return those who revealed something, in the order in which they registered."""
    return keyset_page(
        sa.select(DemoRegistration).where(
            DemoRegistration.demo_id == demo.id,
            DemoRegistration.reveals != Reveals.NOTHING,
        ),
        order=(DemoRegistration.id.asc(),),
        after=after,
        size=GUESTS_A_PAGE,
    )


def count_ahead(organiser: Organiser) -> int:
    """Return how many events of the organiser's are still to come."""
    ahead = sa.select(sa.func.count(Demo.id)).where(
        access.run_demos(organiser),
        Demo.stage == Stage.ANNOUNCED,
        Demo.ends_at > clock.now(),
    )
    return db.session.scalar(ahead) or 0


def _page(
    which: Sequence[sa.ColumnElement[bool]], order: Sequence[Any], after: str | None
) -> Page[Row]:
    page = keyset_page(_rows().where(*which), order=order, after=after, size=LIST_SIZE)
    return Page([Row(*one) for one in page.items], page.next_cursor)


def _rows(*more: Any) -> sa.Select[Any]:
    columns: list[Any] = [Demo, Vendor, Product, RepClaim, *more]
    return (
        sa.select(*columns)
        .select_from(Demo)
        .outerjoin(Vendor, Vendor.id == Demo.vendor_id)
        .outerjoin(Product, Product.id == Demo.product_id)
        .outerjoin(RepClaim, RepClaim.id == Demo.claim_id)
    )


def _listed() -> sa.ColumnElement[bool]:
    return sa.and_(access.listed_demos(), _of_known(VISITOR))


def _standing() -> sa.ColumnElement[bool]:
    return sa.and_(_listed(), Demo.stage != Stage.CANCELLED)


def _of_known(actor: Actor) -> sa.ColumnElement[bool]:
    """Match events of vendors that `actor` may see, and those of no vendor."""
    return sa.or_(Demo.vendor_id.is_(None), visible_vendors(actor))
