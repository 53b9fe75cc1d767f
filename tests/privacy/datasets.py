"""Random sets of reports, and what a release makes of each: what is it that differs?

A set is all that one series of a product rests on: prices, what else was answered, and
deals that their authors show.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from typing import Any

from community.accounts.traits import Industry, OrgSize, Region
from community.core.clock import Month, add_months
from community.deals.kinds import Lever, Sector, Visibility
from community.prices.cells import Cell
from community.prices.computing import Computed, compute
from community.prices.dimensions import Choice, Dimension
from community.prices.extras import Extras
from community.prices.kinds import EXTRAS, CellKind
from community.prices.publisher import Published
from community.prices.questions import satisfaction
from community.prices.reports import Report
from community.prices.thresholds import LEAST_ANSWERS, LEAST_NAMING, Thresholds
from tests.prices.reports import report

_NOW = Month("2026-11")
_PAYMENTS = ("30", "45", "60")
_RIVALS = ("1", "2", "3", "none", "incumbent")
_CLAUSES = ("auto_renew", "true_down", "swap_rights")


@dataclass(frozen=True)
class Set:
    """What a release is given for one series."""

    reports: Sequence[Report]
    extras: Mapping[int, Extras]
    choice: Choice
    thresholds: Thresholds

    def computed(self) -> Computed | None:
        found = compute(self.reports, self.choice, self.thresholds, {}, self.extras)
        return found[0] if found else None


@dataclass
class Tally:
    """What was counted over many sets."""

    sets: int = 0
    cells: int = 0
    breakdowns: int = 0
    small_differences: int = 0
    suppressed: int = 0
    changed_bytes: int = 0
    for_cards: int = 0
    """Suppressed because members show cards and do not count (P4).

    Five organisations look like each card, in price too: with another price of one of
    them the card goes, and its author counts again. Nothing is told that it had not.
    """
    words: int = 0
    extras: int = 0
    cards: int = 0
    thin: int = 0
    """Shares and extras of too few, options that too few named: none may be."""
    unanswered: int = 0
    """Answers, of too few to be told, that were changed beside a figure that is shown."""


def tally(count: int, seed: int = 10_000) -> Tally:
    """Publish so many random sets; count what must never be."""
    chance = random.Random(seed)  # noqa: S311 - the same each time
    found = Tally()
    for _ in range(count):
        given = a_set(chance)
        found.sets += 1
        computed = given.computed()
        if computed is not None:
            _count(found, given, computed)
        if given.reports and _is_suppressed(computed):
            if not _is_suppressed(_without_cards(given).computed()):
                found.for_cards += 1
                continue
            found.suppressed += 1
            found.changed_bytes += _changed(given, _another(chance, given))
        elif computed is not None:
            answers = _answered_otherwise(given, computed)
            if answers is not None:
                found.unanswered += 1
                found.changed_bytes += _changed(given, answers)
    return found


def _is_suppressed(computed: Computed | None) -> bool:
    return computed is None or computed.published.total is None


def _without_cards(given: Set) -> Set:
    """Return the set as if nobody showed a deal."""
    reports = [replace(one, visibility=Visibility.AGGREGATE) for one in given.reports]
    return replace(given, reports=reports)


def _count(found: Tally, given: Set, computed: Computed) -> None:
    published = computed.published
    found.cells += published.total is not None
    for parts in published.breakdowns.values():
        found.cells += len(parts or {})
        found.breakdowns += parts is not None
    found.small_differences += sum(
        0 < size < given.thresholds.median for size in differences(published)
    )
    found.words += sum(len(one.words) for one in computed.words.values())
    found.extras += len(computed.extras)
    found.cards += len(computed.cards)
    found.thin += sum(1 for _ in thin(computed, given.reports))


def a_set(chance: random.Random) -> Set:
    organisations = chance.choice((3, 5, 6, 9, 12, 15, 21, 30, 45, 70))
    level, sigma = 10 ** chance.uniform(-1, 5), chance.uniform(0, 0.6)
    skew = chance.uniform(0.3, 3)
    few = {
        "size": chance.sample(list(OrgSize), chance.randint(1, 5)),
        "region": chance.sample(list(Region), chance.randint(1, 4)),
        "sector": chance.sample(list(Sector), chance.randint(1, 3)),
        "industry": chance.sample(list(Industry), chance.randint(1, 3)),
    }
    talkative = chance.random()
    reports = [
        _report(
            chance,
            number,
            int(organisations * chance.random() ** skew),
            level * chance.lognormvariate(0, sigma),
            {name: chance.choice(values) for name, values in few.items()},
            talkative,
        )
        for number in range(round(organisations * chance.uniform(0.8, 2)))
    ]
    extras = {
        one.line_id: {
            kind: chance.uniform(0.7, 1.4)
            for kind in EXTRAS
            if chance.random() < talkative
        }
        for one in reports
    }
    first, second = chance.sample(list(Dimension), 2)
    choice = Choice(first, second, instead_of_quartiles=chance.random() < 0.5)
    median = chance.choice((5, 5, 5, 8))
    thresholds = Thresholds(median=median, age_months=chance.choice((3, 6)))
    return Set(reports, extras, choice, thresholds)


def _report(
    chance: random.Random,
    number: int,
    organisation: int,
    price: float,
    traits: Mapping[str, Any],
    talkative: float,
) -> Report:
    age = chance.randint(0, 36)
    shows = chance.random() < 0.15
    return report(
        organisation,
        line_id=number,
        deal_id=number,
        price=price,
        month=add_months(_NOW, -age),
        age_months=age,
        quantity=chance.randint(1, 250),
        term_months=chance.choice((6, 12, 12, 24, 36)),
        visibility=Visibility.CARD if shows else Visibility.AGGREGATE,
        **traits,
        **_answers(chance, talkative),
    )


def _answers(chance: random.Random, talkative: float) -> dict[str, Any]:
    """Return what one of those said who say something to such a share of the questions."""

    def said(value: Any, otherwise: Any) -> Any:
        return value if chance.random() < talkative else otherwise

    return {
        "levers": said(chance.sample(list(Lever), chance.randint(1, 3)), ()),
        "alternatives": said(chance.sample(_RIVALS, chance.randint(1, 2)), ()),
        "payment_days": said(chance.choice(_PAYMENTS), None),
        "satisfaction": said(chance.randint(1, 5), None),
        "clauses": said({one: chance.random() < 0.5 for one in _CLAUSES}, {}),
    }


def differences(published: Published) -> Iterator[int]:
    """Yield how many organisations a total has that some parts of a breakdown have not.

    Of all, and of those whose price nobody can see.
    """
    if published.total is None:
        return
    total = published.total.members
    for parts in published.breakdowns.values():
        cells = [cell.members for cell in (parts or {}).values()]
        for size in range(1, len(cells) + 1):
            for some in combinations(cells, size):
                left = total.keys() - {name for members in some for name in members}
                yield len(left)
                yield sum(total[name].counts for name in left)


def thin(computed: Computed, reports: Sequence[Report]) -> Iterator[str]:
    """Yield what is told besides the price and rests on fewer than it may."""
    for kind, words in computed.words.items():
        if len(words.basis) < LEAST_ANSWERS:
            yield kind
        if kind is not CellKind.CLAUSES:
            for option, _ in words.words:
                who = {one.organisation for one in reports if _named(one, kind, option)}
                if len(who) < LEAST_NAMING:
                    yield f"{kind} {option}"
    for kind, cell in computed.extras.items():
        if sum(member.counts for member in cell.members.values()) < LEAST_ANSWERS:
            yield kind


def _named(one: Report, kind: CellKind, option: str) -> bool:
    if kind is CellKind.SATISFACTION:
        return bool(one.satisfaction) and satisfaction(one.satisfaction) == option
    if kind is CellKind.PAYMENT:
        return one.payment_days == option
    return option in {str(name) for name in getattr(one, kind.value)}


def _another(chance: random.Random, given: Set) -> Set:
    """Return the set with all that one deal of it says said otherwise."""
    victim = chance.randrange(len(given.reports))
    one = given.reports[victim]
    other = replace(
        one,
        price=one.price * 7.3,
        quantity=one.quantity + Decimal(40),
        **_answers(chance, talkative=0.8),
    )
    reports = [*given.reports]
    reports[victim] = other
    extras = {**given.extras, one.line_id: dict.fromkeys(EXTRAS, 1.35)}
    return replace(given, reports=reports, extras=extras)


def _answered_otherwise(given: Set, computed: Computed) -> Set | None:
    """Return the set with payment told otherwise, where too few say when they pay."""
    said = {one.organisation for one in given.reports if one.payment_days}
    if not 0 < len(said) < LEAST_ANSWERS or CellKind.PAYMENT in computed.words:
        return None
    reports = [
        replace(one, payment_days="90+") if one.payment_days else one
        for one in given.reports
    ]
    return replace(given, reports=reports)


def _changed(before: Set, after: Set) -> int:
    """Return how many characters of what is shown are others."""
    one, two = _shown(before), _shown(after)
    return sum(a != b for a, b in zip(one, two, strict=False)) + abs(
        len(one) - len(two)
    )


def _shown(given: Set) -> str:
    """Return all that a release could print of the set, and nobody who it rests on.

    Without the cards where no total is: each is a figure of its own, which five
    organisations share, and another price of one of the five may well be seen in it.
    """
    computed = given.computed()
    if computed is None:
        return repr((None, [], [], [], []))
    published = computed.published
    return repr(
        (
            published.total and _printed(published.total),
            [
                (dimension, label, _printed(cell))
                for dimension, parts in published.breakdowns.items()
                for label, cell in (parts or {}).items()
            ],
            [(kind, words.words) for kind, words in computed.words.items()],
            [(kind, _printed(cell)) for kind, cell in computed.extras.items()],
            [replace(card, line_id=0, owner="") for card in computed.cards]
            if published.total
            else [],
        )
    )


def _printed(cell: Cell) -> Cell:
    return replace(cell, members={})
