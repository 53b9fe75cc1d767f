"""Shares as words: which levers helped, which clauses buyers have (P9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from community.prices.kinds import Share
from community.prices.thresholds import LEAST_ANSWERS

_FEW_BELOW = 0.25
_MOST_ABOVE = 0.75


@dataclass(frozen=True)
class Answers:
    """What one organisation answered: each question it answered, and whether with yes.

    `own` is what it said itself, whatever others did: who names one thing says no to
    all that others named, and did not change when these named one more.
    """

    organisation: str
    said: Mapping[str, bool]
    own: str


@dataclass(frozen=True)
class Words:
    """Shares in words, and who answered anything: a fingerprint of each one's answers."""

    words: tuple[tuple[str, Share], ...]
    basis: Mapping[str, str]


def in_words(
    answers: Sequence[Answers], least: int = LEAST_ANSWERS, *, least_yes: int = 0
) -> Words | None:
    """Return each question that enough organisations answered, with its share as a word.

    Where anybody may name anything, what fewer than `least_yes` said yes to is left out.
    None when no question is left.
    """
    questions = sorted({question for one in answers for question in one.said})
    words = []
    for question in questions:
        said = [one.said[question] for one in answers if question in one.said]
        if len(said) >= least and sum(said) >= least_yes:
            words.append((question, _share(sum(said) / len(said))))
    if not words:
        return None
    return Words(tuple(words), {one.organisation: one.own for one in answers})


def _share(part: float) -> Share:
    if part < _FEW_BELOW:
        return Share.FEW
    return Share.MOST if part > _MOST_ABOVE else Share.SOME
