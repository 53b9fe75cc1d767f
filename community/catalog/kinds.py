"""The fixed words of the catalogue: how things are priced, for how long, by which unit."""

from enum import StrEnum


class PricingModel(StrEnum):
    """How a product is sold; decides which fields a deal must have."""

    SEAT = "seat"
    USAGE = "usage"
    FLAT = "flat"
    PERPETUAL = "perpetual"
    HARDWARE = "hardware"
    SERVICE = "service"


class Period(StrEnum):
    """The time that a price or a quantity covers."""

    ONCE = "once"
    MONTH = "month"
    YEAR = "year"


class PlanKind(StrEnum):
    PLAN = "plan"
    ADD_ON = "add_on"


class SuggestionKind(StrEnum):
    VENDOR = "vendor"
    PRODUCT = "product"


class SuggestionState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class AliasSource(StrEnum):
    """Where a name comes from: the thing's own, a spelling, a merged thing's."""

    NAME = "name"
    SPELLING = "spelling"
    MERGED = "merged"


MODEL_LABELS = {
    PricingModel.SEAT: "Per seat",
    PricingModel.USAGE: "By usage",
    PricingModel.FLAT: "Flat fee",
    PricingModel.PERPETUAL: "Perpetual licence",
    PricingModel.HARDWARE: "Hardware",
    PricingModel.SERVICE: "Service",
}

DEFAULT_METRIC = {
    PricingModel.SEAT: "user",
    PricingModel.USAGE: "unit",
    PricingModel.FLAT: "",
    PricingModel.PERPETUAL: "licence",
    PricingModel.HARDWARE: "device",
    PricingModel.SERVICE: "hour",
}
"""What one pays for when nobody said it; "" is the whole thing."""

DEFAULT_PERIOD = {
    PricingModel.SEAT: Period.YEAR,
    PricingModel.USAGE: Period.YEAR,
    PricingModel.FLAT: Period.YEAR,
    PricingModel.PERPETUAL: Period.ONCE,
    PricingModel.HARDWARE: Period.ONCE,
    PricingModel.SERVICE: Period.ONCE,
}

MARKET_SLUG = "market"
"""Takes the vendor's place in the address of what many vendors sell alike."""

RESERVED_VENDOR_SLUGS = frozenset(
    {
        MARKET_SLUG,
        "category",
        "compare",
        "feed",
        "manage",
        "merge",
        "new",
        "suggest",
        "suggestions",
        "vendors",
        "wanted",
    }
)

RESERVED_PRODUCT_SLUGS = frozenset({"manage", "merge", "new"})

NAME_LENGTH = 200
"""Longest name of a vendor, product, plan or category, in characters."""

SLUG_LENGTH = 120

NO_SLUG = ""
"""Stands for the product in a redirect of a whole vendor."""

PRICE_SCALE = 1_000_000
"""List prices are whole millionths of the currency's main unit: 0.0001 USD is 100."""
