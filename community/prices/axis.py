"""Scales of a drawing: where a value stands, which ticks it gets, and labels that never touch."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise

NARROWEST = 260
"""Pixels: the narrowest a drawing gets, inside a card on a 320 px phone."""
DIGIT = 7.7
"""Pixels that one character takes at 12 px, in the widest font of our list."""
GAP = 8
"""Pixels between two labels."""

_EDGE = 3.0
_MOST_TICKS = 6
_RATIO_TICKS = (((1, 2, 5), 1), ((1, 3), 1), ((1,), 1), ((1,), 2), ((1,), 3))
"""Which multiples of which powers of ten mark ratios, from many to few."""
_MANTISSAS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True)
class Scale:
    """Maps values to per cent of the width, with a little air at both ends."""

    low: float
    high: float

    def percent(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return _inside(share)

    def ticks(self, most: int) -> list[Decimal]:
        """Return at most `most` + 1 round numbers that lie within, evenly spaced."""
        return nice_ticks(self.low, self.high, most)


@dataclass(frozen=True)
class RatioScale:
    """Maps positive values so that equal ratios are equally far: a logarithmic scale."""

    low: float
    high: float

    def percent(self, value: float) -> float:
        return _inside(math.log(value / self.low) / math.log(self.high / self.low))

    def ticks(self, most: int) -> list[Decimal]:
        """Return 1, 2, 5 times powers of ten that lie within, or fewer: 1, 3; powers alone."""
        return next(
            (
                found
                for one in _RATIO_TICKS
                if len(found := self._ticks(*one)) <= most + 1
            ),
            [],
        )

    def _ticks(self, mantissas: Sequence[int], every: int) -> list[Decimal]:
        bottom, top = Decimal(repr(self.low)), Decimal(repr(self.high))
        powers = range(bottom.adjusted(), top.adjusted() + 1)
        ticks = (
            Decimal(mantissa).scaleb(power)
            for power in powers
            if power % every == 0
            for mantissa in mantissas
        )
        return [tick for tick in ticks if bottom <= tick <= top]


AnyScale = Scale | RatioScale


def _inside(share: float) -> float:
    """Return a share of the width as per cent, with the air at both ends."""
    return round(_EDGE + min(max(share, 0.0), 1.0) * (100 - 2 * _EDGE), 2)


@dataclass(frozen=True)
class Label:
    """A text at a place; the anchor keeps it inside the drawing."""

    percent: float
    text: str

    @property
    def anchor(self) -> str:
        half, middle = len(self.text) * DIGIT / 2, NARROWEST * self.percent / 100
        if middle < half:
            return "start"
        return "end" if middle + half > NARROWEST else "middle"

    def extent(self, width: float) -> tuple[float, float]:
        """Return the pixels where the text begins and ends in a drawing of `width`."""
        middle, size = width * self.percent / 100, len(self.text) * DIGIT
        left = {"start": middle, "middle": middle - size / 2, "end": middle - size}
        return left[self.anchor], left[self.anchor] + size


def scale_around(values: Sequence[float], *, margin: float = 0.08) -> Scale:
    """Return a scale that holds all `values` with a margin, never of no width."""
    low, high = min(values), max(values)
    span = high - low
    if span <= max(abs(low), abs(high)) * 1e-9:
        span = abs(high) or 1.0
    padded = low - span * margin
    # Prices do not fall below nothing; an axis that does confuses.
    return Scale(max(padded, 0.0) if low >= 0 else padded, high + span * margin)


def ratio_scale_around(values: Sequence[float], *, margin: float = 0.03) -> RatioScale:
    """Return a scale of ratios that holds all `values`, positive ones, with a margin."""
    low, high = min(values), max(values)
    air = max(high / low, 1 + margin) ** margin
    return RatioScale(low / air, high * air)


def nice_ticks(low: float, high: float, most: int) -> list[Decimal]:
    """Return at most `most` + 1 round numbers from `low` to `high`, evenly spaced."""
    bottom, top = Decimal(repr(low)), Decimal(repr(high))
    step = nice_step(top - bottom, most)
    first = (bottom / step).to_integral_value(rounding=ROUND_CEILING)
    count = int((top / step).to_integral_value(rounding="ROUND_FLOOR") - first) + 1
    return [(first + i) * step for i in range(count)]


def nice_step(span: Decimal, most: int) -> Decimal:
    """Return the smallest of 1, 2, 2.5, 5 times a power of ten that is not below span / most."""
    raw = span / most
    power = Decimal(1).scaleb(raw.adjusted())
    return next(power * m for m in _MANTISSAS if power * m >= raw)


def labelled_ticks(scale: AnyScale, write: Callable[[Decimal], str]) -> list[Label]:
    """Return the ticks of `scale`, as many as fit side by side on the narrowest screen."""
    for most in range(_MOST_TICKS, 0, -1):
        ticks = scale.ticks(most)
        labels = [Label(scale.percent(float(tick)), write(tick)) for tick in ticks]
        if labels and not overlap(labels, NARROWEST):
            return labels
    return []


def overlap(labels: Sequence[Label], width: float) -> bool:
    """Say whether two neighbours touch in a drawing of `width` pixels."""
    extents = sorted(label.extent(width) for label in labels)
    return any(left[1] + GAP > right[0] for left, right in pairwise(extents))
