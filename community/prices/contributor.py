"""What an author is told of a price of their own: from when it counts, and where it is."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from community.accounts.models import Organisation, User
from community.catalog.disclosure import COUNTED_RELATIONSHIPS
from community.core import clock
from community.core.clock import Month
from community.core.db import db
from community.core.money import Money, format_money
from community.core.settings import get_settings
from community.core.templating import date_text
from community.deals.buyers import deals_about
from community.deals.kinds import SIGNED_STAGES, DealState
from community.deals.models import Deal, DealLine
from community.deals.outlook import Note
from community.deals.owners import org_key
from community.prices.calendar import first_day, next_day
from community.prices.kinds import CellKind, channel_group
from community.prices.models import CellBasis, PriceCell, Release, Series

_Published = Sequence[tuple[PriceCell, CellBasis, date]]
"""Figures on show, who they rest on, and when the newest release came out."""


class ReleaseOutlook:
    """Tells from which release on a deal counts, and in which published figures it is."""

    def sentences(self, author_id: int, deal: Deal) -> list[str]:
        counting = _counting(deal)
        if not counting:
            return []
        if deal.org_key is None:
            return [
                (
                    "It waits until your work e-mail is verified: figures count "
                    "organisations, not accounts."
                )
            ]
        if not _is_old_enough(deal):
            starts = _first_release(Month(deal.deal_month))
            return [
                (
                    f"It counts from the release of {date_text(starts)} on: a price is "
                    f"{get_settings().price_age_months} months old before it does."
                )
            ]
        root = _root_key(author_id)
        published = _published({line.product_id for line in counting})
        return [_of_line(deal, line, root, published) for line in counting]

    def notes(self, author_id: int, deals: Sequence[Deal]) -> dict[int, Note]:
        """Tell which deals are in a figure that is on show, and since when.

        The same that each deal's own page says, and no mail: one that came on the day
        of a release would tell whoever sees it arrive who reported something.
        """
        published = _published({line.product_id for one in deals for line in one.lines})
        found: dict[int, Note] = {}
        for deal, cell, newest in _on_show(author_id, deals, published):
            day = cell.released_in.released_on
            text = f"In a published figure since {date_text(day)}"
            found[deal.id] = Note(text, is_new=day == newest)
        return found


class ReleasedBuyers:
    """A threads.inviting.KnowsBuyers: those whose price is in a figure on show.

    A price in no release yet invites nobody: that a letter came would tell of it.
    """

    def buyers_among(self, product_id: int, user_ids: Collection[int]) -> set[int]:
        published = _published({product_id})
        bought = deals_about(product_id, user_ids)
        return {one for one in bought if any(_on_show(one, bought[one], published))}


def _on_show(
    author_id: int, deals: Sequence[Deal], published: _Published
) -> Iterator[tuple[Deal, PriceCell, date]]:
    """Give the deals of an author that are in figures on show, each with its figure."""
    root = _root_key(author_id)
    for deal in deals:
        if deal.org_key is None or not _is_old_enough(deal):
            continue
        for line in _counting(deal):
            for cell, basis, newest in published:
                if root in basis.members and _is_of(cell.series, deal, line):
                    yield deal, cell, newest


def _counting(deal: Deal) -> list[DealLine]:
    """Return the lines of a deal that may be in figures, now or later."""
    if not _may_count(deal):
        return []
    return [line for line in deal.lines if line.in_unit_cells]


def _is_old_enough(deal: Deal) -> bool:
    return _first_release(Month(deal.deal_month)) <= clock.now().date()


def _root_key(author_id: int) -> str | None:
    organisation = db.session.scalar(
        sa.select(Organisation)
        .join(User, User.organisation_id == Organisation.id)
        .where(User.id == author_id)
    )
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


def _published(product_ids: Collection[int]) -> _Published:
    newest = sa.select(sa.func.max(Release.released_on)).scalar_subquery()
    rows = db.session.execute(
        sa.select(PriceCell, CellBasis, newest)
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
    return [(cell, basis, day) for cell, basis, day in rows]


def _of_line(
    deal: Deal, line: DealLine, root: str | None, published: _Published
) -> str:
    following = date_text(next_day(clock.now().date(), get_settings().release))
    for cell, basis, _ in published:
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
        series.pricing_model,
        series.metric,
        series.basis,
        series.unit_quantity,
        series.currency,
        series.stage,
        series.channel,
    ) == (
        line.product_id,
        line.plan_id,
        line.pricing_model,
        line.metric,
        line.unit_basis,
        line.unit_quantity,
        deal.base_currency,
        deal.stage,
        channel_group(deal.channel),
    )
