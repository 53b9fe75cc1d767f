"""Who weighs how much in a figure (P3)."""

from collections.abc import Sequence

from community.prices.thresholds import LARGEST_SHARE

_ROUNDING_SLACK = 1e-9


def is_dominated(weights: Sequence[float]) -> bool:
    """Whether one organisation weighs more than a quarter of all."""
    return max(weights) > LARGEST_SHARE * sum(weights) * (1 + _ROUNDING_SLACK)
