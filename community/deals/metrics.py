"""The units that software, equipment and work are priced by, by pricing model."""

from community.catalog.kinds import PricingModel
from community.deals.normalisation import DAY_METRIC, FIXED_METRIC, HOUR_METRIC

METRICS: dict[PricingModel, tuple[str, ...]] = {
    PricingModel.SEAT: (
        "user",
        "named user",
        "concurrent user",
        "employee",
        "device",
        "core",
        "server",
        "site",
    ),
    PricingModel.USAGE: (
        "unit",
        "event",
        "transaction",
        "API call",
        "message",
        "credit",
        "GB",
        "GB-month",
        "hour",
        "minute",
    ),
    PricingModel.FLAT: ("organisation", "site", "tenant", "project"),
    PricingModel.PERPETUAL: (
        "licence",
        "named user",
        "concurrent user",
        "device",
        "core",
        "processor",
        "server",
        "site",
    ),
    PricingModel.HARDWARE: ("device", "port", "TB"),
    PricingModel.SERVICE: (HOUR_METRIC, DAY_METRIC, FIXED_METRIC, "ticket", "person"),
}
"""The first one is what is meant when the product names none."""

METRIC_LENGTH = 40


def metrics_of(model: PricingModel, own: str) -> tuple[str, ...]:
    """Return what a line may be counted in: the product's own unit first."""
    common = METRICS[model]
    return tuple(dict.fromkeys((own, *common) if own else common))


def default_metric(model: PricingModel, own: str) -> str:
    return metrics_of(model, own)[0]
