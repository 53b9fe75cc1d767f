"""A Bayesian filter for advertising: what it learns from decisions, and what it says.

Pure: texts in, numbers out. It only ever orders a queue or holds a first post.
"""

import math
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

PRECISIONS = (0.97, 0.975, 0.98, 0.985, 0.99)
"""The share of what is called spam that must be spam, in trials on what was learnt.

The threshold is the mean of what each of them asks for: one alone hangs on a few texts.
"""
_SMOOTHING = 0.1
_FOLDS = 5
_TRIALS = 5
_MOST_FOR_TRIALS = 5_000
"""With more examples than that one trial tells as much as three."""
_DOUBT = 0.5
"""A false alarm that nobody has seen yet, in each trial."""
_MOST_CHARACTERS = 10_000

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[^\w\s]")
_WORD = re.compile(r"[^\W\d_]+")
_PHONE = re.compile(r"\+?\d[\d\s().-]{6,}\d")
_LINK = re.compile(
    r"https?://|www\.|\b[\w-]+\.(?:com|net|org|info|biz|ru|cn|in|shop)\b"
)
_SHOUTING = re.compile(r"[!?$*]{2,}")


@dataclass(frozen=True)
class Example:
    """A text, and whether a person called it spam."""

    text: str
    is_spam: bool


@dataclass(frozen=True)
class Filter:
    """How much each feature tells, in log odds, and from which score on a text is spam."""

    weights: dict[str, float]
    threshold: float

    def score(self, text: str) -> float:
        """Return how much a text looks like spam; 0 is no opinion."""
        return _score(self.weights, features(text))

    def is_spam(self, text: str) -> bool:
        return self.score(text) >= self.threshold


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


def features(text: str) -> frozenset[str]:
    """Return what a text is judged by: its words, pairs of them, and its shape."""
    text = unicodedata.normalize("NFKC", text[:_MOST_CHARACTERS])
    tokens = [
        "0" * min(len(token), 12) if token.isdigit() else token
        for token in _TOKEN.findall(text.lower())
    ]
    pairs = zip(["^", *tokens], [*tokens, "$"], strict=True)
    return frozenset(
        [f"word {token}" for token in tokens]
        + [f"pair {one} {next_one}" for one, next_one in pairs]
        + _shape(text)
    )


def _shape(text: str) -> list[str]:
    words = _WORD.findall(text)
    digits = sum(character.isdigit() for character in text)
    shouted = sum(word.isupper() and len(word) > 2 for word in words)
    titled = sum(word[0].isupper() for word in words) / max(1, len(words))
    last = text.strip()[-1:]
    marks = {
        "a phone number": _PHONE.search(text),
        "a link": _LINK.search(text.lower()),
        "doubled marks": _SHOUTING.search(text),
        "a small beginning": words and words[0][0].islower(),
        "odd characters": any(ord(character) > 0x2000 for character in text),
    }
    return [
        f"digits {min(4, (digits + 2) // 3)}",
        f"shouted {min(3, shouted)}",
        f"titled {int(titled * 4)}",
        f"length {min(6, len(words) // 2)}",
        f"end {'a word' if last.isalnum() else last}",
        *(name for name, found in marks.items() if found),
    ]


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


_Known = tuple[frozenset[str], bool]


def _weigh(known: Iterable[_Known]) -> dict[str, float]:
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    totals = Counter[bool]()
    for found, is_spam in known:
        counts[is_spam].update(found)
        totals[is_spam] += 1
    return {
        feature: _log_share(counts[True][feature], totals[True])
        - _log_share(counts[False][feature], totals[False])
        for feature in counts[True].keys() | counts[False].keys()
    }


def _log_share(count: int, total: int) -> float:
    return math.log((count + _SMOOTHING) / (total + 2 * _SMOOTHING))


def _score(weights: dict[str, float], found: frozenset[str]) -> float:
    told = [weights[one] for one in found if one in weights]
    # Features of a text are not independent: the root takes long texts at their worth.
    return math.fsum(told) / math.sqrt(len(told)) if told else 0.0


def _threshold(known: Sequence[_Known], dice: random.Random) -> float:
    """Return the score from which on precision held in trials; one above all if never."""
    trials = _TRIALS if len(known) <= _MOST_FOR_TRIALS else 1
    scored: list[tuple[float, bool]] = []
    for _ in range(trials):
        scored += _try_out(dice.sample(known, len(known)))
    scored.sort(reverse=True)
    lowest: dict[float, float] = {}
    found = 0
    for called, (score, is_spam) in enumerate(scored, start=1):
        found += is_spam
        share = found / (called + _DOUBT * trials)
        lowest |= {asked: score for asked in PRECISIONS if share >= asked}
    return fmean(lowest.values()) if lowest else scored[0][0] + 1


def _try_out(known: Sequence[_Known]) -> list[tuple[float, bool]]:
    """Return the score of each text from a filter that has not seen it."""
    scored = []
    for fold in range(_FOLDS):
        weights = _weigh(one for at, one in enumerate(known) if at % _FOLDS != fold)
        scored += [
            (_score(weights, found), is_spam) for found, is_spam in known[fold::_FOLDS]
        ]
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
