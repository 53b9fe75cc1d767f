"""How much each feature of a text tells about advertising: counted, then corrected. Pure.

Counting alone takes features for independent of each other, which they are not: a few
rounds over the texts take back what was told twice (logistic regression by stochastic
gradient descent, from naive Bayes' log odds on).
"""

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from moderation.spamfeatures import Features

_SMOOTHING = 0.1
_CAUTION = 5.0
"""What counted log odds are divided by before they are corrected: they are too sure."""
_FEWEST = 200
"""Of fewer texts the counts alone hold: what so few have in common is chance."""
_ROUNDS = 5
_MOST_STEPS = 5_000_000
"""Features looked at in all rounds; of many texts one round tells as much as five."""
_STEP, _BASE_STEP = 1.0, 0.1
_LARGEST_STEP = 3.0
"""What tells nothing by counting is hardly corrected, and nothing more than so much."""
_SURE = 50.0
"""A margin from which on nothing is left to correct."""


@dataclass(frozen=True)
class Text:
    """The features of a text by their numbers, in families; whether it is spam."""

    families: tuple[Sequence[int], ...]
    is_spam: bool


@dataclass(frozen=True)
class Numbered:
    """Texts by the numbers of their features; `shares` says what each one's family counts."""

    texts: list[Text]
    names: list[str]
    shares: list[float]


def number(known: Iterable[tuple[Features, bool]]) -> Numbered:
    """Return texts with their features numbered from 0 on, in an order that stays."""
    numbers: dict[str, int] = {}
    shares: list[float] = []
    texts = []
    for found, is_spam in known:
        families = []
        for share, family in found.families:
            named = sorted(family)
            for one in named:
                if one not in numbers:
                    numbers[one] = len(numbers)
                    shares.append(share)
            families.append([numbers[one] for one in named])
        texts.append(Text(tuple(families), is_spam))
    return Numbered(texts, list(numbers), shares)


def weigh(texts: Sequence[Text], shares: Sequence[float]) -> dict[int, float]:
    """Return what each feature tells that stands in one of the texts, in log odds."""
    odds = _count(texts)
    weights = {one: shares[one] * told / _CAUTION for one, told in odds.items()}
    steps = {one: min(told * told / 4, _LARGEST_STEP) for one, told in odds.items()}
    if len(texts) >= _FEWEST:
        _correct(texts, weights, steps)
    return {one: told * _CAUTION for one, told in weights.items()}


def score(weights: Mapping[int, float], text: Text) -> float:
    return math.fsum(
        family_score([weights[one] for one in family if one in weights])
        for family in text.families
    )


def family_score(told: Sequence[float]) -> float:
    """Return what features of one family say together.

    They are not independent: the root takes long texts at their worth.
    """
    return math.fsum(told) / math.sqrt(len(told)) if told else 0.0


def _count(texts: Sequence[Text]) -> dict[int, float]:
    counts: dict[int, list[float]] = {}
    totals = [2 * _SMOOTHING, 2 * _SMOOTHING]
    for text in texts:
        totals[text.is_spam] += 1
        for family in text.families:
            for one in family:
                counts.setdefault(one, [_SMOOTHING, _SMOOTHING])[text.is_spam] += 1
    base = math.log(totals[False]) - math.log(totals[True])
    return {one: math.log(spam / ham) + base for one, (ham, spam) in counts.items()}


def _correct(
    texts: Sequence[Text], weights: dict[int, float], steps: Mapping[int, float]
) -> None:
    """Move weights, in place, to where they tell the texts apart."""
    size = sum(len(family) for text in texts for family in text.families)
    dice = random.Random(size)  # noqa: S311 - the same texts are learnt alike
    rounds = max(1, min(_ROUNDS, _MOST_STEPS // max(1, size)))
    order, base = list(texts), 0.0
    for _ in range(rounds):
        dice.shuffle(order)
        for text in order:
            side = 1 if text.is_spam else -1
            margin = side * (score(weights, text) + base)
            slope = side / (1 + math.exp(min(_SURE, margin)))
            base += _BASE_STEP * slope
            for family in text.families:
                step = _STEP * slope / math.sqrt(max(1, len(family)))
                for one in family:
                    weights[one] += step * steps[one]
