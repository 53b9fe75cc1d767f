"""What a moderator who takes words out may do to a text, wherever it stands.

One way for all: each kind of text says how it is read, written and emptied.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from community.core.differences import only_takes_out
from community.core.errors import Conflict, Invalid

TAKEN_OUT = "A moderator took out what this version said."
_EDITED_SINCE = "It was edited since: the words can’t be put back any more."

Words = Sequence[Any]
"""What a text or a version of it says, part by part."""


class Redactable(Protocol):
    """One text and its earlier versions."""

    @property
    def version(self) -> int: ...

    def words(self) -> list[str]:
        """Return what it says now."""
        ...

    def say(self, words: Sequence[str]) -> None:
        """Let it say that from now on, as a new version."""
        ...

    def earlier(self) -> Mapping[int, Words]:
        """Return what its earlier versions still say, by their numbers."""
        ...

    def empty(self, numbers: Sequence[int]) -> None:
        """Let these versions say nothing any more."""
        ...

    def fill(self, number: int, words: Words) -> None:
        """Let a version say again what it said."""
        ...


def take_out(text: Redactable, new: Sequence[str]) -> Mapping[str, Any]:
    """Let a text say `new`, and its history nothing of what it said before.

    Returns what `put_back` needs. Raises Invalid for words that were put in, or when
    none was taken out and there is no earlier version.
    """
    old = text.words()
    _require_only_less(old, new)
    says_less = old != list(new)
    if says_less:
        text.say(new)
    earlier = text.earlier()
    if not (says_less or earlier):
        raise _wrong("Take words out of it, or decide otherwise.")
    text.empty(list(earlier))
    return {
        "version": text.version,
        "words": old if says_less else None,
        "versions": [[number, *words] for number, words in earlier.items()],
    }


def put_back(text: Redactable, kept: Mapping[str, Any]) -> None:
    """Undo a redaction; raise Conflict when the text was edited since."""
    if text.version != kept["version"]:
        raise Conflict(_EDITED_SINCE)
    for number, *words in kept["versions"]:
        text.fill(number, words)
    if kept["words"] is not None:
        text.say(kept["words"])


def _require_only_less(old: Sequence[str], new: Sequence[str]) -> None:
    """Raise Invalid unless each text lost words at most, and none of them all."""
    if not all(new):
        raise _wrong("Nothing would be left: hide it, or remove it.")
    if not all(only_takes_out(*pair) for pair in zip(old, new, strict=True)):
        raise _wrong("You may take words out, and put none in.")


def _wrong(sentence: str) -> Invalid:
    return Invalid("Nothing has been decided yet.", fields={"words": sentence})
