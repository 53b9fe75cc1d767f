"""From lines as gathered to what figures are made of."""

from collections.abc import Iterable

from community.prices.contributions import Contribution
from community.prices.reports import Report
from community.prices.shares import Answers


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


def extra_contribution(one: Report, value: float, *, is_visible: bool) -> Contribution:
    """Return what a line puts into the figure of an extra."""
    return Contribution(
        organisation=one.organisation,
        price=value,
        age_months=one.age_months,
        key=f"{one.line_id}@{one.month}",
        is_visible=is_visible,
    )


def lever_answers(reports: Iterable[Report]) -> list[Answers]:
    """Return what each organisation said of what moved the vendor, in its newest deal.

    Who named a lever did not use those that it did not name.
    """
    answering = _newest(one for one in reports if one.levers)
    named = sorted({lever for one in answering for lever in one.levers})
    return [
        Answers(one.organisation, {lever: lever in one.levers for lever in named})
        for one in answering
    ]


def clause_answers(reports: Iterable[Report]) -> list[Answers]:
    """Return which clauses each organisation has in its newest deal that says so."""
    return [
        Answers(one.organisation, one.clauses)
        for one in _newest(one for one in reports if one.clauses)
    ]


def _newest(reports: Iterable[Report]) -> list[Report]:
    newest: dict[str, Report] = {}
    for one in sorted(reports, key=lambda one: (one.month, one.line_id)):
        newest[one.organisation] = one
    return [newest[name] for name in sorted(newest)]
