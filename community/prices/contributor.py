"""What an author is told of a price of their own: from when it counts, and where it is."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from community.accounts.models import Organisation
from community.accounts.queries import organisation_of
from community.catalog.disclosure import COUNTED_RELATIONSHIPS
from community.core import clock
from community.core.clock import Month
from community.core.db import db
from community.core.money import Money, format_money
from community.core.settings import get_settings
from community.core.templating import date_text
from community.deals.kinds import SIGNED_STAGES, DealState
from community.deals.models import Deal, DealLine
from community.deals.owners import org_key
from community.prices.calendar import first_day, next_day
from community.prices.kinds import CellKind, channel_group
from community.prices.models import CellBasis, PriceCell, Series


class ReleaseOutlook:
    """Tells from which release on a deal counts, and in which published figures it is."""

    def sentences(self, author_id: int, deal: Deal) -> list[str]:
        counting = [line for line in deal.lines if line.in_unit_cells]
        if not counting or not _may_count(deal):
            return []
        if deal.org_key is None:
            return [
                (
                    "It waits until your work e-mail is verified: figures count "
                    "organisations, not accounts."
                )
            ]
        starts = _first_release(Month(deal.deal_month))
        if starts > clock.now().date():
            return [
                (
                    f"It counts from the release of {date_text(starts)} on: a price is "
                    f"{get_settings().price_age_months} months old before it does."
                )
            ]
        root = _root_key(author_id)
        published = _published([line.product_id for line in counting])
        return [_of_line(deal, line, root, published) for line in counting]


def _root_key(author_id: int) -> str | None:
    organisation_id = organisation_of(author_id)
    organisation = db.session.get(Organisation, organisation_id or 0)
    return None if organisation is None else org_key(organisation.root_id)


def _may_count(deal: Deal) -> bool:
    return (
        deal.state is DealState.SUBMITTED
        and deal.stage in SIGNED_STAGES
        and deal.relationship in COUNTED_RELATIONSHIPS
    )


def _first_release(month: Month) -> date:
    """Return the day of the first release for which a price of `month` is old enough."""
    old_enough = clock.add_months(month, get_settings().price_age_months)
    day = date(int(old_enough[:4]), int(old_enough[5:7]), 1)
    every = get_settings().release
    began = first_day(day, every)
    return began if began >= day else next_day(day, every)


_Published = Sequence[tuple[PriceCell, CellBasis]]


def _published(product_ids: list[int]) -> _Published:
    rows = db.session.execute(
        sa.select(PriceCell, CellBasis)
        .join(CellBasis, CellBasis.cell_id == PriceCell.id)
        .join(PriceCell.series)
        .where(
            Series.product_id.in_(product_ids),
            PriceCell.is_current,
            PriceCell.kind == CellKind.TOTAL,
        )
        .options(
            contains_eager(PriceCell.series),
            joinedload(PriceCell.released_in),
        )
    )
    return [(cell, basis) for cell, basis in rows]


def _of_line(
    deal: Deal, line: DealLine, root: str | None, published: _Published
) -> str:
    following = date_text(next_day(clock.now().date(), get_settings().release))
    for cell, basis in published:
        if not _is_of(cell.series, deal, line):
            continue
        if root in basis.members and cell.median is not None:
            return (
                f"It is in the figure of {line.product.name} that came out on "
                f"{date_text(cell.released_in.released_on)}: median "
                f"{format_money(Money(cell.median, cell.series.currency))}, "
                f"{cell.organisations} organisations."
            )
        return (
            f"There is a figure of {line.product.name} already. It moves when three "
            f"organisations have changed; the next release is on {following}."
        )
    return (
        f"No figure of its kind is published of {line.product.name} yet; the next "
        f"release is on {following}."
    )


def _is_of(series: Series, deal: Deal, line: DealLine) -> bool:
    return (
        series.product_id,
        series.plan_id,
        series.metric,
        series.basis,
        series.stage,
        series.channel,
    ) == (
        line.product_id,
        line.plan_id,
        line.metric,
        line.unit_basis,
        deal.stage,
        channel_group(deal.channel),
    )
