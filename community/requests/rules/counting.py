"""Each vendor's record, made anew from the requests of a year; pages read it and compute nothing."""

from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from community.accounts.models import User
from community.accounts.queries import organisation_roots
from community.core import clock
from community.core.db import changed, db
from community.requests.models import BuyerRequest, ContactRecord
from community.requests.stats import Contact, Figures, figures_of

_MEASURED = timedelta(days=365)


def refresh_records() -> None:
    """Write what has changed of the records; drop those of which too little is left."""
    now = clock.now()
    found = _figures(now)
    known = {one.vendor_id: one for one in db.session.scalars(sa.select(ContactRecord))}
    gone = sorted(known.keys() - found.keys())
    changed(sa.delete(ContactRecord).where(ContactRecord.vendor_id.in_(gone)))
    for vendor_id, figures in found.items():
        record = known.get(vendor_id) or ContactRecord(vendor_id=vendor_id)
        record.median_seconds = figures.median_seconds
        record.unanswered_tenths = figures.unanswered_tenths
        record.stars_tenths = figures.stars_tenths
        db.session.add(record)


def _figures(now: datetime) -> dict[int, Figures]:
    """Return the figures of each vendor of which some may be told."""
    columns: list[Any] = [
        BuyerRequest.vendor_id,
        BuyerRequest.buyer_id,
        User.organisation_id,
        BuyerRequest.created_at,
        BuyerRequest.answered_at,
        BuyerRequest.closed_at,
        BuyerRequest.stars,
    ]
    rows = db.session.execute(
        sa.select(*columns)
        .join(User, User.id == BuyerRequest.buyer_id)
        .where(BuyerRequest.created_at > now - _MEASURED)
        .order_by(BuyerRequest.vendor_id, BuyerRequest.id)
    ).all()
    roots = organisation_roots()
    found: dict[int, Figures] = {}
    for vendor_id, theirs in groupby(rows, itemgetter(0)):
        contacts = [
            Contact(_whose(buyer, organisation, roots), *rest)
            for _, buyer, organisation, *rest in theirs
        ]
        figures = figures_of(contacts, now)
        if figures is not None:
            found[vendor_id] = figures
    return found


def _whose(
    buyer_id: int, organisation_id: int | None, roots: dict[int, int]
) -> tuple[str, int]:
    """Return what counts once: the group of an organisation, or a buyer of none."""
    if organisation_id is None:
        return "buyer", buyer_id
    return "organisation", roots[organisation_id]
