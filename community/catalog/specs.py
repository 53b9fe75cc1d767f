"""What a caller knows about a product or list price that it wants in the catalogue."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from community.catalog.kinds import DEFAULT_METRIC, DEFAULT_PERIOD, Period, PricingModel


@dataclass(frozen=True)
class ProductSpec:
    """How a new product is sold; what is None follows from the pricing model.

    Only a product that is made reads it: one that exists keeps what moderators set.
    """

    pricing_model: PricingModel = PricingModel.SEAT
    category_id: int | None = None
    metric: str | None = None
    metric_period: Period | None = None
    unit: str | None = None
    unit_quantity: int = 1

    @property
    def effective_metric(self) -> str:
        return (
            DEFAULT_METRIC[self.pricing_model] if self.metric is None else self.metric
        )

    @property
    def effective_period(self) -> Period:
        return self.metric_period or DEFAULT_PERIOD[self.pricing_model]

    @property
    def effective_unit(self) -> str:
        return self.effective_metric if self.unit is None else self.unit


@dataclass(frozen=True)
class PriceFact:
    """A list price as a source states it; `amount` None is "on request".

    `amount` is in the currency's main unit for one `per_unit` and `per_period`; more
    than six decimal places are refused rather than rounded.
    """

    valid_from: date
    currency: str
    amount: Decimal | None
    per_period: Period
    per_unit: str = ""
    source_name: str = ""
    source_url: str = ""
    source_licence: str = ""
