"""One product's figures as they are today, from its accepted lines: pure, nothing is stored."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from community.prices.cards import Card, choose_cards
from community.prices.cells import Cell
from community.prices.dimensions import Choice
from community.prices.extras import Extras
from community.prices.kinds import EXTRAS, CellKind
from community.prices.measures import contribution, extra_contribution
from community.prices.publisher import Published, publish, publish_extra
from community.prices.questions import words_of
from community.prices.reports import Report, SeriesKey
from community.prices.shares import Words
from community.prices.thresholds import Thresholds


@dataclass(frozen=True)
class Computed:
    """What could be published of one series, before it is held against the last release."""

    key: SeriesKey
    published: Published
    words: Mapping[CellKind, Words]
    extras: Mapping[CellKind, Cell]
    cards: tuple[Card, ...]
    line_ids: frozenset[int]


def compute(
    reports: Sequence[Report],
    choice: Choice,
    thresholds: Thresholds,
    cards_before: Mapping[int, int],
    extras: Mapping[int, Extras],
) -> list[Computed]:
    """Return each series of one product that has lines old enough to count.

    `extras` is what lines say besides their price, by line.
    """
    counting = [one for one in reports if one.age_months >= thresholds.age_months]
    counting.sort(key=lambda one: (one.key.text, one.line_id))
    return [
        _series(key, list(own), choice, thresholds, cards_before, extras)
        for key, own in groupby(counting, key=lambda one: one.key)
    ]


def _series(
    key: SeriesKey,
    reports: list[Report],
    choice: Choice,
    thresholds: Thresholds,
    cards_before: Mapping[int, int],
    extras: Mapping[int, Extras],
) -> Computed:
    cards = choose_cards(reports, cards_before)
    shown = {card.line_id for card in cards}
    published = publish(
        [contribution(one, is_visible=one.line_id in shown) for one in reports],
        choice,
        thresholds,
    )
    is_shown = published.total is not None
    return Computed(
        key=key,
        published=published,
        words=words_of(reports) if is_shown else {},
        extras=_extras(reports, extras, shown, thresholds) if is_shown else {},
        cards=tuple(cards),
        line_ids=frozenset(one.line_id for one in reports),
    )


def _extras(
    reports: Sequence[Report],
    extras: Mapping[int, Extras],
    visible: Collection[int],
    thresholds: Thresholds,
) -> dict[CellKind, Cell]:
    found = {}
    for kind in EXTRAS:
        said = [
            extra_contribution(
                one, kind, extras[one.line_id][kind], is_visible=one.line_id in visible
            )
            for one in reports
            if kind in extras.get(one.line_id, {})
        ]
        cell = publish_extra(said, kind, thresholds)
        if cell is not None:
            found[kind] = cell
    return found
