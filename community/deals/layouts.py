"""Which fields of a line each pricing model has: what must be said, and what may be."""

from dataclasses import dataclass

from community.catalog.kinds import PricingModel


@dataclass(frozen=True)
class Fold:
    """Optional fields that stay folded until somebody wants them."""

    title: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """`needed` is part of `main`, which is always in sight."""

    main: tuple[str, ...]
    needed: frozenset[str]
    folds: tuple[Fold, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.main, *(name for fold in self.folds for name in fold.names))


_FEES = ("setup_amount", "onboarding_amount", "migration_amount", "training_amount")
_LIST = ("list_unit_price", "list_source", "list_url", "list_month", "discount_pct")
_RECURRING = ("recurring_amount", "recurring_covers")
_OTHER = Fold(
    "Add-ons, bundles, another pricing model", ("add_ons", "bundled", "pricing_model")
)
_RAMP = Fold("Quantity or price changes from year to year", ("years",))


def _list(*before: str) -> Fold:
    return Fold(
        "List price, discount, earlier price", (*before, *_LIST, "prior_unit_price")
    )


def _once(*more: str) -> Fold:
    return Fold("Set-up and other one-time fees", (*_FEES, *more))


LAYOUTS = {
    PricingModel.SEAT: Layout(
        main=("plan", "quantity", "metric", *_RECURRING),
        needed=frozenset({"quantity", "metric"}),
        folds=(
            _list("metric_period"),
            _once("licence_amount", "hardware_amount"),
            _RAMP,
            _OTHER,
        ),
    ),
    PricingModel.USAGE: Layout(
        main=("plan", "quantity", "metric", "metric_period", *_RECURRING),
        needed=frozenset({"quantity", "metric", "metric_period"}),
        folds=(
            Fold("What was really used", ("quantity_used", "overage_rate")),
            _list(),
            _once("licence_amount", "hardware_amount"),
            _RAMP,
            _OTHER,
        ),
    ),
    PricingModel.FLAT: Layout(
        main=("plan", *_RECURRING),
        needed=frozenset(),
        folds=(
            _list("metric", "metric_period"),
            _once("licence_amount", "hardware_amount"),
            _RAMP,
            _OTHER,
        ),
    ),
    PricingModel.PERPETUAL: Layout(
        main=(
            "plan",
            "quantity",
            "metric",
            "licence_amount",
            "maintenance_pct",
            "maintenance_in_price",
        ),
        needed=frozenset(
            {"quantity", "metric", "licence_amount", "maintenance_in_price"}
        ),
        folds=(
            Fold("Maintenance as an amount", ("maintenance_amount",)),
            _list(),
            _once("hardware_amount"),
            _OTHER,
        ),
    ),
    PricingModel.HARDWARE: Layout(
        main=("plan", "quantity", "metric", "hardware_amount"),
        needed=frozenset({"quantity", "metric", "hardware_amount"}),
        folds=(
            Fold(
                "Support",
                ("maintenance_pct", "maintenance_amount", "maintenance_in_price"),
            ),
            _list(),
            _once("licence_amount"),
            _OTHER,
        ),
    ),
    PricingModel.SERVICE: Layout(
        main=("plan", "quantity", "metric", "metric_period", *_RECURRING),
        needed=frozenset({"quantity", "metric", "metric_period"}),
        folds=(_list(), _once("licence_amount", "hardware_amount"), _OTHER),
    ),
}

CONTRACT = ("stage", "deal_month", "term_months", "currency", "billing", "channel")
ORGANISATION = ("org_size", "region", "sector", "industry")
NEGOTIATION = (
    "levers",
    "first_quote_amount",
    "rounds",
    "other_alternatives",
    "alternatives",
)
CLAUSES = (
    "auto_renew",
    "renewal_cap_pct",
    "notice_days",
    "price_hold_months",
    "true_down",
    "swap_rights",
    "termination_for_convenience",
    "most_favoured",
    "audit_clause",
)
MORE = ("payment_days", "expiry_month", "satisfaction", "note")
