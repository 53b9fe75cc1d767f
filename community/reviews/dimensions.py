"""What a review rates: five dimensions, and what each of their stars means in words."""

from dataclasses import dataclass
from enum import StrEnum

MOST = 5
"""Stars; one is the least."""


class Dimension(StrEnum):
    PRICE_CLARITY = "price_clarity"
    VALUE = "value"
    RENEWAL = "renewal"
    SUPPORT = "support"
    EXIT = "exit"


@dataclass(frozen=True)
class Scale:
    """How a dimension is asked for; `words` go from one star to five.

    `may_be_unknown`: whoever has not renewed or left yet can't say, and shouldn't guess.
    """

    label: str
    question: str
    words: tuple[str, str, str, str, str]
    may_be_unknown: bool = False


SCALES = {
    Dimension.PRICE_CLARITY: Scale(
        "Price clarity",
        "Did you know what it would cost before you signed?",
        (
            "Never found out before the bill",
            "Costs turned up later",
            "Clear after asking often",
            "Clear, with one surprise",
            "All of it in writing, up front",
        ),
    ),
    Dimension.VALUE: Scale(
        "Value",
        "Is it worth what you pay?",
        (
            "Not worth it",
            "Less than we pay for",
            "About fair",
            "Worth it",
            "Worth more than it costs",
        ),
    ),
    Dimension.RENEWAL: Scale(
        "Renewal behaviour",
        "How did the vendor behave when it was time to renew?",
        (
            "A trap: renewed or raised unasked",
            "Large increase under pressure",
            "An increase, negotiable",
            "A small increase, in time",
            "As agreed, without a fight",
        ),
        may_be_unknown=True,
    ),
    Dimension.SUPPORT: Scale(
        "Support",
        "Did they help when you needed it?",
        (
            "Nobody answered",
            "Slow, or no help",
            "Helped in the end",
            "Helped soon",
            "Helped at once, and well",
        ),
    ),
    Dimension.EXIT: Scale(
        "Exit",
        "How easy was it to leave, or to take your data along?",
        (
            "They held us, or our data",
            "Hard and dear",
            "Took work",
            "Easy, with some notice",
            "Left with all our data",
        ),
        may_be_unknown=True,
    ),
}
"""In the order in which pages show them."""

UNKNOWN_WORDS = "Can’t say yet"


def star_words(dimension: Dimension, stars: int | None) -> str:
    """Return how a rating reads: "4 of 5: Worth it"."""
    if stars is None:
        return UNKNOWN_WORDS
    return f"{stars} of {MOST}: {SCALES[dimension].words[stars - 1]}"
