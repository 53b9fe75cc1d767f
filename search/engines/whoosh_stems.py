"""From words to stems: what both sides of a search, document and query, agree on."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from whoosh.lang.porter import stem as porter_stem

from search.words import STOP_WORDS, telling_words, words_of


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of a folded word; it keeps the first letter."""
    return str(porter_stem(word))


def stems_of_title(text: str) -> list[str]:
    """Return the stems of a title, stop words too: a name may be made of them."""
    return [stem(word) for word in words_of(text)]


def stems_of_body(text: str) -> list[str]:
    """Return the stems of a text, without those of stop words."""
    return [stem(word) for word in telling_words(text)]


def stems_in_body(words: Sequence[str]) -> list[str]:
    """Return the stems that folded words have in a body."""
    return [stem(word) for word in words if word not in STOP_WORDS]


def stems_in_title(words: Sequence[str]) -> list[str]:
    """Return the stems that folded words have in a title."""
    return [stem(word) for word in words]


def stems_of_name(words: Iterable[str]) -> list[str]:
    """Return the telling stems of a name, each once; all of them where none tells."""
    unique = dict.fromkeys(words)
    telling = [word for word in unique if word not in STOP_WORDS]
    return [stem(word) for word in telling or unique]
