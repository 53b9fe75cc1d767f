"""What the filter for advertising looks at in a text: its words, its letters, its shape. Pure."""

import re
import unicodedata
from dataclasses import dataclass

_MOST_CHARACTERS = 4_000
_LETTERS = range(2, 5)
_MINOR = 0.2
"""What letters and capitals count beside words: alone they are wrong more often."""

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[^\w\s]")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
_PHONE = re.compile(r"\+?\d[\d\s().-]{6,}\d")
_LINK = re.compile(
    r"https?://|www\.|\b[\w-]+\.(?:com|net|org|info|biz|ru|cn|in|shop)\b"
)
_SHOUTING = re.compile(r"[!?$*]{2,}")


@dataclass(frozen=True)
class Features:
    """What a text is judged by, in families that each have a say of their own."""

    words: frozenset[str]
    """Its words, pairs of them, and its shape."""
    letters: frozenset[str]
    """Two to four characters in a row: they know words that were changed a little."""
    cases: frozenset[str]
    """Its words with their capitals, and the first and the last of them."""

    @property
    def families(self) -> tuple[tuple[float, frozenset[str]], ...]:
        return (1.0, self.words), (_MINOR, self.letters), (_MINOR, self.cases)


def features(text: str) -> Features:
    """Return what a text is judged by; of a very long one its beginning."""
    text = unicodedata.normalize("NFKC", text[:_MOST_CHARACTERS])
    tokens = _TOKEN.findall(text)
    small = [_digits(token.lower()) for token in tokens]
    pairs = zip(["^", *small], [*small, "$"], strict=True)
    line = f" {' '.join(_DIGIT.sub('0', text.lower()).split())} "
    return Features(
        words=frozenset(
            [f"word {token}" for token in small]
            + [f"pair {one} {next_one}" for one, next_one in pairs]
            + _shape(text)
        ),
        letters=frozenset(
            f"letters {line[at : at + size]}"
            for size in _LETTERS
            for at in range(len(line) - size + 1)
        ),
        cases=frozenset(
            [f"case {token}" for token in tokens]
            + [f"first {token}" for token in small[:1]]
            + [f"last {token}" for token in small[-1:]]
        ),
    )


def in_words(feature: str) -> str:
    """Return how a feature is told to people."""
    kind, _, words = feature.partition(" ")
    return f"“{words}”" if kind in {"word", "pair"} else feature


def _digits(token: str) -> str:
    return "0" * min(len(token), 12) if token.isdigit() else token


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
