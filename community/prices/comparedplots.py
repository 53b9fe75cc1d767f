"""The drawing of a comparison: what each product costs, below each other on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from community.prices.axis import (
    DIGIT,
    NARROWEST,
    AnyScale,
    Label,
    labelled_ticks,
    ratio_scale_around,
    scale_around,
)
from community.prices.charts import Picture, Spread, draw_spread
from community.prices.svg import line, picture_svg, text_at
from community.prices.ticks import tick_label
from community.prices.wording import money_words, range_words

_RATIOS_FROM = 5
"""So many times apart, and the cheapest would be squeezed where it cannot be read."""
_MARKS = "Line: the median. Box: the middle half, where it is shown."
_RATIOS = (
    "These prices lie far apart, so the scale is one of ratios: the same step to the "
    "right multiplies a price by the same."
)
_ROW = 52
_NAME_AT = 15
_BAND_AT = 26
_BAND_HEIGHT = 12
_AXIS_ROOM = 22
_MOST_LETTERS = int(NARROWEST / DIGIT)


@dataclass(frozen=True)
class Priced:
    """One product of the drawing, and what is published of its price."""

    name: str
    spread: Spread


def compared_plot(rows: Sequence[Priced], *, currency: str, unit: str) -> Picture:
    """Draw what each of `rows` costs, all per `unit` and in one currency."""
    scale, note = _scale(rows)
    floor = len(rows) * _ROW
    ticks = labelled_ticks(scale, lambda value: tick_label(value, currency))
    parts = [_grid(tick, floor) for tick in ticks]
    for number, row in enumerate(rows):
        top = number * _ROW
        parts.append(text_at(Label(0, _named(row, currency)), top + _NAME_AT, "ink"))
        parts += draw_spread(row.spread, scale, top=top + _BAND_AT, height=_BAND_HEIGHT)
    parts.append(line("axis", "0", "100%", floor, floor))
    parts += [text_at(tick, floor + 17) for tick in ticks]
    title = f"Prices in {currency} {unit} of {len(rows)} products."
    description = " ".join(_sentence(row, currency) for row in rows)
    return Picture(
        title=title,
        description=description,
        svg=picture_svg(title, description, floor + _AXIS_ROOM, parts),
        columns=("Product", f"Median, {currency} {unit}", "Middle half"),
        rows=tuple(
            (row.name, money_words(row.spread.median, currency), _half(row, currency))
            for row in rows
        ),
        note=note,
    )


def _scale(rows: Sequence[Priced]) -> tuple[AnyScale, str]:
    """Return the scale that holds all rows, and what is to be said of it."""
    values = [float(value) for row in rows for _, value in row.spread.named()]
    if max(values) < min(values) * _RATIOS_FROM:
        return scale_around(values), _MARKS
    return ratio_scale_around(values), f"{_MARKS} {_RATIOS}"


def _grid(tick: Label, floor: float) -> str:
    at = f"{tick.percent}%"
    return line("grid", at, at, 0, floor)


def _named(row: Priced, currency: str) -> str:
    """Return a product's name and median, as long as the narrowest drawing takes."""
    price = money_words(row.spread.median, currency)
    room = _MOST_LETTERS - len(price) - 2
    name = row.name if len(row.name) <= room else row.name[: room - 1].rstrip() + "…"
    return f"{name}: {price}"


def _sentence(row: Priced, currency: str) -> str:
    figures = [
        f"{name} {money_words(value, currency)}" for name, value in row.spread.named()
    ]
    return f"{row.name}: {', '.join(figures)}."


def _half(row: Priced, currency: str) -> str:
    p25, p75 = row.spread.p25, row.spread.p75
    if p25 is None or p75 is None:
        return "not shown"
    return range_words(p25, p75, currency)
