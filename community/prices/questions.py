"""What organisations were asked besides the price, and what their answers read like in words."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from community.prices.kinds import WORDS, CellKind, Satisfaction
from community.prices.reports import Report
from community.prices.shares import Answers, Words, in_words
from community.prices.thresholds import LEAST_NAMING

_BEST_OF_UNHAPPY = 2
_BEST_OF_IN_BETWEEN = 3


def words_of(reports: Sequence[Report]) -> dict[CellKind, Words]:
    """Return the shares that may be told of one series, in words."""
    found = {}
    for kind in WORDS:
        # Somebody named what is told here: few of eight would be exactly one. Clauses are
        # answered with no as well.
        least_yes = 0 if kind is CellKind.CLAUSES else LEAST_NAMING
        words = in_words(_ANSWERS[kind](reports), least_yes=least_yes)
        if words is not None:
            found[kind] = words
    return found


def satisfaction(mark: int) -> Satisfaction:
    """Return how one to five marks read."""
    if mark <= _BEST_OF_UNHAPPY:
        return Satisfaction.UNHAPPY
    if mark <= _BEST_OF_IN_BETWEEN:
        return Satisfaction.IN_BETWEEN
    return Satisfaction.HAPPY


def _levers(reports: Iterable[Report]) -> list[Answers]:
    return _named(reports, lambda one: one.levers)


def _alternatives(reports: Iterable[Report]) -> list[Answers]:
    return _named(reports, lambda one: one.alternatives)


def _payment(reports: Iterable[Report]) -> list[Answers]:
    return _named(reports, lambda one: [one.payment_days] if one.payment_days else [])


def _satisfaction(reports: Iterable[Report]) -> list[Answers]:
    return _named(
        reports,
        lambda one: [satisfaction(one.satisfaction)] if one.satisfaction else [],
    )


def _clauses(reports: Iterable[Report]) -> list[Answers]:
    """Return which clauses each organisation has in its newest deal that says so."""
    return [
        Answers(
            one.organisation,
            one.clauses,
            ",".join(f"{name}={yes:d}" for name, yes in sorted(one.clauses.items())),
        )
        for one in _newest(one for one in reports if one.clauses)
    ]


_ANSWERS: Mapping[CellKind, Callable[[Sequence[Report]], list[Answers]]] = {
    CellKind.LEVERS: _levers,
    CellKind.ALTERNATIVES: _alternatives,
    CellKind.SATISFACTION: _satisfaction,
    CellKind.PAYMENT: _payment,
    CellKind.CLAUSES: _clauses,
}


def _named(
    reports: Iterable[Report], of: Callable[[Report], Collection[str]]
) -> list[Answers]:
    """Return what each organisation named, in its newest deal that names anything.

    Who named one thing did not mean those that it did not name.
    """
    answering = _newest(one for one in reports if of(one))
    known = sorted({str(name) for one in answering for name in of(one)})
    return [
        Answers(
            one.organisation,
            {name: name in of(one) for name in known},
            ",".join(sorted(map(str, of(one)))),
        )
        for one in answering
    ]


def _newest(reports: Iterable[Report]) -> list[Report]:
    newest: dict[str, Report] = {}
    for one in sorted(reports, key=lambda one: (one.month, one.line_id)):
        newest[one.organisation] = one
    return [newest[name] for name in sorted(newest)]
