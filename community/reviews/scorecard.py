"""The score of a product as its pages print it, with the rule and today's figures. Pure."""

from dataclasses import dataclass

from community.reviews.dimensions import MOST, SCALES, Dimension, Scale
from community.reviews.reading import drawn_stars, stars_text
from community.reviews.scoring import (
    HALF_LIFE_MONTHS,
    PRIOR_STARS,
    PRIOR_WEIGHT,
    UNVERIFIED_WEIGHT,
    Score,
    Sum,
)


@dataclass(frozen=True)
class PartScore:
    """One dimension under the same rule as the whole; "" while nobody rated it."""

    label: str
    value: str
    drawn: str


@dataclass(frozen=True)
class ScoreCard:
    """What templates/prices/reviews.html reads."""

    value: str
    drawn: str
    reviews: int
    voices: int
    parts: tuple[PartScore, ...]
    rule: tuple[str, ...]
    """The rule in sentences; the last one computes today's score."""


def counted_words(reviews: int) -> str:
    return "1 review" if reviews == 1 else f"{reviews:,} reviews"


def card_of(score: Score) -> ScoreCard | None:
    """Return the card of a product; None while no review counts."""
    value, average = score.value, score.average
    if value is None or average is None:
        return None
    return ScoreCard(
        value=stars_text(value),
        drawn=drawn_stars(value),
        reviews=score.reviews,
        voices=score.voices,
        parts=tuple(_part(scale, score, one) for one, scale in SCALES.items()),
        rule=(*_rule(), _today(score, value, average)),
    )


def _part(scale: Scale, score: Score, dimension: Dimension) -> PartScore:
    found = score.parts.get(dimension, Sum())
    if not found.weight:
        return PartScore(scale.label, "", "")
    value = found.score(score.now)
    return PartScore(scale.label, stars_text(value), drawn_stars(value))


def _rule() -> tuple[str, ...]:
    return (
        "The stars of a review are the mean of the dimensions that it rates.",
        (
            "An organisation is one voice, however many of its people write; so is a member "
            "whose work e-mail is not verified, who weighs "
            f"{UNVERIFIED_WEIGHT:g} instead of 1."
        ),
        (
            f"A voice weighs half after {HALF_LIFE_MONTHS} months. Reviews of resellers, "
            "consultants and the host’s staff are shown and weigh nothing."
        ),
        (
            f"{PRIOR_WEIGHT:g} imaginary voices of {PRIOR_STARS:g} stars are added, so that "
            f"a few reviews can make no {MOST} and no 1. The same for each dimension."
        ),
        "Nobody can buy a place: no review is sorted or left out by its stars.",
    )


def _today(score: Score, value: float, average: float) -> str:
    weight = score.weight_today
    prior = f"{PRIOR_WEIGHT:g}"
    return (
        f"Today {score.voices:,} {'voice weighs' if score.voices == 1 else 'voices weigh'} "
        f"{weight:.2f} with {average:.2f} stars on average: "
        f"({weight:.2f} × {average:.2f} + {prior} × {PRIOR_STARS:g}) ÷ "
        f"({weight:.2f} + {prior}) = {value:.2f}."
    )
