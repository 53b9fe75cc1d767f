"""One line as figures take it in, and which series it belongs to; nothing here is shown."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from community.accounts.traits import Industry, OrgSize, Region, public_size
from community.catalog.kinds import PricingModel
from community.core.clock import Month
from community.deals.bands import quantity_band, term_band
from community.deals.kinds import Evidence, ReviewState, Sector, Stage, Visibility
from community.deals.normalisation import Basis
from community.prices.dimensions import Dimension
from community.prices.kinds import ChannelGroup


@dataclass(frozen=True)
class SeriesKey:
    """Which series a line belongs to."""

    product_id: int
    plan_id: int | None
    pricing_model: PricingModel
    metric: str
    basis: Basis
    unit_quantity: int
    stage: Stage
    channel: ChannelGroup
    currency: str

    @cached_property
    def text(self) -> str:
        """The key as the series' row holds it."""
        return "/".join(
            str(part)
            for part in (
                self.product_id,
                self.plan_id or "-",
                self.pricing_model,
                self.metric,
                self.basis,
                self.unit_quantity,
                self.stage,
                self.channel,
                self.currency,
            )
        )


@dataclass(frozen=True, slots=True)
class Report:
    """A line that may count, or may once it was looked at; the price is per display unit."""

    line_id: int
    deal_id: int
    key: SeriesKey
    price: float
    month: Month
    age_months: int
    quantity: Decimal
    term_months: int
    size: OrgSize
    region: Region
    sector: Sector
    industry: Industry | None
    organisation: str
    owner: str
    visibility: Visibility
    review: ReviewState
    evidence: Evidence
    levers: Collection[str] = ()
    clauses: Mapping[str, bool] = field(default_factory=dict)
    alternatives: Collection[str] = ()
    payment_days: str | None = None
    satisfaction: int | None = None

    @property
    def traits(self) -> dict[Dimension, str]:
        return {
            Dimension.SIZE: public_size(self.size).value,
            Dimension.REGION: self.region.value,
            Dimension.QUANTITY: quantity_band(self.quantity),
            Dimension.TERM: term_band(self.term_months),
            Dimension.SECTOR: self.sector.value,
        }
