"""Weeks as bars: what happened how often, drawn as our price pictures are."""

from collections.abc import Sequence
from datetime import date, timedelta

from community.core.measuring import Fact
from community.dashboard.metrics.log import Log
from community.prices.axis import NARROWEST, Label, Scale, nice_ticks, overlap
from community.prices.charts import Picture
from community.prices.svg import line, picture_svg, rect, text_at

_HEIGHT, _TOP, _FLOOR = 170, 16, 138
_GRID_LINES = 3
_GAP = 0.15
"""Air on either side of a bar, in weeks."""
_ROOM_FOR_NUMBERS = 0.08

TRENDS = (
    ("Visits", (Fact.VISIT,)),
    ("Views of prices", (Fact.PRICE_VIEWED,)),
    ("Questions and answers", (Fact.QUESTION_ASKED, Fact.ANSWERED)),
    ("Prices and reviews", (Fact.PRICE_SUBMITTED, Fact.REVIEW_WRITTEN)),
    ("Requests to vendors", (Fact.REQUEST_SENT,)),
    ("Rooms opened", (Fact.ROOM_OPENED,)),
)


def trends(log: Log) -> list[tuple[str, Picture]]:
    """Return a picture for each line of TRENDS over the weeks of the log's period."""
    return [
        (title, weeks_as_bars(title, log.by_week(*facts))) for title, facts in TRENDS
    ]


def weeks_as_bars(title: str, weeks: Sequence[tuple[date, int]]) -> Picture:
    """Draw one bar a week; each week is told by its Monday."""
    most = max((count for _, count in weeks), default=0)
    upright = Scale(0, most or 1)
    across = Scale(-len(weeks) * _ROOM_FOR_NUMBERS, len(weeks))
    named = (
        f"{title} by week, {_day(weeks[0][0])} to {_day(weeks[-1][0] + timedelta(6))}."
    )
    said = f"{sum(count for _, count in weeks)} in {len(weeks)} weeks, at most {most} in one."
    parts = [*_grid(upright), *_bars(weeks, across, upright), *_dates(weeks, across)]
    return Picture(
        title=named,
        description=said,
        svg=picture_svg(named, said, _HEIGHT, parts),
        columns=("Week of", "Number"),
        rows=tuple((_day(monday), str(count)) for monday, count in reversed(weeks)),
    )


def _height(scale: Scale, value: float) -> float:
    return _FLOOR - (value - scale.low) / (scale.high - scale.low) * (_FLOOR - _TOP)


def _grid(scale: Scale) -> list[str]:
    drawn = []
    for tick in nice_ticks(0, scale.high, _GRID_LINES):
        if tick == tick.to_integral_value() and tick > 0:
            y = _height(scale, float(tick))
            drawn.append(line("grid", "0", "100%", y, y))
            drawn.append(text_at(Label(0, f"{tick:f}"), y - 4, "on-grid"))
    return drawn


def _bars(
    weeks: Sequence[tuple[date, int]], across: Scale, upright: Scale
) -> list[str]:
    drawn = []
    for number, (_, count) in enumerate(weeks):
        if count:
            top = min(_height(upright, count), _FLOOR - 2)
            left, right = (
                across.percent(number + _GAP),
                across.percent(number + 1 - _GAP),
            )
            drawn.append(
                rect("bin", left, right, top=top, height=_FLOOR - top, radius=1.5)
            )
    return drawn


def _dates(weeks: Sequence[tuple[date, int]], across: Scale) -> list[str]:
    drawn = [line("axis", "0", "100%", _FLOOR, _FLOOR)]
    for every in (1, 2, 3, 4, 6, len(weeks)):
        labels = [
            Label(across.percent(number + 0.5), _short(weeks[number][0]))
            for number in range(0, len(weeks), every)
        ]
        if not overlap(labels, NARROWEST):
            break
    return [*drawn, *(text_at(label, _FLOOR + 18) for label in labels)]


def _day(day: date) -> str:
    return f"{day:%-d %b %Y}"


def _short(day: date) -> str:
    return f"{day:%-d %b}"
