"""Reads requirements.lock: which pinned lines belong to which extras."""

import re
from collections.abc import Collection, Iterable, Sequence

from community.bootstrap.stopped import StoppedError

_NO_EXTRAS = {"runtime", "build", "installer"}
_SECTION = re.compile(r"^# \[([a-z0-9-]+)\]\n", re.MULTILINE)
_REQUIREMENT = re.compile(r"^[A-Za-z0-9].*(?:\n[ \t].*)*\n", re.MULTILINE)


def sections(lock: str) -> dict[str, list[str]]:
    """Return the requirements of each section, each as one block with its hashes."""
    _, *parts = _SECTION.split(lock)
    return {
        name: _REQUIREMENT.findall(body)
        for name, body in zip(parts[::2], parts[1::2], strict=True)
    }


_LARGEST = ("numpy==", "scipy==")


def requirements(lock: str, extras: Collection[str]) -> list[str]:
    """Return what the runtime, the build of our own wheel and `extras` need, once each."""
    known = sections(lock)
    unknown = sorted(set(extras) - set(known))
    if unknown:
        raise StoppedError(
            f"There is no extra {unknown[0]!r}; there are {_listed(known)}."
        )
    wanted = ("runtime", "build", *sorted(extras))
    return list(dict.fromkeys(block for name in wanted for block in known[name]))


def shares(blocks: Sequence[str], count: int) -> list[list[str]]:
    """Deal `blocks` out to `count` installers: there and back again, as cards are not.

    The largest, which have a block for each Python, come first, and so come apart.
    """
    blocks = sorted(blocks, key=lambda block: not block.startswith(_LARGEST))
    order = [*range(count), *reversed(range(count))]
    dealt: list[list[str]] = [[] for _ in range(count)]
    for number, block in enumerate(blocks):
        dealt[order[number % len(order)]].append(block)
    return dealt


def _listed(names: Iterable[str]) -> str:
    return ", ".join(name for name in names if name not in _NO_EXTRAS)
