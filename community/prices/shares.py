"""Shares as words: which levers helped, which clauses buyers have (P9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from community.prices.kinds import Share
from community.prices.thresholds import LEAST_ANSWERS

_FEW_BELOW = 0.25
_MOST_ABOVE = 0.75


@dataclass(frozen=True)
class Answers:
    """What one organisation answered: each question it answered, and whether with yes."""

    organisation: str
    said: Mapping[str, bool]
    counts: bool = True


@dataclass(frozen=True)
class Words:
    """Shares in words, and who answered: a fingerprint of each one's answers."""

    words: tuple[tuple[str, Share], ...]
    basis: Mapping[str, str]


def in_words(answers: Sequence[Answers], least: int = LEAST_ANSWERS) -> Words | None:
    """Return each question that enough organisations answered, with its share as a word.

    None when no question has enough answers.
    """
    questions = sorted({question for one in answers for question in one.said})
    words = []
    for question in questions:
        said = [one.said[question] for one in answers if question in one.said]
        counted = sum(one.counts and question in one.said for one in answers)
        if counted >= least:
            words.append((question, _share(sum(said) / len(said))))
    if not words:
        return None
    shown = {question for question, _ in words}
    basis = {
        one.organisation: _fingerprint(one, shown)
        for one in answers
        if shown & one.said.keys()
    }
    return Words(tuple(words), basis)


def _share(part: float) -> Share:
    if part < _FEW_BELOW:
        return Share.FEW
    return Share.MOST if part > _MOST_ABOVE else Share.SOME


def _fingerprint(one: Answers, shown: set[str]) -> str:
    return ",".join(
        f"{question}={one.said[question]:d}"
        for question in sorted(shown & one.said.keys())
    )
