"""The one reader of raw deals outside their own room: lines, ready for figures.

Lines come product by product, from a connection of their own that takes no write lock.
An organisation is that of its group's root; a line of nobody's organisation is left out.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from community.accounts.models import User
from community.accounts.queries import organisation_roots
from community.catalog.disclosure import COUNTED_RELATIONSHIPS
from community.core import clock
from community.core.clock import Month
from community.core.db import db
from community.deals.kinds import (
    SIGNED_STAGES,
    Answer,
    DealState,
    ReviewState,
)
from community.deals.models import Deal, DealAlternative, DealLine
from community.deals.owners import org_key, owner_key
from community.prices.extras import read_extras
from community.prices.kinds import CellKind, channel_group
from community.prices.reports import Report, SeriesKey
from community.prices.thresholds import WINDOW_MONTHS

_ROWS = 2_000
CLAUSES = (
    "auto_renew",
    "true_down",
    "swap_rights",
    "termination_for_convenience",
    "most_favoured",
    "audit_clause",
)


@dataclass(frozen=True)
class Organised:
    """Who may count, by the keyed names in deals: each one's group, and when owners joined."""

    roots: Mapping[str, str]
    joined: Mapping[str, datetime]
    handles: Mapping[str, str]


def root_keys() -> dict[str, str]:
    """Return, by the keyed name of each organisation, that of its group's root."""
    return {org_key(one): org_key(root) for one, root in organisation_roots().items()}


def organised() -> Organised:
    """Return the keyed names of all organisations and of the members in them."""
    accounts = db.session.execute(
        sa.select(User.id, User.created_at, User.handle).where(
            User.organisation_id.is_not(None)
        )
    )
    members = {owner_key(one.id): one for one in accounts}
    return Organised(
        root_keys(),
        joined={key: one.created_at for key, one in members.items()},
        handles={key: one.handle for key, one in members.items()},
    )


def read_reports(
    who: Organised,
    states: Collection[ReviewState],
    *,
    month: Month,
    product_ids: Collection[int] = (),
) -> Iterator[tuple[int, list[Report]]]:
    """Yield (product id, lines) of signed deals in `states`, up to 36 months old in `month`.

    All products, or those of `product_ids`. One statement, however many lines.
    """
    statement = _lines(states, clock.add_months(month, -WINDOW_MONTHS), month)
    if product_ids:
        statement = statement.where(DealLine.product_id.in_(product_ids))
    with db.engine.connect().execution_options(
        fairquote_reads=True, yield_per=_ROWS
    ) as connection:
        rows = connection.execute(statement)
        keys: dict[SeriesKey, SeriesKey] = {}
        reports = (
            report
            for row in rows
            if (report := _report(row, who, month, keys)) is not None
        )
        for product_id, own in groupby(reports, key=attrgetter("key.product_id")):
            yield product_id, list(own)


def counting_line_ids() -> set[int]:
    """Return the lines that are accepted at this moment, inside the caller's transaction."""
    statement = _lines((ReviewState.ACCEPTED,), Month("0000-01"), Month("9999-12"))
    return set(db.session.scalars(statement.with_only_columns(DealLine.id)))


Standing = dict[tuple[str, CellKind], set[str]]
"""Who has something in the figures of a kind, by the series' key."""


def standing(
    product_ids: Collection[int], month: Month, *, besides: Collection[int] = ()
) -> Standing:
    """Return who has a price in each series of these products, and who an extra.

    As the caller's transaction sees it, and without the deals `besides`. A price that is
    looked at again still stands: the next release decides about it.
    """
    who = Organised(root_keys(), joined={}, handles={})
    states = (ReviewState.ACCEPTED, ReviewState.PENDING, ReviewState.HELD)
    statement = _lines(states, Month("0000-01"), month).where(
        DealLine.product_id.in_(product_ids), Deal.id.not_in(besides)
    )
    extras = read_extras(states, product_ids)
    found: Standing = {}
    for row in db.session.execute(statement):
        report = _report(row, who, month, {})
        if report is not None:
            for kind in (CellKind.TOTAL, *extras.get(report.line_id, ())):
                key = (report.key.text, kind)
                found.setdefault(key, set()).add(report.organisation)
    return found


_ALTERNATIVES = (
    sa.select(
        sa.func.aggregate_strings(sa.cast(DealAlternative.product_id, sa.String), " ")
    )
    .where(DealAlternative.deal_id == Deal.id)
    .correlate(Deal)
    .scalar_subquery()
)
_COLUMNS = (
    DealLine.id.label("line_id"),
    DealLine.deal_id,
    DealLine.product_id,
    DealLine.plan_id,
    DealLine.pricing_model,
    DealLine.metric,
    DealLine.unit_basis,
    DealLine.unit_quantity,
    sa.type_coerce(DealLine.unit_price, sa.String).label("unit_price"),
    DealLine.quantity,
    DealLine.review,
    Deal.stage,
    Deal.channel,
    Deal.base_currency,
    Deal.deal_month,
    Deal.term_months,
    Deal.org_size,
    Deal.region,
    Deal.sector,
    Deal.industry,
    Deal.org_key,
    Deal.owner_key,
    Deal.visibility,
    Deal.evidence,
    Deal.levers,
    Deal.other_alternatives,
    _ALTERNATIVES.label("alternatives"),
    Deal.payment_days,
    Deal.satisfaction,
    *(getattr(Deal, name) for name in CLAUSES),
)


def _lines(
    states: Collection[ReviewState], oldest: Month, newest: Month
) -> sa.Select[Any]:
    return (
        sa.select(*_COLUMNS)
        .join(Deal, Deal.id == DealLine.deal_id)
        .where(
            DealLine.review.in_(states),
            DealLine.in_unit_cells,
            DealLine.unit_price.is_not(None),
            Deal.state == DealState.SUBMITTED,
            Deal.stage.in_(SIGNED_STAGES),
            Deal.relationship.in_(COUNTED_RELATIONSHIPS),
            Deal.org_key.is_not(None),
            Deal.deal_month.between(oldest, newest),
        )
        .order_by(DealLine.product_id, DealLine.id)
    )


def _report(
    row: Any, who: Organised, now: Month, keys: dict[SeriesKey, SeriesKey]
) -> Report | None:
    """Return a row as a report; lines of one series share the key that `keys` holds."""
    organisation = who.roots.get(row.org_key)
    price = float(row.unit_price) * row.unit_quantity
    if organisation is None or price <= 0:
        return None
    key = SeriesKey(
        row.product_id,
        row.plan_id,
        row.pricing_model,
        row.metric,
        row.unit_basis,
        row.unit_quantity,
        row.stage,
        channel_group(row.channel),
        row.base_currency,
    )
    return Report(
        line_id=row.line_id,
        deal_id=row.deal_id,
        key=keys.setdefault(key, key),
        price=price,
        month=Month(row.deal_month),
        age_months=clock.months_between(Month(row.deal_month), now),
        quantity=row.quantity,
        term_months=row.term_months,
        size=row.org_size,
        region=row.region,
        sector=row.sector,
        industry=row.industry,
        organisation=organisation,
        owner=row.owner_key,
        visibility=row.visibility,
        review=row.review,
        evidence=row.evidence,
        levers=row.levers,
        clauses={
            name: answer is Answer.YES
            for name in CLAUSES
            if (answer := getattr(row, name)) is not None
        },
        alternatives=(*row.other_alternatives, *(row.alternatives or "").split()),
        payment_days=row.payment_days,
        satisfaction=row.satisfaction,
    )
