"""The passwords that everybody tries first; the only module that loads zxcvbn's lists."""

import re
from functools import cache
from itertools import pairwise

_NOT_LETTERS = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_FEWEST_DISTINCT = 5
_MOST_BREAKS = 2
_FEWEST_LETTERS_LEFT = 4


def is_common(password: str) -> bool:
    """Say whether `password` is well known, or a well-known one stretched to length."""
    folded = password.casefold()
    if len(set(folded)) < _FEWEST_DISTINCT or _is_run(folded):
        return True
    unit = _repeated_unit(folded)
    core = _NOT_LETTERS.sub("", unit)
    known = _known()
    return unit in known or core in known or (unit != folded and len(unit) < 8)


def _is_run(text: str) -> bool:
    """Say whether `text` only counts up or down: "abcdefghijkl", "987654321098"."""
    steps = [ord(b) - ord(a) for a, b in pairwise(text)]
    breaks = sum(1 for step in steps if step not in {-1, 0, 1})
    return breaks <= _MOST_BREAKS


def _repeated_unit(text: str) -> str:
    """Return what `text` repeats from end to end, or `text` itself."""
    # A text repeats a unit exactly when it is found inside its own double.
    period = (text + text).find(text, 1)
    return text[:period]


@cache
def _known() -> frozenset[str]:
    # Loaded when the first password is chosen: 30 ms and 12 MB that start-up
    # should not pay for.
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415

    return frozenset(
        word
        for word in FREQUENCY_LISTS["passwords"]
        if len(word) >= _FEWEST_LETTERS_LEFT
    )
