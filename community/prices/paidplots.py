"""The drawings of published prices: what was paid, and how it moved from release to release."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from community.prices.axis import Label, Scale, nice_ticks, scale_around
from community.prices.charts import Bin, Picture, Spread, price_plot
from community.prices.models import PriceCell
from community.prices.svg import circle, line, picture_svg, text_at
from community.prices.ticks import tick_label
from community.prices.trend import date_labels, month_words
from community.prices.wording import money_words, range_words

_HEIGHT = 190
_TOP = 16
_FLOOR = 158
_GRID_LINES = 4
_ROOM_FOR_AMOUNTS = 0.17
_ROOM_FOR_LAST = 0.05
"""The newest figure stands still: its line goes on a little."""
_FEWEST = 2
"""Figures below which there is no way that a price went."""


def spread_of(cell: PriceCell) -> Spread:
    """Return what a total shows as what a plot draws."""
    return Spread(
        median=median_of(cell), p25=cell.p25, p75=cell.p75, p10=cell.p10, p90=cell.p90
    )


def median_of(cell: PriceCell) -> Decimal:
    """Return the median of a total or a part, which always has one."""
    if cell.median is None:
        raise LookupError(cell.kind)
    return cell.median


def interval_of(cell: PriceCell) -> tuple[Decimal, Decimal] | None:
    if cell.interval_low is None or cell.interval_high is None:
        return None
    return cell.interval_low, cell.interval_high


def paid_plot(
    cell: PriceCell,
    *,
    currency: str,
    unit: str,
    quote: Decimal | None = None,
    takes_quote: bool = True,
) -> Picture | None:
    """Draw a published total; None where nothing but the median is shown."""
    if cell.p25 is None:
        return None
    return price_plot(
        spread_of(cell),
        currency=currency,
        unit=unit,
        basis=f"{cell.organisations} organisations",
        bins=_bars(cell, currency),
        quote=quote,
        interval=interval_of(cell),
        takes_quote=takes_quote,
    )


def _bars(cell: PriceCell, currency: str) -> list[Bin]:
    """Return the published bars; an open end is drawn as wide as the bar beside it."""
    edges = [(_decimal(low), _decimal(high), int(per)) for low, high, per in cell.bins]
    widths = [
        high - low for low, high, _ in edges if low is not None and high is not None
    ]
    if not widths:
        return []
    bars = []
    for low, high, percent in edges:
        words = f"some {percent} % of organisations"
        if low is not None and high is not None:
            bars.append(Bin(low, high, percent, words=words))
        elif high is not None:
            start = max(high - widths[0], Decimal(0))
            label = f"Below {money_words(high, currency)}"
            bars.append(Bin(start, high, percent, label, words))
        elif low is not None:
            label = f"{money_words(low, currency)} or more"
            bars.append(Bin(low, low + widths[-1], percent, label, words))
    return bars


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def paid_trend(
    history: Sequence[PriceCell], *, until: date, currency: str, unit: str
) -> Picture | None:
    """Draw the medians that were published, with the middle half as a ribbon.

    Level from each release to the next that moved it; `until` is the newest release.
    None where the figure never moved.
    """
    if len(history) < _FEWEST:
        return None
    first = history[0].released_in.released_on
    last = max(until, history[-1].released_in.released_on)
    times, prices = _times(first, last), _prices(history)
    title = (
        f"Published prices in {currency} {unit}, {month_words(first)} to "
        f"{month_words(last)}."
    )
    description = _sentence(history, currency)
    parts = [
        *_ribbon(history, times, prices),
        *_grid(prices, currency),
        line("axis", "0", "100%", _FLOOR, _FLOOR),
        *(text_at(label, _FLOOR + 18) for label in date_labels(times, first, last)),
        *_medians(history, times, prices),
    ]
    return Picture(
        title=title,
        description=description,
        svg=picture_svg(title, description, _HEIGHT, parts),
        columns=("Released", "Median", "Middle half"),
        rows=tuple(_row(cell, currency) for cell in history),
    )


def _times(first: date, last: date) -> Scale:
    start, end = float(first.toordinal()), float(last.toordinal())
    days = max(end - start, 1)
    # The amounts stand at the left end: the line begins beside them.
    return Scale(start - days * _ROOM_FOR_AMOUNTS, end + days * _ROOM_FOR_LAST)


def _prices(history: Sequence[PriceCell]) -> Scale:
    shown = [one for cell in history for one in (cell.p25, cell.median, cell.p75)]
    return scale_around([float(one) for one in shown if one is not None], margin=0.15)


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


def _spans(
    history: Sequence[PriceCell], times: Scale
) -> list[tuple[PriceCell, float, float]]:
    """Return from where to where each figure stood; a withheld one ends where it began."""
    begins = [times.percent(one.released_in.released_on.toordinal()) for one in history]
    ends = [
        later if cell.closed_in_id == after.released_in_id else begin
        for (cell, begin), (after, later) in pairwise(zip(history, begins, strict=True))
    ]
    return list(zip(history, begins, [*ends, times.percent(times.high)], strict=True))


def _ribbon(history: Sequence[PriceCell], times: Scale, prices: Scale) -> list[str]:
    drawn = []
    for cell, left, right in _spans(history, times):
        if cell.p25 is not None and cell.p75 is not None:
            top, bottom = _height(prices, cell.p75), _height(prices, cell.p25)
            drawn.append(
                f'<rect class="ribbon" x="{left}%" width="{round(right - left, 2)}%"'
                f' y="{top:.1f}" height="{bottom - top:.1f}"/>'
            )
    return drawn


def _medians(history: Sequence[PriceCell], times: Scale, prices: Scale) -> list[str]:
    drawn = []
    spans = _spans(history, times)
    for cell, left, right in spans:
        y = _height(prices, median_of(cell))
        drawn.append(line("line", f"{left}%", f"{right}%", y, y))
        drawn.append(circle("p0", left, y, 3))
    for (cell, _, right), (after, left, _) in pairwise(spans):
        if left == right:
            y, up = _height(prices, median_of(cell)), _height(prices, median_of(after))
            drawn.append(line("line", f"{right}%", f"{right}%", y, up))
    return drawn


def _sentence(history: Sequence[PriceCell], currency: str) -> str:
    first, last = (
        money_words(median_of(cell), currency) for cell in (history[0], history[-1])
    )
    if first == last:
        return f"The median is {last}, as it was at first."
    return f"The median went from {first} to {last}."


def _row(cell: PriceCell, currency: str) -> tuple[str, ...]:
    half = "not shown"
    if cell.p25 is not None and cell.p75 is not None:
        half = range_words(cell.p25, cell.p75, currency)
    day = cell.released_in.released_on.isoformat()
    return day, money_words(median_of(cell), currency), half
