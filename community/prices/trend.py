"""List prices over time as SVG text: one step line per plan, one picture per currency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from community.core.money import Money, format_money
from community.prices.axis import (
    NARROWEST,
    Label,
    Scale,
    nice_ticks,
    overlap,
    scale_around,
)
from community.prices.charts import Picture
from community.prices.svg import circle, line, picture_svg, text_at
from community.prices.ticks import tick_label

_HEIGHT = 190
_TOP = 16
_FLOOR = 158
_MOST_LINES = 4
_GRID_LINES = 4
_ROOM_FOR_AMOUNTS = 0.1
_YEAR_STEPS = (1, 2, 5, 10)
_MONTHS = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)


@dataclass(frozen=True)
class Series:
    """The asking prices of one plan, oldest first; None where none was listed."""

    name: str
    points: tuple[tuple[date, Decimal | None], ...]

    def amounts(self) -> list[Decimal]:
        return [amount for _, amount in self.points if amount is not None]


def list_price_trend(
    series: Sequence[Series], *, currency: str, unit: str
) -> Picture | None:
    """Draw how asking prices moved.

    Returns None when there is nothing to draw: fewer than two days, or no figure.
    """
    drawn = [one for one in series if one.amounts()][:_MOST_LINES]
    days = [day for one in drawn for day, _ in one.points]
    if len(set(days)) < 2:
        return None
    first, last = min(days), max(days)
    times = _times(first, last)
    prices = scale_around(
        [float(a) for one in drawn for a in one.amounts()], margin=0.15
    )
    title = f"List prices in {currency} {unit}, {month_words(first)} to {month_words(last)}."
    description = " ".join(_sentence(one, currency) for one in drawn)
    parts = [*_grid(prices, currency), *_dates(times, first, last)]
    for index, one in enumerate(drawn):
        parts += _steps(one, times, prices, index)
    return Picture(
        title=title,
        description=description,
        svg=picture_svg(title, description, _HEIGHT, parts),
        columns=("Plan", "From", f"{currency} {unit}"),
        rows=_rows(series, currency),
        legend=tuple((_swatch(i), one.name) for i, one in enumerate(drawn)),
        note=_more(len(series) - len(drawn)),
    )


def _times(first: date, last: date) -> Scale:
    start, end = float(first.toordinal()), float(last.toordinal())
    # The amounts stand at the left end: the lines begin beside them.
    return Scale(start - (end - start) * _ROOM_FOR_AMOUNTS, end)


def _height(scale: Scale, value: Decimal) -> float:
    share = (float(value) - scale.low) / (scale.high - scale.low)
    return _FLOOR - share * (_FLOOR - _TOP)


def _grid(scale: Scale, currency: str) -> list[str]:
    drawn = []
    for tick in nice_ticks(scale.low, scale.high, _GRID_LINES):
        y = _height(scale, tick)
        drawn.append(line("grid", "0", "100%", y, y))
        drawn.append(text_at(Label(0, tick_label(tick, currency)), y - 4, "on-grid"))
    return drawn


def _dates(scale: Scale, first: date, last: date) -> list[str]:
    labels = date_labels(scale, first, last)
    axis = line("axis", "0", "100%", _FLOOR, _FLOOR)
    return [axis, *(text_at(label, _FLOOR + 18) for label in labels)]


def date_labels(scale: Scale, first: date, last: date) -> list[Label]:
    """Return years as labels where two fit, the first and the last month otherwise."""
    years = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    for step in _YEAR_STEPS:
        marks = [day for day in years if day.year % step == 0]
        labels = [Label(scale.percent(d.toordinal()), str(d.year)) for d in marks]
        if len(labels) > 1 and not overlap(labels, NARROWEST):
            return labels
    ends = (first, last)
    return [Label(scale.percent(day.toordinal()), month_words(day)) for day in ends]


def _steps(one: Series, times: Scale, prices: Scale, index: int) -> list[str]:
    """Draw the price as it was seen: level until the day it was seen changed, no further."""
    drawn = []
    for day, amount in one.points:
        if amount is not None:
            at = times.percent(day.toordinal())
            drawn.append(circle(f"p{index}", at, _height(prices, amount), 3.5))
    for (day, amount), (then, following) in pairwise(one.points):
        if amount is None:
            continue
        left, right = times.percent(day.toordinal()), times.percent(then.toordinal())
        y = _height(prices, amount)
        drawn.append(line(f"line s{index}", f"{left}%", f"{right}%", y, y))
        if following is not None:
            up = _height(prices, following)
            drawn.append(line(f"line s{index}", f"{right}%", f"{right}%", y, up))
    return drawn


def _swatch(index: int) -> str:
    return (
        '<svg class="plot swatch" viewBox="0 0 28 10" aria-hidden="true">'
        f"{line(f'line s{index}', '0', '28', 5, 5)}</svg>"
    )


def _sentence(one: Series, currency: str) -> str:
    amounts = one.amounts()
    first, last = (format_money(Money(a, currency)) for a in (amounts[0], amounts[-1]))
    if len(set(amounts)) == 1:
        return f"{one.name}: {first} throughout."
    return f"{one.name}: from {first} to {last}."


def _rows(series: Sequence[Series], currency: str) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (one.name, day.isoformat(), _amount(amount, currency))
        for one in series
        for day, amount in one.points
    )


def _amount(amount: Decimal | None, currency: str) -> str:
    return (
        "no price listed" if amount is None else format_money(Money(amount, currency))
    )


def _more(count: int) -> str:
    if count < 1:
        return ""
    return (
        f"{count} more {'plan stands' if count == 1 else 'plans stand'} in the table."
    )


def month_words(day: date) -> str:
    """Return "Mar 2023"."""
    return f"{_MONTHS[day.month - 1]} {day.year}"
