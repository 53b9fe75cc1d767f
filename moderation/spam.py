"""A Bayesian filter for advertising: what it learns from decisions, and what it says.

Pure: texts in, numbers out. It only ever orders a queue or holds a first post.
"""

import math
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from moderation.spamfeatures import features, in_words
from moderation.spamweights import Numbered, Text, family_score, number, score, weigh

PRECISION = 0.99
"""The share of what is called spam that must be spam, in trials on what was learnt."""
LEAST_PRECISION, WANTED_RECALL = 0.975, 0.65
"""Where that finds too little, precision may fall so far for the sake of recall."""
_FOLDS = 5
_TRIALS = 3
_MOST_FOR_TRIALS = 1_500
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
        return math.fsum(
            family_score([self.weights[one] for one in family if one in self.weights])
            for _, family in features(text).families
        )

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
    known = number((features(one.text), one.is_spam) for one in examples)
    weights = {
        known.names[one]: told for one, told in weigh(known.texts, known.shares).items()
    }
    return Filter(weights, _threshold(known, random.Random(seed)))  # noqa: S311


def _threshold(known: Numbered, dice: random.Random) -> float:
    """Return from which score on a text is spam; one above all if trials never held."""
    trials = _TRIALS if len(known.texts) <= _MOST_FOR_TRIALS else 1
    scored: list[tuple[float, bool]] = []
    for _ in range(trials):
        drawn = dice.sample(known.texts, len(known.texts))
        scored += _try_out(drawn, known.shares)
    scored.sort(reverse=True)
    strict = _lowest(scored, PRECISION, trials)
    if strict == math.inf:
        # So few texts prove no precision: what no ham came near has to do.
        lowest = _lowest(scored, 1, 0)
        return scored[0][0] + 1 if lowest == math.inf else max(lowest, _OPINION)
    spam = [at for at, is_spam in scored if is_spam]
    enough = spam[int(len(spam) * WANTED_RECALL)]
    lax = max(enough, _lowest(scored, LEAST_PRECISION, trials))
    return max(min(strict, lax), _OPINION)


def _lowest(scored: list[tuple[float, bool]], asked: float, trials: int) -> float:
    """Return the lowest score from which on precision was as `asked`; infinity if never.

    It lies halfway between the last text that is called spam and the first that isn't.
    """
    lowest, found = math.inf, 0
    for called, (at, is_spam) in enumerate(scored, start=1):
        found += is_spam
        if is_spam and found / (called + _DOUBT * trials) >= asked:
            below = scored[called][0] if called < len(scored) else at
            lowest = (at + below) / 2
    return lowest


def _try_out(
    texts: Sequence[Text], shares: Sequence[float]
) -> list[tuple[float, bool]]:
    """Return the score of each text from a filter that has not seen it."""
    scored = []
    for fold in range(_FOLDS):
        seen = [one for at, one in enumerate(texts) if at % _FOLDS != fold]
        weights = weigh(seen, shares)
        scored += [(score(weights, one), one.is_spam) for one in texts[fold::_FOLDS]]
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
