"""What a moderator who takes words out may do to a text, wherever it stands."""

from collections.abc import Sequence

from community.core.differences import only_takes_out
from community.core.errors import Invalid

EDITED_SINCE = "It was edited since: the words can’t be put back any more."
TAKEN_OUT = "A moderator took out what this version said."


def require_only_less(old: Sequence[str], new: Sequence[str]) -> None:
    """Raise Invalid unless each text lost words at most, and none of them all."""
    if not all(new):
        raise _wrong("Nothing would be left: hide it, or remove it.")
    if not all(only_takes_out(*pair) for pair in zip(old, new, strict=True)):
        raise _wrong("You may take words out, and put none in.")


def require_something(*, says_less: bool, has_earlier: bool) -> None:
    """Raise Invalid when neither the text nor an earlier version loses a word."""
    if not (says_less or has_earlier):
        raise _wrong("Take words out of it, or decide otherwise.")


def _wrong(sentence: str) -> Invalid:
    return Invalid("Nothing has been decided yet.", fields={"words": sentence})
