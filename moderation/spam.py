"""A Bayesian filter for advertising: what it learns from decisions, and what it says.

Pure: texts in, numbers out. It only ever orders a queue or holds a first post.
"""

import math
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Self

from moderation.spamfeatures import Features, features, in_words

PRECISIONS = (0.985, 0.99)
"""The share of what is called spam that must be spam, in trials on what was learnt.

The threshold is the mean of what each of them asks for: one alone hangs on a few texts.
"""
LEAST_PRECISION, WANTED_RECALL = 0.97, 0.67
"""Where that finds too little, precision may fall so far for the sake of recall."""
_SMOOTHING = 0.1
_FOLDS = 5
_TRIALS = 5
_MOST_FOR_TRIALS = 5_000
"""With more examples than that one trial tells as much as three."""
_OPINION = 0.1
"""The least score that says anything: a text of unknown words has 0."""
_DOUBT = 0.5
"""A false alarm that nobody has seen yet, in each trial."""
_SHOWN_REASONS = 6


@dataclass(frozen=True)
class Example:
    """A text, and whether a person called it spam."""

    text: str
    is_spam: bool


@dataclass(frozen=True)
class Filter:
    """How much each feature tells, in log odds, and from which score on a text is spam."""

    weights: Mapping[str, float]
    threshold: float

    def score(self, text: str) -> float:
        """Return how much a text looks like spam; 0 is no opinion."""
        return _score(self.weights, features(text))

    def is_spam(self, text: str) -> bool:
        return self.score(text) >= self.threshold

    def reasons(self, text: str) -> list[str]:
        """Return what speaks most for spam, in words, the most telling first."""
        told = {
            in_words(one): self.weights[one]
            for one in features(text).words
            if one in self.weights and self.weights[one] > 0
        }
        return sorted(told, key=lambda one: (-told[one], one))[:_SHOWN_REASONS]


@dataclass(frozen=True)
class Confusion:
    """How often a filter was right and wrong, by what a person had said."""

    spam_found: int
    spam_missed: int
    ham_accused: int
    ham_passed: int

    @property
    def precision(self) -> float:
        """The share of spam in what was called so; 1 where nothing was."""
        called = self.spam_found + self.ham_accused
        return self.spam_found / called if called else 1.0

    @property
    def recall(self) -> float:
        """The share of the spam that was found; 1 where there is none."""
        spam = self.spam_found + self.spam_missed
        return self.spam_found / spam if spam else 1.0


def learn(examples: Sequence[Example], *, seed: int = 0) -> Filter:
    """Return a filter that calls spam only what it is nearly never wrong about.

    The threshold comes from trials on parts of `examples` that were not learnt from.
    There must be two of each kind; raise ValueError otherwise.
    """
    spam = sum(one.is_spam for one in examples)
    if min(spam, len(examples) - spam) < 2:
        raise ValueError("A filter learns from two texts of each kind at least.")
    known = [(features(one.text), one.is_spam) for one in examples]
    return Filter(_weigh(known), _threshold(known, random.Random(seed)))  # noqa: S311


_Known = tuple[Features, bool]


class _Counts:
    """In how many texts of each kind a feature stands; some can be taken out again."""

    def __init__(self) -> None:
        self.texts = {True: 0, False: 0}
        self.features: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}

    def add(self, known: Iterable[_Known]) -> Self:
        for found, is_spam in known:
            self.texts[is_spam] += 1
            for _, family in found.families:
                self.features[is_spam].update(family)
        return self


def _weigh(known: Iterable[_Known]) -> dict[str, float]:
    counts = _Counts().add(known)
    return _Without(counts, _Counts()).of(
        counts.features[True].keys() | counts.features[False].keys()
    )


class _Without:
    """Weights by all texts but some."""

    def __init__(self, counts: _Counts, less: _Counts) -> None:
        self._counts, self._less = counts, less
        self._totals = {
            kind: math.log(counts.texts[kind] - less.texts[kind] + 2 * _SMOOTHING)
            for kind in (True, False)
        }

    def of(self, features: Iterable[str]) -> dict[str, float]:
        """Return what each feature tells that stands in one of the texts."""
        spam, ham = (
            (self._counts.features[kind], self._less.features[kind])
            for kind in (True, False)
        )
        base = self._totals[False] - self._totals[True]
        return {
            one: math.log((in_spam + _SMOOTHING) / (in_ham + _SMOOTHING)) + base
            for one in features
            for in_spam in (spam[0][one] - spam[1][one],)
            for in_ham in (ham[0][one] - ham[1][one],)
            if in_spam or in_ham
        }


def _score(weights: Mapping[str, float], found: Features) -> float:
    return math.fsum(
        share * _family_score(weights, family) for share, family in found.families
    )


def _family_score(weights: Mapping[str, float], family: frozenset[str]) -> float:
    told = [weights[one] for one in family if one in weights]
    # Features of a text are not independent: the root takes long texts at their worth.
    return math.fsum(told) / math.sqrt(len(told)) if told else 0.0


def _threshold(known: Sequence[_Known], dice: random.Random) -> float:
    """Return from which score on a text is spam; one above all if trials never held."""
    trials = _TRIALS if len(known) <= _MOST_FOR_TRIALS else 1
    scored: list[tuple[float, bool]] = []
    counts = _Counts().add(known)
    for _ in range(trials):
        scored += _try_out(dice.sample(known, len(known)), counts)
    scored.sort(reverse=True)
    strict = [_lowest(scored, asked, trials) for asked in PRECISIONS]
    if math.inf in strict:
        # So few texts prove no precision: what no ham came near has to do.
        lowest = _lowest(scored, 1, 0)
        return scored[0][0] + 1 if lowest == math.inf else max(lowest, _OPINION)
    spam = [score for score, is_spam in scored if is_spam]
    enough = spam[int(len(spam) * WANTED_RECALL)]
    lax = max(enough, _lowest(scored, LEAST_PRECISION, trials))
    return min(fmean(strict), lax)


def _lowest(scored: list[tuple[float, bool]], asked: float, trials: int) -> float:
    """Return the lowest score from which on precision was as `asked`; infinity if never."""
    lowest, found = math.inf, 0
    for called, (score, is_spam) in enumerate(scored, start=1):
        found += is_spam
        if found / (called + _DOUBT * trials) >= asked:
            lowest = score
    return lowest


def _try_out(known: Sequence[_Known], counts: _Counts) -> list[tuple[float, bool]]:
    """Return the score of each text from a filter that has not seen it."""
    scored = []
    for fold in range(_FOLDS):
        unseen = known[fold::_FOLDS]
        less = _Counts().add(unseen)
        weights = _Without(counts, less).of(
            less.features[True].keys() | less.features[False].keys()
        )
        scored += [(_score(weights, found), is_spam) for found, is_spam in unseen]
    return scored


def judge(spam_filter: Filter, examples: Iterable[Example]) -> Confusion:
    """Return how a filter does on texts that people have judged."""
    counts = Counter((one.is_spam, spam_filter.is_spam(one.text)) for one in examples)
    return Confusion(
        spam_found=counts[True, True],
        spam_missed=counts[True, False],
        ham_accused=counts[False, True],
        ham_passed=counts[False, False],
    )


def halves(
    examples: Sequence[Example], *, seed: int
) -> tuple[list[Example], list[Example]]:
    """Return two random halves of `examples`, the same ones for the same `seed`."""
    drawn = random.Random(seed).sample(list(examples), len(examples))  # noqa: S311
    return drawn[: len(drawn) // 2], drawn[len(drawn) // 2 :]
