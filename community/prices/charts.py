"""Price pictures as SVG text: the plot of what was paid, and its small strip for tables.

A drawing is as wide as its card and its text never scales: places along the width are
per cent, everything else is pixels. Colours are classes of the stylesheet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from community.core.money import Money, format_money
from community.prices.axis import (
    AnyScale,
    Label,
    Scale,
    labelled_ticks,
    scale_around,
)
from community.prices.svg import line, picture_svg, plain, rect, text_at
from community.prices.ticks import tick_label

_BAR_ROOM = 84
_TALLEST = 70
_BAND_HEIGHT = 16
_AXIS_ROOM = 36
_QUOTE_ROOM = 24
_STRIP_WIDTH = 150
_MARGIN = 0.08
_MARGIN_FOR_QUOTES = 0.3
"""Most quotes stand beside the prices; one far out is at the edge, with an arrow."""
_OUTSIDE = "-999%"
_REACH = Decimal("0.75")
"""How far beyond the 10th and 90th percentile bars are drawn, in widths of the band."""


@dataclass(frozen=True)
class Spread:
    """What is known of a set of prices; what may not be shown is None."""

    median: Decimal
    p25: Decimal | None = None
    p75: Decimal | None = None
    p10: Decimal | None = None
    p90: Decimal | None = None

    def named(self) -> list[tuple[str, Decimal]]:
        parts = (
            ("10th percentile", self.p10),
            ("lower quartile", self.p25),
            ("median", self.median),
            ("upper quartile", self.p75),
            ("90th percentile", self.p90),
        )
        return [(name, value) for name, value in parts if value is not None]


@dataclass(frozen=True)
class Bin:
    """One bar of a histogram: how many prices from `low` to below `high`.

    `label` and `words` replace what the table says of it: "Below $880", "10 %".
    """

    low: Decimal
    high: Decimal
    count: int
    label: str = ""
    words: str = ""

    @property
    def density(self) -> Decimal:
        """How tall its bar is, in no unit: of two with as many the wider is lower."""
        return self.count / (self.high - self.low)


@dataclass(frozen=True)
class Picture:
    """A drawing and the same in words and as a table."""

    title: str
    description: str
    svg: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    legend: tuple[tuple[str, str], ...] = ()
    note: str = ""


def price_plot(
    spread: Spread,
    *,
    currency: str,
    unit: str,
    basis: str,
    bins: Sequence[Bin] = (),
    quote: Decimal | None = None,
    interval: tuple[Decimal, Decimal] | None = None,
    takes_quote: bool = False,
) -> Picture:
    """Draw what was paid: 10th to 90th percentile, middle half, median, histogram above.

    `unit` reads "per hour", `basis` says what it rests on ("92 prices"); `quote` is
    marked as the reader's own; `interval` is where the median lies with 95 % confidence.
    A plot that `takes_quote` ends with a mark that the page's script puts in its place.
    """
    shown = _near(bins, spread)
    has_room = takes_quote or quote is not None
    scale = _scale(spread, shown, margin=_MARGIN_FOR_QUOTES if has_room else _MARGIN)
    top = (_QUOTE_ROOM if has_room else 0) + (_BAR_ROOM if shown else 6)
    floor = top + _BAND_HEIGHT
    parts = [
        *_bars(shown, scale, floor=top - 6),
        *draw_spread(spread, scale, top=top, height=_BAND_HEIGHT),
        *_interval(interval, scale, y=floor + 4),
        line("axis", "0", "100%", floor + 14, floor + 14),
        *(text_at(tick, floor + 31) for tick in _ticks(scale, currency)),
    ]
    if has_room:
        parts += _quote(quote, currency, scale, floor=floor + 6)
    title = f"Prices in {currency} {unit}, {basis}."
    description = _describe(spread, currency, quote, interval)
    marks = f' data-low="{scale.low:.6g}" data-high="{scale.high:.6g}"'
    return Picture(
        title=title,
        description=description,
        svg=picture_svg(
            title,
            description,
            floor + _AXIS_ROOM,
            parts,
            attributes=marks if takes_quote else "",
        ),
        columns=("Prices", f"{currency} {unit}"),
        rows=_rows(spread, bins, currency, interval),
        note=_left_out(bins, shown, currency),
    )


def strip(spread: Spread, low: Decimal, high: Decimal) -> str:
    """Draw the plot as small as a word, for tables whose rows share `low` to `high`.

    It is hidden from screen readers: the figures stand in the cells beside it.
    """
    scale = Scale(float(low), float(high if high > low else low + 1))
    parts = draw_spread(spread, scale, top=5, height=8)
    return (
        f'<svg class="plot strip" width="{_STRIP_WIDTH}" height="18" aria-hidden="true">'
        f"{''.join(parts)}</svg>"
    )


def _scale(spread: Spread, bins: Sequence[Bin], *, margin: float) -> Scale:
    values = [value for _, value in spread.named()]
    edges = [edge for one in bins for edge in (one.low, one.high)]
    return scale_around([float(value) for value in (*values, *edges)], margin=margin)


def _ticks(scale: Scale, currency: str) -> list[Label]:
    return labelled_ticks(scale, lambda value: tick_label(value, currency))


def _near(bins: Sequence[Bin], spread: Spread) -> list[Bin]:
    """Return the bins that are not far out: one odd price must not squash the rest."""
    if spread.p10 is None or spread.p90 is None:
        return list(bins)
    reach = (spread.p90 - spread.p10) * _REACH
    low, high = spread.p10 - reach, spread.p90 + reach
    return [one for one in bins if one.high > low and one.low < high]


def _bars(bins: Sequence[Bin], scale: Scale, *, floor: float) -> list[str]:
    tallest = max((one.density for one in bins), default=Decimal(0))
    drawn = []
    for one in bins:
        if one.count:
            height = max(float(one.density / tallest) * _TALLEST, 2.0)
            left, right = scale.percent(float(one.low)), scale.percent(float(one.high))
            box = rect(
                "bin", left, right, top=floor - height, height=height, radius=1.5
            )
            drawn.append(box)
    return drawn


def draw_spread(
    spread: Spread, scale: AnyScale, *, top: float, height: float
) -> list[str]:
    """Return 10th to 90th percentile and middle half as boxes, the median as a line."""
    drawn = []
    for name, start, end, roundness in (
        ("band", spread.p10, spread.p90, 0.5),
        ("core", spread.p25, spread.p75, 0.2),
    ):
        if start is not None and end is not None:
            left, right = scale.percent(float(start)), scale.percent(float(end))
            radius = height * roundness
            drawn.append(rect(name, left, right, top=top, height=height, radius=radius))
    at = f"{plain(scale.percent(float(spread.median)))}%"
    reach = height / 4
    drawn.append(line("median", at, at, top - reach, top + height + reach))
    return drawn


def _interval(
    interval: tuple[Decimal, Decimal] | None, scale: Scale, *, y: float
) -> list[str]:
    if interval is None:
        return []
    left, right = (f"{plain(scale.percent(float(edge)))}%" for edge in interval)
    return [line("interval", left, right, y, y)]


def _quote(
    quote: Decimal | None, currency: str, scale: Scale, *, floor: float
) -> list[str]:
    if quote is None:
        return [_mark_to_come(floor)]
    percent = scale.percent(float(quote))
    at = f"{plain(percent)}%"
    # The label leans towards the middle, where there is room on any screen.
    anchor, shift = ("start", 7) if percent < 50 else ("end", -7)
    text = f"Your quote {_money(quote, currency)}"
    if quote > scale.high:
        text = f"{text} →"
    elif quote < scale.low:
        text = f"← {text}"
    label = f'<text class="you-label" x="{at}" dx="{shift}" y="14" text-anchor="{anchor}">{escape(text)}</text>'
    return [line("you", at, at, 4, floor), label]


def _mark_to_come(floor: float) -> str:
    """Return a mark out of sight: a script gives it its x, and knows no amount's width."""
    return (
        f'<svg x="{_OUTSIDE}" overflow="visible">'
        f'<text class="you-label" y="14" text-anchor="middle">Yours</text>'
        f"{line('you', '0', '0', 19, floor)}</svg>"
    )


