"""From lines as gathered to what figures are made of."""

from community.prices.contributions import Contribution
from community.prices.kinds import CLAUSE_MEDIANS, CellKind
from community.prices.reports import Report


def contribution(one: Report, *, is_visible: bool = False) -> Contribution:
    """Return what a line puts into its series' figures."""
    return Contribution(
        organisation=one.organisation,
        price=one.price,
        age_months=one.age_months,
        key=f"{one.line_id}@{one.month}",
        is_visible=is_visible,
        quantity=float(one.quantity),
        traits=one.traits,
    )


def extra_contribution(
    one: Report, kind: CellKind, value: float, *, is_visible: bool
) -> Contribution:
    """Return what a line puts into the figure of an extra.

    What a contract agrees on is said once, however many lines it has.
    """
    said = f"deal {one.deal_id}" if kind in CLAUSE_MEDIANS else str(one.line_id)
    return Contribution(
        organisation=one.organisation,
        price=value,
        age_months=one.age_months,
        key=f"{said}@{one.month}",
        is_visible=is_visible,
    )
