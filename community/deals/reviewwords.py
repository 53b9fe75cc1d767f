"""What holds and reviews are called: for authors, for moderators, on the command line."""

from collections.abc import Iterable
from decimal import Decimal

from community.deals.kinds import HoldReason, ReviewState
from community.deals.models import LineHold

_REASONS = {
    HoldReason.OUTLIER_MAD: "far from what others paid",
    HoldReason.OUTLIER_TUKEY: "outside the usual range",
    HoldReason.SANITY_HIGH: "implausibly high",
    HoldReason.SANITY_LOW: "implausibly low",
    HoldReason.DOUBTED: "taken away by a moderator",
}
_RECEIVED = (
    "Received. Prices far from what others paid wait for a moderator; all others "
    "count from the next release on."
)
_REJECTED = "Rejected: it does not count."
_TIMES_ABOVE = (
    (Decimal(10), "more than 10 times the median"),
    (Decimal(5), "more than 5 times the median"),
    (Decimal(2), "more than twice the median"),
    (Decimal(1), "above the median"),
)
_SHARES_BELOW = (
    (Decimal(10), "less than a tenth of the median"),
    (Decimal(5), "less than a fifth of the median"),
    (Decimal(2), "less than half the median"),
    (Decimal(1), "below the median"),
)


def reasons_text(reasons: Iterable[str]) -> str:
    """Return the rules that a line broke, in words."""
    return ", ".join(_REASONS[HoldReason(reason)] for reason in reasons)


def how_far(score: Decimal) -> str:
    """Return how far off a multiple of the median is, so coarse that it tells no price."""
    for times, words in _TIMES_ABOVE:
        if score > times:
            return words
    for times, words in _SHARES_BELOW:
        if score * times < 1:
            return words
    return "at the median"


def state_text(review: ReviewState, hold: LineHold | None) -> str:
    """Return for its author what came of looking at a line.

    Whether it waits is not said, nor that it no longer does: who tried one price after
    the other would learn from that what the others paid, where nothing is published.
    """
    if review is not ReviewState.REJECTED:
        return _RECEIVED
    return f"Rejected: {hold.decision_reason}" if hold is not None else _REJECTED