def _rows(
    spread: Spread,
    bins: Sequence[Bin],
    currency: str,
    interval: tuple[Decimal, Decimal] | None,
) -> tuple[tuple[str, ...], ...]:
    figures = [
        (name.capitalize(), _money(value, currency)) for name, value in spread.named()
    ]
    if interval is not None:
        low, high = (_money(edge, currency) for edge in interval)
        figures.append(("Median’s 95 % interval", f"{low} – {high}"))
    counts = [
        (
            one.label
            or f"From {_money(one.low, currency)} to {_money(one.high, currency)}",
            one.words or f"{one.count} {'price' if one.count == 1 else 'prices'}",
        )
        for one in bins
        if one.count
    ]
    return (*figures, *counts)


def _describe(
    spread: Spread,
    currency: str,
    quote: Decimal | None,
    interval: tuple[Decimal, Decimal] | None,
) -> str:
    figures = [f"{name} {_money(value, currency)}" for name, value in spread.named()]
    sentence = ", ".join(figures) + "."
    sentence = sentence[0].upper() + sentence[1:]
    if interval is not None:
        low, high = (_money(edge, currency) for edge in interval)
        sentence += f" With 95 % confidence the median lies from {low} to {high}."
    if quote is not None:
        sentence += f" Your quote is {_money(quote, currency)}."
    return sentence


def _left_out(bins: Sequence[Bin], shown: Sequence[Bin], currency: str) -> str:
    """Say what was too far out to draw: an honest picture admits its edges."""
    if not shown:
        return ""
    low, high = shown[0].low, shown[-1].high
    below = sum(one.count for one in bins if one.high <= low)
    above = sum(one.count for one in bins if one.low >= high)
    said = []
    if below:
        said.append(f"{below} below {_money(low, currency)}")
    if above:
        said.append(f"{above} above {_money(high, currency)}")
    return f"Not drawn: {' and '.join(said)}." if said else ""


def _money(amount: Decimal, currency: str) -> str:
    return format_money(Money(amount, currency))
