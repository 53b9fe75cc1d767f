"""In which documents words stand one after another, in time that grows with their number."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from search.engines.deadline import Deadline
from search.engines.postings import Postings

_BITS_A_PLACE = np.uint64(24)
"""More than a text has places."""

_PLACE_MASK = np.uint64(2**24 - 1)

Find = Callable[[str], Postings]


def documents_with(
    find: Find, stems: Sequence[str], size: int, deadline: Deadline
) -> NDArray[np.uint32]:
    """Return which of `size` documents have `stems` behind each other, ascending."""
    nothing = np.zeros(0, np.uint32)
    if not stems:
        return nothing
    found = {stem: find(stem) for stem in dict.fromkeys(stems)}
    # Reading numbers is cheap, unpacking places is not: first see who has all the words.
    has_all = np.ones(size, bool)
    for one in found.values():
        deadline.check()
        has_one = np.zeros(size, bool)
        has_one[one.documents] = True
        has_all &= has_one
    candidates = np.flatnonzero(has_all).astype(np.uint32)
    if len(found) == len(stems) == 1 or not len(candidates):
        return candidates
    order = sorted(range(len(stems)), key=lambda i: len(found[stems[i]].documents))
    placed: dict[str, NDArray[np.uint64]] = {}
    begins: NDArray[np.uint64] | None = None
    for offset in order:
        deadline.check()
        stem = stems[offset]
        if stem not in placed:  # a phrase may be one word over and over
            placed[stem] = _places(found[stem], has_all)
        places = placed[stem]
        begun = places[(places & _PLACE_MASK) >= offset] - np.uint64(offset)
        begins = begun if begins is None else _in_both(begins, begun)
    if begins is None:
        return nothing
    return np.unique((begins >> _BITS_A_PLACE).astype(np.uint32))


def _places(postings: Postings, wanted: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Return (document, place) as one ascending number each, of wanted documents."""
    here = wanted[postings.documents]
    documents = postings.documents[here].astype(np.uint64) << _BITS_A_PLACE
    places = postings.places()[np.repeat(here, postings.times)]
    return np.asarray(np.repeat(documents, postings.times[here]) | places, np.uint64)


def _in_both(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return what two ascending lists have in common: sorting two runs only merges."""
    both = np.concatenate([one, other])
    both.sort(kind="stable")
    return np.asarray(both[:-1][both[1:] == both[:-1]], np.uint64)
