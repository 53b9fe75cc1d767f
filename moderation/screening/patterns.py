"""Patterns that the host has watched for: words as they are, or words with * ? and #.

Pure, and linear in the text: `*` is looked for within one word only, with one step back
at most, so that no pattern can make the site slow.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

SHORTEST, LONGEST = 3, 100
MOST_WORDS = 6
_LONGEST_WORD = 200
_WILD = frozenset("*?#")
_WORD = re.compile(r"\S+")
_AROUND = ".,;:!?\"'()[]{}<>“”’«»…"


class PatternAction(StrEnum):
    """What is done about a text that a pattern fits."""

    BLOCK = "block"
    HOLD = "hold"
    FLAG = "flag"
    REPLACE = "replace"


ACTION_LABELS = {
    PatternAction.BLOCK: "Refuse it: its author reads why, and can change it",
    PatternAction.HOLD: "Hold it until a moderator has looked",
    PatternAction.FLAG: "Put it into the queue; it shows meanwhile",
    PatternAction.REPLACE: "Put other words in place of these",
}


@dataclass(frozen=True)
class Hit:
    """Characters of a text that a pattern fits."""

    start: int
    end: int


def wrong_with(pattern: str) -> str:
    """Return in a sentence why a pattern can't be watched for, "" if it can."""
    words = pattern.split()
    plain = [one for one in pattern if one not in _WILD and not one.isspace()]
    if len(pattern) > LONGEST:
        return f"Keep a pattern to {LONGEST} characters; this one has {len(pattern)}."
    if len(words) > MOST_WORDS:
        return f"Keep a pattern to {MOST_WORDS} words; this one has {len(words)}."
    if len(plain) < SHORTEST and "#" * 5 not in pattern:
        return (
            f"Give {SHORTEST} letters or digits at least besides *, ? and #: this would "
            "fit nearly everything."
        )
    if any(pair == ("*", "*") for pair in pairwise(pattern)):
        return "One * stands for any characters of a word: two in a row say no more."
    if any(one.strip(_AROUND) != one and not _WILD & set(one) for one in words):
        return "Leave out marks around words: texts are compared without them."
    return ""


def find(pattern: str, text: str) -> list[Hit]:
    """Return where a pattern fits `text`, from left to right, none within another."""
    wanted = [one.casefold() for one in pattern.split()]
    rarest = max(re.split(r"[*?#]+", max(wanted, key=len)), key=len)
    if rarest not in text.casefold():
        return []
    words = [_bare(one) for one in _WORD.finditer(text)]
    hits: list[Hit] = []
    at = 0
    while at + len(wanted) <= len(words):
        row = words[at : at + len(wanted)]
        if all(fits(one, word[0]) for one, word in zip(wanted, row, strict=True)):
            hits.append(Hit(row[0][1], row[-1][2]))
            at += len(wanted)
        else:
            at += 1
    return hits


def _bare(found: re.Match[str]) -> tuple[str, int, int]:
    """Return a word without the marks around it, and where it stands."""
    whole = found[0]
    bare = whole.strip(_AROUND) or whole
    start = found.start() + whole.index(bare)
    return bare.casefold()[:_LONGEST_WORD], start, start + len(bare)


def fits(wanted: str, word: str) -> bool:
    """Whether one word is what `wanted` says: * any characters, ? one, # a digit."""
    at = here = 0
    star, mark = -1, 0
    while here < len(word):
        if at < len(wanted) and wanted[at] == "*":
            star, mark = at, here
            at += 1
        elif at < len(wanted) and _same(wanted[at], word[here]):
            at += 1
            here += 1
        elif star >= 0:
            mark += 1
            at, here = star + 1, mark
        else:
            return False
    return not wanted[at:].strip("*")


def _same(wanted: str, character: str) -> bool:
    if wanted == "#":
        return character.isdigit()
    return wanted in {"?", character}


def replaced(pattern: str, text: str, by: str) -> str:
    """Return `text` with `by` in place of each place that the pattern fits."""
    for hit in reversed(find(pattern, text)):
        text = text[: hit.start] + by + text[hit.end :]
    return text
