"""The finest form in which a line of a deal may leave the raw store.

One function makes it, for the preview that an author sees before saving and for
whatever publishes figures and cards later: what was promised is what happens.
"""

from dataclasses import dataclass
from decimal import Decimal

from community.accounts.traits import Industry, PublicSize, Region, public_size
from community.catalog.disclosure import COUNTED_RELATIONSHIPS, Incentive, Relationship
from community.catalog.kinds import PricingModel
from community.core.clock import Month, add_months
from community.deals.bands import (
    half_year,
    on_grid,
    quantity_band,
    quarter,
    term_band,
)
from community.deals.drafts import DealDraft, terms_of
from community.deals.kinds import SIGNED_STAGES, Channel, Sector, Stage, Visibility
from community.deals.normalisation import Basis, converted, normalise


@dataclass(frozen=True)
class Cell:
    """Whose figures a line counts in; every part of it is public."""

    product_id: int
    plan_id: int | None
    pricing_model: PricingModel
    metric: str
    basis: Basis
    stage: Stage
    channel: Channel


@dataclass(frozen=True)
class Coarse:
    """A line as others may see it: bands and groups, and a price on the grid.

    `price_on_grid` is for one display unit in the base currency, and only a card that
    the author chose shows it; figures over many organisations are made from exact
    prices, inside. None is a line without a unit price.
    """

    cell: Cell
    size: PublicSize
    region: Region
    industry: Industry | None
    sector: Sector
    quantity_band: str
    term_band: str
    quarter: str
    half_year: str
    relationship: Relationship
    incentive: Incentive
    visibility: Visibility
    price_on_grid: Decimal | None
    reasons_not_counted: tuple[str, ...]

    @property
    def counts(self) -> bool:
        """Whether it will be part of what buyers paid, once it is old enough."""
        return not self.reasons_not_counted

    @property
    def shows_card(self) -> bool:
        return (
            self.visibility is not Visibility.AGGREGATE
            and self.price_on_grid is not None
        )


def coarsen(
    deal: DealDraft, number: int, *, rate: Decimal, unit_quantity: int
) -> Coarse:
    """Return line `number` of `deal` as others may see it; `rate` leads to the base."""
    line = deal.lines[number]
    prices = converted(normalise(terms_of(line, deal.term_months, unit_quantity)), rate)
    price = None
    if prices.in_unit_cells and prices.price is not None:
        price = on_grid(prices.price * unit_quantity)
    return Coarse(
        cell=Cell(
            product_id=line.product_id,
            plan_id=line.plan_id,
            pricing_model=line.pricing_model,
            metric=line.metric,
            basis=prices.basis,
            stage=deal.stage,
            channel=deal.channel,
        ),
        size=public_size(deal.org_size),
        region=deal.region,
        industry=deal.industry,
        sector=deal.sector,
        quantity_band=quantity_band(line.quantity),
        term_band=term_band(deal.term_months),
        quarter=quarter(deal.deal_month),
        half_year=half_year(deal.deal_month),
        relationship=deal.relationship,
        incentive=deal.incentive,
        visibility=deal.visibility,
        price_on_grid=price,
        reasons_not_counted=_reasons(
            deal, has_unit_price=prices.price is not None, bundled=line.bundled
        ),
    )


def counts_from(deal: DealDraft, age_months: int) -> Month:
    """Return when `deal` is so many months old that it counts (P8); for its author alone."""
    return add_months(deal.deal_month, age_months)


def _reasons(
    deal: DealDraft, *, has_unit_price: bool, bundled: bool
) -> tuple[str, ...]:
    findings = (
        (
            deal.relationship not in COUNTED_RELATIONSHIPS,
            "Only who paid counts; other reports are kept with their label.",
        ),
        (
            deal.stage not in SIGNED_STAGES,
            "It was not signed: quotes and declined offers are in no figure.",
        ),
        (bundled, "Its share of a bundle’s price is arbitrary."),
        (
            not has_unit_price,
            "A fixed price without effort has no price per unit.",
        ),
    )
    return tuple(sentence for wrong, sentence in findings if wrong)
